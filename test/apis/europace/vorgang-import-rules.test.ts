import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { lastExchange } from './cases.ts'
import { imported, lost, post, teil, told, vorgang } from './kex.ts'

const HAUSHALT = 'haushalt'
const SCHULDEN = `${HAUSHALT}.verbindlichkeiten`
const WUNSCH = 'finanzbedarf.finanzierungswunsch'
const ERSTER = 'antragsteller1'

/** A Vorgang in which every rule finds something, in another order than the documentation has. */
const odd = {
  finanzbedarf: {
    fahrzeugkauf: { kaufpreis: 9900 },
    finanzierungswunsch: { rateMonatlich: 200, laufzeitInMonaten: 60, kreditbetrag: '5000' },
    finanzierungszweck: 'UMSCHULDUNG',
    ratenschutzAntragsteller1: { todesfallAbsicherung: { gewuenscht: true } },
    ratenschutz: { versicherteRisikenAntragsteller1: ['LEBEN', 'KRIEG'] },
    unbekannt: 1
  },
  haushalt: {
    kontoverbindung: { bic: 'BANK', gehoertZuAntragsteller: 'BEIDE', iban: 'DE00 1' },
    kinder: [{ gehoertZuAntragsteller: 'ANTRAGSTELLER_2', name: 5 }],
    vermoegen: { depotvermoegen: [{ betrag: 5 }], bausparvertraege: [{ angesparterBetrag: 1 }] },
    ausgaben: { privateKrankenversicherungen: [{ gehoertZuAntragsteller: 'BEIDE' }] }
  },
  antragsteller1: {
    id: 'a1',
    beschaeftigung: { rentner: { rentnerSeit: '2020-01-01' } },
    wohnsituation: {
      voranschrift: { ort: 'Kiel' },
      anschrift: { land: 'DE', wohnhaftSeit: '2020-01-01' },
      gemeinsamerHaushalt: true,
      wohnart: 'ZELT'
    }
  },
  bearbeiter: {},
  baufiSmartVorgangsnummer: 'ZZ9999'
}

const TOLD = [
  'finanzbedarf.fahrzeugkauf nicht',
  `${WUNSCH}.rateMonatlich nicht`,
  `${WUNSCH}.kreditbetrag nicht`,
  'finanzbedarf.ratenschutzAntragsteller1 nicht',
  'finanzbedarf.ratenschutz.versicherteRisikenAntragsteller1[1] nicht',
  `${HAUSHALT}.kontoverbindung.bic nicht`,
  `${HAUSHALT}.kontoverbindung.gehoertZuAntragsteller auf ANTRAGSTELLER_1`,
  `${HAUSHALT}.kontoverbindung.iban nicht`,
  `${HAUSHALT}.kinder[0].gehoertZuAntragsteller auf ANTRAGSTELLER_1`,
  `${HAUSHALT}.kinder[0].name als Text`,
  `${HAUSHALT}.vermoegen.depotvermoegen nicht`,
  `${HAUSHALT}.vermoegen.bausparvertraege[0].angesparterBetrag nicht`,
  `${HAUSHALT}.ausgaben.privateKrankenversicherungen[0].gehoertZuAntragsteller nicht`,
  `${ERSTER}.beschaeftigung nicht`,
  `${ERSTER}.wohnsituation.voranschrift nicht`,
  `${ERSTER}.wohnsituation.gemeinsamerHaushalt nicht`,
  `${ERSTER}.wohnsituation.wohnart nicht`,
  'bearbeiter nicht',
  'baufiSmartVorgangsnummer trotzdem'
]

const STORED = {
  finanzbedarf: {
    finanzierungswunsch: { laufzeitInMonaten: 60, ratenzahlungstermin: 'MONATSENDE' },
    finanzierungszweck: 'UMSCHULDUNG',
    ratenschutz: { versicherteRisikenAntragsteller1: ['LEBEN'] }
  },
  haushalt: {
    kontoverbindung: { gehoertZuAntragsteller: 'ANTRAGSTELLER_1' },
    kinder: [{ gehoertZuAntragsteller: 'ANTRAGSTELLER_1', name: '5' }],
    vermoegen: { bausparvertraege: [{}] },
    ausgaben: { privateKrankenversicherungen: [{}] }
  },
  antragsteller1: {
    wohnsituation: { anschrift: { land: 'DE', wohnhaftSeit: '2020-01-01' } }
  },
  baufiSmartVorgangsnummer: 'ZZ9999'
}

t.test('messages are in the order of the request, each once', async t => {
  const sandbox = await createSandbox(t)
  const { angaben, messages } = await imported(sandbox, odd)
  t.strictSame(angaben, STORED)
  t.strictSame(told(messages), TOLD)
  const backwards = Object.fromEntries(Object.entries(odd).reverse())
  const again = await imported(sandbox, backwards)
  t.strictSame([...again.messages].sort(), [...messages].sort())
  t.match(told(again.messages)[0], 'baufiSmartVorgangsnummer')
})

t.test('what is kept can be imported again without a word', async t => {
  const sandbox = await createSandbox(t)
  const { baufiSmartVorgangsnummer, ...rest } = STORED
  const { angaben, messages } = await imported(sandbox, rest)
  t.strictSame([angaben, messages], [rest, []])
})

t.test('what belongs to one person cannot belong to both', async t => {
  const sandbox = await createSandbox(t)
  const alone = [
    'ausgaben.privateKrankenversicherungen',
    'ausgaben.unterhaltsverpflichtungen',
    'einnahmen.ehegattenunterhalt',
    'einnahmen.sonstigeEinnahmen',
    'einnahmen.unbefristeteZusatzrenten',
    'einnahmen.einkuenfteAusNebentaetigkeit'
  ]
  for (const path of alone) {
    const [group = '', list = ''] = path.split('.')
    const position = (wer?: string) => ({
      antragsteller2: {},
      haushalt: {
        [group]: { [list]: [{ betragMonatlich: 1, ...(wer && { gehoertZuAntragsteller: wer }) }] }
      }
    })
    const { angaben, messages } = await imported(sandbox, position('BEIDE'))
    t.strictSame(angaben, position(), path)
    t.strictSame(told(messages), lost(`haushalt.${path}[0].gehoertZuAntragsteller`))
    const second = await imported(sandbox, position('ANTRAGSTELLER_2'))
    t.strictSame([second.angaben, second.messages], [position('ANTRAGSTELLER_2'), []], path)
  }
})

t.test('a place in a list is the place where it was sent', async t => {
  const sandbox = await createSandbox(t)
  const kinder = (...elements: readonly unknown[]) => teil.haushalt({ kinder: elements })
  const kredite = (...elements: readonly unknown[]) => teil.schulden({ ratenkredite: elements })
  const second = { gehoertZuAntragsteller: 'ANTRAGSTELLER_2' }
  const cases: readonly (readonly [sent: object, places: readonly string[]])[] = [
    [kinder(null, second), ['haushalt.kinder[1].gehoertZuAntragsteller auf ANTRAGSTELLER_1']],
    [
      kinder('x', {}, 5, second),
      [
        ...lost('haushalt.kinder[0]', 'haushalt.kinder[2]'),
        'haushalt.kinder[3].gehoertZuAntragsteller auf ANTRAGSTELLER_1'
      ]
    ],
    [
      kredite({ iban: 'DE1' }, [], { iban: 'DE1' }),
      lost(...['[0].iban', '[1]', '[2].iban'].map(path => `${SCHULDEN}.ratenkredite${path}`))
    ]
  ]
  for (const [sent, places] of cases)
    t.strictSame(told((await imported(sandbox, sent)).messages), places, JSON.stringify(sent))
})

t.test('what is not taken over is not told as taken over', async t => {
  const sandbox = await createSandbox(t)
  const cases: readonly (readonly [sent: object, places: readonly string[]])[] = [
    [
      teil.wohnen({ voranschrift: { plz: 10179, ort: 'Berlin' } }),
      lost(`${ERSTER}.wohnsituation.voranschrift`)
    ],
    [teil.bedarf({ fahrzeugkauf: { modell: 911 } }), lost('finanzbedarf.fahrzeugkauf')],
    [
      teil.arbeit({
        beschaeftigungsart: 'RENTNER',
        arbeiter: {},
        beamter: stelle(1),
        rentner: { rentenversicherung: { name: 'x' } }
      }),
      lost(`${ERSTER}.beschaeftigung.beamter`)
    ],
    [teil.haushalt({ kontoverbindung: { iban: 12 } }), lost('haushalt.kontoverbindung.iban')],
    [{ tippgeber: { partnerId: 5 } }, lost('tippgeber')],
    [
      teil.schulden({ geschaeftskredite: [{ glaeubiger: 5 }] }),
      lost(`${SCHULDEN}.geschaeftskredite`)
    ]
  ]
  for (const [sent, places] of cases)
    t.strictSame(told((await imported(sandbox, sent)).messages), places, JSON.stringify(sent))
})

/** An employment with this job title. */
function stelle(berufsbezeichnung: unknown) {
  return { beschaeftigungsverhaeltnis: { berufsbezeichnung } }
}

t.test('ids of export and update are ignored in silence', async t => {
  const sandbox = await createSandbox(t)
  for (const id of ['a1', 5]) {
    const kinder = [{ id, antragstellerIds: [id] }]
    const { angaben, messages } = await imported(sandbox, {
      ...teil.erster({ id }),
      ...teil.haushalt({ kinder })
    })
    t.strictSame(angaben, { ...teil.erster({}), ...teil.haushalt({ kinder: [{}] }) })
    t.strictSame(messages, [], JSON.stringify(id))
  }
})

t.test(
  'account numbers stand neither in messages nor in what the journal tells of them',
  async t => {
    const sandbox = await createSandbox(t)
    const iban = 'DE99120300000000202051'
    const parts = {
      ...teil.schulden({ kreditkarten: [{ iban }, { iban: [iban] }] }),
      ...teil.bedarf({ finanzierungszweck: iban })
    }
    const headers = { prefer: 'handling=report' }
    const reply = await post(sandbox, vorgang(parts), { headers })
    t.equal(reply.body.messages.length, 3)
    t.notMatch(JSON.stringify(reply.body.messages.slice(0, 2)), /202051/)
    t.notMatch(reply.headers.get('x-sandkasten-diagnostics'), /1203000000002020/)
    t.notMatch(JSON.stringify(await lastExchange(sandbox)), /1203000000002020/)
  }
)

t.test('kex.lenientNumbers: numbers as text are read, and decimals cut', async t => {
  const sandbox = await createSandbox(t)
  const auto = (kaufpreis: unknown, kw?: unknown) =>
    teil.kauf({ kaufpreis, ...(kw !== undefined && { kw }) })
  const KAUF = 'finanzbedarf.fahrzeugkauf'
  const strict = await imported(sandbox, auto('9900.50', 81.6))
  t.strictSame(strict.angaben, teil.kauf({}))
  t.strictSame(told(strict.messages), lost(`${KAUF}.kaufpreis`, `${KAUF}.kw`))

  await sandbox.behave({ 'kex.lenientNumbers': true })
  const read = await imported(sandbox, auto('9900.50', 81.6))
  t.strictSame(read.angaben, auto(9900.5, 81))
  t.strictSame(told(read.messages), [
    `${KAUF}.kaufpreis als Zahl`,
    `${KAUF}.kw ohne Nachkommastellen`
  ])
  const whole = await imported(sandbox, auto('-1e3', '81'))
  t.strictSame(whole.angaben, auto(-1000, 81))
  for (const value of ['viel', '', '9.900,50', true, [1]]) {
    const { angaben, messages } = await imported(sandbox, auto(value))
    t.strictSame(angaben, teil.kauf({}), String(value))
    t.strictSame(told(messages), lost(`${KAUF}.kaufpreis`))
  }
  const others = {
    ...teil.herkunft({ arbeitserlaubnisVorhanden: 'true' }),
    ...teil.kauf({ erstzulassungsdatum: '2016-01-01T00:00' })
  }
  const { messages } = await imported(sandbox, others)
  const paths = [`${ERSTER}.herkunft.arbeitserlaubnisVorhanden`, `${KAUF}.erstzulassungsdatum`]
  t.strictSame(told(messages), lost(...paths), 'nothing but numbers')
})

t.test('kex.applyUpdateRules: the rules of the update by default, none or all', async t => {
  const sandbox = await createSandbox(t)
  const kredit = {
    abloesen: true,
    bic: 'BYLADEM1001',
    datumErsteZahlung: '2020-01-01',
    urspruenglicherKreditbetrag: 1
  }
  const wunsch = { laufzeitInMonaten: 60, rateMonatlich: 200 }
  const sent = {
    ...teil.schulden({ ratenkredite: [{ ...kredit, iban: 'DE12' }] }),
    finanzbedarf: { finanzierungszweck: 'FAHRZEUGKAUF', finanzierungswunsch: wunsch }
  }
  const stored = (ratenkredit: object) => ({
    ...teil.schulden({ ratenkredite: [ratenkredit] }),
    finanzbedarf: {
      finanzierungszweck: 'FAHRZEUGKAUF',
      finanzierungswunsch: { laufzeitInMonaten: 60, ratenzahlungstermin: 'MONATSENDE' }
    }
  })
  const at = `${SCHULDEN}.ratenkredite[0]`
  const usual = lost(`${at}.iban`, `${WUNSCH}.rateMonatlich`)
  const standard = await imported(sandbox, sent)
  t.strictSame([standard.angaben, told(standard.messages)], [stored(kredit), usual])

  await sandbox.behave({ 'kex.applyUpdateRules': false })
  const none = await imported(sandbox, sent)
  t.strictSame([none.angaben, none.messages], [sent, []])

  await sandbox.behave({ 'kex.applyUpdateRules': 'all' })
  const all = await imported(sandbox, sent)
  t.strictSame(all.angaben, stored({ abloesen: false }))
  const more = ['bic', 'datumErsteZahlung', 'urspruenglicherKreditbetrag'].map(
    name => `${at}.${name}`
  )
  t.strictSame(told(all.messages), [`${at}.abloesen auf false`, ...lost(...more), ...usual])
  const umschuldung = { ...sent, finanzbedarf: { finanzierungszweck: 'UMSCHULDUNG' } }
  t.match((await imported(sandbox, umschuldung)).angaben, teil.schulden({ ratenkredite: [kredit] }))
})

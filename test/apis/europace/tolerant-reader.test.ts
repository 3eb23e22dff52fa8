import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { keptCases, lastExchange, newCase, withKunde, withoutIds } from './cases.ts'

const HAUSHALT = 'kundenangaben.haushalte[0]'
const KUNDE = `${HAUSHALT}.kunden[0]`
const KUNDE_READ = 'kundenangaben.haushalte.[0].kunden.[0]'
const OBJEKT = 'kundenangaben.finanzierungsobjekt'
const BEDARF = 'kundenangaben.finanzierungsbedarf'

const person = (one: object) => withKunde({ personendaten: { person: one } })
const objekt = (finanzierungsobjekt: unknown) => ({ finanzierungsobjekt })
const bedarf = (finanzierungsbedarf: unknown) => ({ finanzierungsbedarf })
const zweck = (finanzierungszweck: unknown) => bedarf({ finanzierungszweck })
const bausteine = (...finanzierungsbausteine: unknown[]) => bedarf({ finanzierungsbausteine })
const loans = (...darlehensliste: unknown[]) => objekt({ darlehensliste })
const extern = (one: object) => bedarf({ unbesicherteExterneDarlehen: [one] })
const adresse = (one: object) => objekt({ immobilie: { adresse: { ort: 'Berlin', ...one } } })
const kind = (geburtsdatum: string) => ({ haushalte: [{ kinder: [{ geburtsdatum }] }] })
const bauspar = (tarifListe: unknown[]) => bausteine({ '@type': 'BAUSPARDARLEHEN', tarifListe })
const erfasst = (darlehen: object) =>
  objekt({
    darlehenslisteErfassung: {
      '@type': 'VORHANDENE_BESTEHENDE_DARLEHEN_DES_FINANZIERUNGSOBJEKTES',
      darlehensliste: [{ darlehen }]
    }
  })
const ausweis = (ausstellungsdatum: string) =>
  withKunde({ zusatzangaben: { legitimationsdaten: { ausstellungsdatum } } })
const notar = (einheit: string) =>
  zweck({ '@type': 'KAUF', nebenkosten: { notargebuehr: { wert: 2, einheit } } })

const KONSTANT = { '@type': 'KONSTANTDARLEHEN', rate: 5 }
const KAPITAL = { '@type': 'KAPITALBESCHAFFUNG' }
const TARIF = 'BKM_MAX_PREMIUM_OPTIMAL'
const OLD = { typ: 'RATENKREDIT', laufzeitende: '2020-01-01' }

/** What was sent, what is kept of it, and which places were ignored for which reason. */
type Accepted = readonly [
  title: string,
  sent: unknown,
  stored: unknown,
  dropped: Readonly<Record<string, string>>
]

const ACCEPTED: readonly Accepted[] = [
  ['an empty case', {}, {}, {}],
  [
    'an unknown property',
    withKunde({ lieblingsfarbe: { ton: 'blau' } }),
    withKunde(),
    { [`${KUNDE}.lieblingsfarbe`]: 'unknown property' }
  ],
  [
    'an unknown value of a choice',
    person({ anrede: 'DIVERS', vorname: 'Max' }),
    person({ vorname: 'Max' }),
    { [`${KUNDE}.personendaten.person.anrede`]: 'unknown value' }
  ],
  [
    'a number for a choice',
    person({ anrede: 1 }),
    person({}),
    { [`${KUNDE}.personendaten.person.anrede`]: 'unknown value' }
  ],
  [
    'unknown values in a list of choices',
    bauspar(['NICHTS', TARIF, 7]),
    bauspar([TARIF]),
    {
      [`${BEDARF}.finanzierungsbausteine[0].tarifListe[0]`]: 'unknown value',
      [`${BEDARF}.finanzierungsbausteine[0].tarifListe[2]`]: 'unknown value'
    }
  ],
  [
    'a postal code of four digits',
    adresse({ plz: '1017' }),
    adresse({}),
    { [`${OBJEKT}.immobilie.adresse.plz`]: 'wrong format' }
  ],
  [
    'a postal code with more around it',
    adresse({ plz: 'D-10179' }),
    adresse({}),
    { [`${OBJEKT}.immobilie.adresse.plz`]: 'wrong format' }
  ],
  [
    'an unknown @type',
    zweck({ '@type': 'SCHENKUNG', kaufpreis: 1 }),
    bedarf({}),
    { [`${BEDARF}.finanzierungszweck`]: 'unknown @type' }
  ],
  [
    'an unknown @type in a list',
    bausteine({ '@type': 'LEASING' }, KONSTANT),
    bausteine(KONSTANT),
    { [`${BEDARF}.finanzierungsbausteine[0]`]: 'unknown @type' }
  ],
  [
    'a BestehendesDarlehen without @type',
    erfasst({ sollzins: 2.5, grundschuldart: 'BUCH_GRUNDSCHULD' }),
    erfasst({ sollzins: 2.5 }),
    {
      [`${OBJEKT}.darlehenslisteErfassung.darlehensliste[0].darlehen.grundschuldart`]:
        'unknown property'
    }
  ],
  [
    '@type on an object of one kind only',
    withKunde({ '@type': 'KUNDE' }),
    withKunde(),
    { [`${KUNDE}.@type`]: 'unknown property' }
  ],
  [
    'a property of another kind',
    zweck({ ...KAPITAL, kaufpreis: 1 }),
    zweck(KAPITAL),
    { [`${BEDARF}.finanzierungszweck.kaufpreis`]: 'unknown property' }
  ],
  ['null', withKunde({ externeKundenId: null, kontakt: null }), withKunde(), {}],
  [
    'null in a list',
    { haushalte: [null, {}, null] },
    { haushalte: [{}] },
    {
      'kundenangaben.haushalte[0]': 'empty list element',
      'kundenangaben.haushalte[2]': 'empty list element'
    }
  ],
  [
    'a date against a rule that is not enforced',
    extern(OLD),
    extern(OLD),
    { [`${BEDARF}.unbesicherteExterneDarlehen[0].laufzeitende`]: 'must be a future date (kept)' }
  ]
]

const NULL = 'must not be null'
const PAST = 'must be a past date'

/** What was sent, and what the caller is told: the place that cannot be read, or the violations. */
type Refused = readonly [title: string, sent: unknown, told: string | Record<string, string>]

const UNREADABLE: readonly Refused[] = [
  ['an object for a list', { haushalte: {} }, 'kundenangaben.haushalte'],
  ['a list for an object', bedarf([]), BEDARF],
  ['a text for an object', { bankverbindung: 'DE12' }, 'kundenangaben.bankverbindung'],
  ['an object for a choice', person({ anrede: {} }), `${KUNDE_READ}.personendaten.person.anrede`],
  [
    'a text for a number',
    withKunde({ finanzielles: { einkommenNetto: 'viel' } }),
    `${KUNDE_READ}.finanzielles.einkommenNetto`
  ],
  [
    'a text for a number in an object of several kinds',
    zweck({ '@type': 'KAUF', kaufpreis: 'viel' }),
    `${BEDARF}.finanzierungszweck`
  ],
  ['a German date', kind('01.01.2016'), 'kundenangaben.haushalte.[0].kinder.[0].geburtsdatum'],
  [
    'a German date in an object of several kinds',
    loans({ darlehen: { '@type': 'BESTEHENDES_PRIVATDARLEHEN', zinsbindungBis: '01.01.2016' } }),
    `${OBJEKT}.darlehensliste.[0].darlehen`
  ],
  ['a missing @type', zweck({ kaufpreis: 1 }), `${BEDARF}.finanzierungszweck`],
  [
    'null for @type',
    bausteine(KONSTANT, { '@type': null }),
    `${BEDARF}.finanzierungsbausteine.[1]`
  ],
  ['a missing required object', loans({}), `${OBJEKT}.darlehensliste.[0].darlehen`],
  ['null for it', loans({ darlehen: null }), `${OBJEKT}.darlehensliste.[0].darlehen`],
  [
    'a missing required object in an object of several kinds',
    bausteine({ '@type': 'KFW_DARLEHEN', darlehensbetrag: 1 }),
    `${BEDARF}.finanzierungsbausteine.[0]`
  ]
]

const VIOLATIONS: readonly Refused[] = [
  [
    'an unknown value of a required choice',
    objekt({ immobilie: { stellplaetze: [{ typ: 'HOF' }] } }),
    { [`${OBJEKT}.immobilie.stellplaetze[0].typ`]: NULL }
  ],
  [
    'the same in another object',
    extern({ typ: 'LEASING' }),
    { [`${BEDARF}.unbesicherteExterneDarlehen[0].typ`]: NULL }
  ],
  [
    'an unknown required unit',
    notar('DOLLAR'),
    { [`${BEDARF}.finanzierungszweck.nebenkosten.notargebuehr.einheit`]: NULL }
  ],
  [
    'an unknown @type of a required loan',
    loans({ darlehen: { '@type': 'LEASING' } }),
    { [`${OBJEKT}.darlehensliste[0].darlehen`]: NULL }
  ],
  ['a missing referenzId', { haushalte: [{ kunden: [{}] }] }, { [`${KUNDE}.referenzId`]: NULL }],
  ['null for it', withKunde({ referenzId: null }), { [`${KUNDE}.referenzId`]: NULL }],
  [
    'an empty one',
    withKunde({ referenzId: '' }),
    { [`${KUNDE}.referenzId`]: 'size must be between 1 and 2147483647' }
  ],
  [
    'a list that is too long',
    { haushalte: [{}, {}, {}, {}, {}] },
    { 'kundenangaben.haushalte': 'size must be between 0 and 4' }
  ],
  [
    'a number below the least',
    bausteine({ ...KONSTANT, bereitstellungszinsfreieZeitInMonaten: -1 }),
    {
      [`${BEDARF}.finanzierungsbausteine[0].bereitstellungszinsfreieZeitInMonaten`]:
        'must be greater than or equal to 0'
    }
  ],
  ['a child born today', kind('2026-11-21'), { [`${HAUSHALT}.kinder[0].geburtsdatum`]: PAST }],
  [
    'an identity card of tomorrow',
    ausweis('2026-11-22'),
    {
      [`${KUNDE}.zusatzangaben.legitimationsdaten.ausstellungsdatum`]:
        'The date of issue must be in the past'
    }
  ]
]

type Finding = { readonly path: string; readonly reason: string }

function reasons(found: readonly Finding[]): Record<string, string> {
  return Object.fromEntries(found.map(({ path, reason }) => [path, reason]))
}

function send(sandbox: Sandbox, path: string, token: string, body: unknown): Promise<Reply> {
  const headers = { prefer: 'handling=report', 'x-traceid': 'same' }
  return sandbox.call('POST', `/kundenangaben${path}`, { token, headers, body })
}

t.test('what is unknown is ignored, and only those who ask are told', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const [title, sent, stored, dropped] of ACCEPTED) {
    const reply = await send(sandbox, '', token, newCase(sent))
    t.equal(reply.status, 201, title)
    t.strictSame(Object.keys(reply.body), ['vorgangsnummer'], `${title}: the body tells nothing`)
    t.strictSame(reasons((await lastExchange(sandbox)).dropped), dropped, `${title}: journal`)
    t.equal(reply.headers.get('preference-applied'), 'handling=report')
    const header = JSON.parse(reply.headers.get('x-sandkasten-diagnostics') ?? '')
    t.strictSame(reasons(header), dropped, `${title}: header`)

    const path = `/kundenangaben/${reply.body.vorgangsnummer}`
    const { body } = await sandbox.call('GET', path, { token })
    t.strictSame(withoutIds(body), stored, `${title}: stored`)
    const checked = await send(sandbox, '/body-validation', token, newCase(sent))
    t.equal(checked.status, 200, title)
    t.strictSame(reasons(checked.body.diagnostics), dropped, `${title}: body-validation`)

    const silent = await sandbox.call('POST', '/kundenangaben', { token, body: newCase(sent) })
    t.equal(silent.headers.get('x-sandkasten-diagnostics'), null, `${title}: not asked`)
    t.equal(silent.headers.get('preference-applied'), null, `${title}: not asked`)
  }
})

t.test('what cannot be read or breaks a constraint is refused, and nothing is kept', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const before = await keptCases(sandbox)
  for (const [title, sent, told] of [...UNREADABLE, ...VIOLATIONS]) {
    const reply = await send(sandbox, '', token, newCase(sent))
    t.equal(reply.status, 400, title)
    if (typeof told === 'string') {
      t.match(reply.body.type, /\/problem\/bad-request$/, title)
      const [, path] = /^Cannot deserialize into '(.*)' at line: 1, column: \d+$/.exec(
        reply.body.detail
      ) ?? ['', reply.body.detail]
      t.equal(path, told, title)
    } else {
      t.match(reply.body.type, /\/problem\/constraint-violation$/, title)
      const violations = Object.entries(told).map(([field, message]) => ({ field, message }))
      t.strictSame(reply.body.violations, violations, title)
    }
    const checked = await send(sandbox, '/body-validation', token, newCase(sent))
    t.equal(checked.text, reply.text, `${title}: body-validation says the same`)
  }
  t.equal(await keptCases(sandbox), before)
})

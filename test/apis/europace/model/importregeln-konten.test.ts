import t from 'tap'
import { geregelt } from './kredit-helper.ts'

const LOST = 'nicht übernommen'
const IBAN = 'DE02120300000000202051'
const BIC = 'BYLADEM1001'

/** Debts that the new loan can redeem. */
const ABLOESBAR = [
  'dispositionskredite',
  'kreditkarten',
  'ratenkredite',
  'sonstigeVerbindlichkeiten'
]

const schuld = (list: string, one: object, rest: object = {}) => ({
  ...rest,
  haushalt: { verbindlichkeiten: { [list]: [one] } }
})

/** Every place of an account: how a Vorgang with it looks, and where it is. */
const KONTEN: readonly (readonly [(konto: object) => object, path: string])[] = [
  [kontoverbindung => ({ haushalt: { kontoverbindung } }), 'haushalt.kontoverbindung'],
  ...ABLOESBAR.map(
    list =>
      [(konto: object) => schuld(list, konto), `haushalt.verbindlichkeiten.${list}[0]`] as const
  )
]

t.test('an account number has to be one', async t => {
  const right: readonly object[] = [
    { iban: IBAN, bic: BIC },
    { iban: 'DE02 1203 0000 0000 2020 51' },
    { iban: IBAN.toLowerCase(), bic: BIC.toLowerCase() },
    { iban: 'AT026000000001349870', bic: 'BYLADEM1' },
    { kreditinstitut: 'DKB' }
  ]
  const wrong: readonly (readonly [sent: object, stored: object, names: readonly string[]])[] = [
    [{ iban: 'DE03120300000000202051', bic: BIC }, { bic: BIC }, ['iban']],
    [{ iban: '', bic: '' }, {}, ['iban', 'bic']],
    [{ iban: 'DE02', bic: 'BYLADEM100' }, {}, ['iban', 'bic']],
    [{ iban: 'XX02120300000000202051' }, {}, ['iban']],
    [{ iban: IBAN, bic: 'BANK' }, { iban: IBAN }, ['bic']]
  ]
  for (const [vorgang, path] of KONTEN) {
    for (const konto of right)
      t.strictSame(geregelt(vorgang(konto)), { stored: vorgang(konto), told: {} }, path)
    for (const [sent, stored, names] of wrong) {
      const told = Object.fromEntries(names.map(name => [`${path}.${name}`, LOST]))
      const title = `${path} ${JSON.stringify(sent)}`
      t.strictSame(geregelt(vorgang(sent)), { stored: vorgang(stored), told }, title)
      const unruled = geregelt(vorgang(sent), { updateRules: false })
      t.strictSame(unruled, { stored: vorgang(sent), told: {} }, `${title}: switched off`)
    }
  }
})

const UEBERFLUSS = {
  bic: BIC,
  iban: IBAN,
  datumErsteZahlung: '2020-01-01',
  urspruenglicherKreditbetrag: 9000
}

t.test(
  'beside a Fahrzeugkauf nothing is redeemed, but only where all rules are asked for',
  async t => {
    const kauf = { finanzbedarf: { finanzierungszweck: 'FAHRZEUGKAUF' } }
    for (const list of ABLOESBAR) {
      const hasMore = ['ratenkredite', 'sonstigeVerbindlichkeiten'].includes(list)
      const { bic, iban } = UEBERFLUSS
      const more = hasMore ? UEBERFLUSS : { bic, iban }
      const sent = schuld(list, { glaeubiger: 'Bank', abloesen: true, ...more }, kauf)
      for (const updateRules of [true, false])
        t.strictSame(geregelt(sent, { updateRules }), { stored: sent, told: {} }, list)

      const path = `haushalt.verbindlichkeiten.${list}[0]`
      const lost = Object.keys(more).map(name => [`${path}.${name}`, LOST])
      const told = { [`${path}.abloesen`]: 'auf false geändert', ...Object.fromEntries(lost) }
      const stored = schuld(list, { glaeubiger: 'Bank', abloesen: false }, kauf)
      t.strictSame(geregelt(sent, { updateRules: 'all' }), { stored, told }, `${list}, all rules`)
    }
  }
)

t.test('what is not redeemed, or for another purpose, stays as it is', async t => {
  const kauf = { finanzbedarf: { finanzierungszweck: 'FAHRZEUGKAUF' } }
  const umschuldung = { finanzbedarf: { finanzierungszweck: 'UMSCHULDUNG' } }
  const fine = [
    schuld('ratenkredite', { ...UEBERFLUSS, abloesen: false }, kauf),
    schuld('ratenkredite', UEBERFLUSS, kauf),
    schuld('ratenkredite', { ...UEBERFLUSS, abloesen: true }, umschuldung),
    schuld('ratenkredite', { ...UEBERFLUSS, abloesen: true }),
    schuld('leasings', { datumLetzteRate: '2027-01-01' }, kauf)
  ]
  for (const sent of fine)
    t.strictSame(geregelt(sent, { updateRules: 'all' }), { stored: sent, told: {} })
})

/** What left the documentation in 2023, with what is stored around it. */
const ABGEKUENDIGT: readonly (readonly [path: string, value: unknown])[] = [
  ['einnahmen.einkuenfteAusKapitalvermoegen', [{ betragMonatlich: 1 }]],
  ['verbindlichkeiten.geschaeftskredite', [{ restschuld: 1 }]],
  ['verbindlichkeiten.kontokorrentkredite', [{ zinssatz: 1 }]],
  ['vermoegen.bankUndSparguthaben', [{ betrag: 1 }]],
  ['vermoegen.depotvermoegen', [{ betrag: 1 }]],
  ['vermoegen.sonstigeVermoegenswerte', [{ betrag: 1 }]]
]

t.test('what is no longer supported is left out with a word', async t => {
  for (const [path, value] of ABGEKUENDIGT) {
    const [group = '', name = ''] = path.split('.')
    const result = geregelt({ haushalt: { [group]: { [name]: value } } })
    const told = { [`haushalt.${path}`]: LOST }
    t.strictSame(result, { stored: { haushalt: { [group]: {} } }, told }, path)
  }
  const vermoegen = (bauspar: object, leben: object) => ({
    haushalt: { vermoegen: { bausparvertraege: [bauspar], lebensversicherungen: [leben] } }
  })
  const sent = vermoegen(
    { sparbeitragMonatlich: 50, angesparterBetrag: 1000 },
    { praemieMonatlich: 60, rueckkaufswert: 0 }
  )
  t.strictSame(geregelt(sent), {
    stored: vermoegen({ sparbeitragMonatlich: 50 }, { praemieMonatlich: 60 }),
    told: {
      'haushalt.vermoegen.bausparvertraege[0].angesparterBetrag': LOST,
      'haushalt.vermoegen.lebensversicherungen[0].rueckkaufswert': LOST
    }
  })
})

t.test('of what is no longer supported nothing is told as changed', async t => {
  const gone = { gehoertZuAntragsteller: 'ANTRAGSTELLER_2', iban: 'DE02' }
  for (const [path] of ABGEKUENDIGT) {
    const [group = '', name = ''] = path.split('.')
    const { told } = geregelt({ haushalt: { [group]: { [name]: [gone] } } })
    t.strictSame(told, { [`haushalt.${path}`]: LOST }, path)
  }
})

t.test('ids of export and update are passed over in silence', async t => {
  const ids = { id: 'a1', antragstellerIds: ['a1', 'a2'] }
  const sent = {
    antragsteller1: { id: 'a1', personendaten: {} },
    antragsteller2: { id: 'a2' },
    haushalt: { kinder: [{ ...ids, name: 'Ida' }], kontoverbindung: ids, immobilien: [ids] }
  }
  const stored = {
    antragsteller1: { personendaten: {} },
    antragsteller2: {},
    haushalt: { kinder: [{ name: 'Ida' }], kontoverbindung: {}, immobilien: [{}] }
  }
  t.strictSame(geregelt(sent), { stored, told: {} })
})

import t from 'tap'
import { bestandOf, kennungenFor, withId } from '../../../../src/apis/europace/model/kennungen.ts'
import { mit, neueIds, rebuild, umbau } from './umbau-helper.ts'

/** What becomes of a message on its way into a case that holds `vorher`. */
function write(angaben: object, vorher: object = {}) {
  const kennungen = kennungenFor(angaben, bestandOf(vorher, umbau), neueIds(), umbau)
  return rebuild(angaben, (objekt, schema, path, to) => withId(objekt, schema, path, kennungen, to))
}

/** The ids of a message by kind, innermost first. */
function ids(angaben: object, ...kinds: string[]): unknown[] {
  const found: unknown[] = []
  umbau(angaben, (objekt, { schema }) => {
    if (kinds.includes(schema)) found.push(objekt['id'])
    return objekt
  })
  return found
}

const KINDS = [
  'Haushalt Kunde Kind Immobilie BestehendeImmobilie Finanzierungsbedarf Bankverbindung',
  'BestehendesDarlehen BestehendesBauspardarlehen BestehendesFoerderdarlehen',
  'BestehendesImmobiliendarlehen BestehendesPrivatdarlehen BestehendesSonstigesDarlehen',
  'BausparAngebotExtern BausparvertragAlsVermoegen LebensOderRentenversicherung Ratenschutz',
  'UnbesichertesExternesDarlehen Verbindlichkeit',
  'Annuitaetendarlehen Bauspardarlehen Forwarddarlehen KfwDarlehen Konstantdarlehen',
  'Privatdarlehen RegionalFoerderDarlehen VariablesDarlehen Zwischenfinanzierung'
].flatMap(line => line.split(' '))

const loan = (id?: string, typ = 'BESTEHENDES_IMMOBILIENDARLEHEN') => ({
  darlehen: { '@type': typ, ...(id && { id }) }
})
const kunden = (...list: object[]) => mit.haushalt({ id: 'h', kunden: list })

t.test('every kind of object with an id gets one, and no other', async t => {
  const kennungen = kennungenFor({}, bestandOf({}, umbau), neueIds(), umbau)
  for (const kind of KINDS) t.match(withId({}, kind, [], kennungen, []), { id: /^neu-/ }, kind)
  for (const kind of ['Kundenangaben', 'Kauf', 'Kontakt', 'Stellplatz', 'TilgungAusgesetzt', ''])
    t.strictSame(withId({ a: 1 }, kind, [], kennungen, []), { a: 1 }, kind)
})

t.test('a new id stands first, after the @type', async t => {
  const { result } = write(mit.baustein('PRIVATDARLEHEN', { id: 'own', darlehensbetrag: 1 }))
  t.equal(
    JSON.stringify(result),
    JSON.stringify({
      finanzierungsbedarf: {
        id: 'neu-2',
        finanzierungsbausteine: [{ '@type': 'PRIVATDARLEHEN', id: 'neu-1', darlehensbetrag: 1 }]
      }
    })
  )
})

t.test('a new case takes over no id of the caller, and says so', async t => {
  const { result, hinweise } = write(kunden({ id: 'own' }, {}))
  t.strictSame(result, mit.haushalt({ id: 'neu-3', kunden: [{ id: 'neu-1' }, { id: 'neu-2' }] }))
  t.strictSame(hinweise, [
    { path: 'haushalte[0].kunden[0].id', value: 'own', reason: 'ids are given by the server' },
    { path: 'haushalte[0].id', value: 'h', reason: 'ids are given by the server' }
  ])
})

t.test('ids that the case has for the same kind of object are kept', async t => {
  const vorher = kunden({ id: 'a' }, { id: 'b' })
  t.strictSame(write(vorher, vorher), { result: vorher, hinweise: [] })
  const turned = kunden({ id: 'b' }, { id: 'a' })
  t.strictSame(write(turned, vorher).result, turned, 'in whatever order')
  const moved = { haushalte: [{ id: 'h' }], sicherungsgeberHaushalte: [{ kunden: [{ id: 'a' }] }] }
  t.strictSame(ids(write(moved, vorher).result, 'Kunde'), ['a'], 'in another household')
})

t.test('absent, unknown and wrong ids are replaced by new ones', async t => {
  const vorher = kunden({ id: 'a' }, { id: 'b' })
  const { result, hinweise } = write(
    kunden({}, { id: 'foreign' }, { id: 'h' }, { id: 'a' }),
    vorher
  )
  t.strictSame(ids(result, 'Kunde'), ['neu-1', 'neu-2', 'neu-3', 'a'])
  t.strictSame(
    hinweise.map(one => one.value),
    ['foreign', 'h'],
    'what was not sent is not told'
  )
})

t.test('an id that is sent twice is kept once', async t => {
  const vorher = kunden({ id: 'a' })
  t.strictSame(ids(write(kunden({ id: 'a' }, { id: 'a' }), vorher).result, 'Kunde'), ['a', 'neu-1'])
})

t.test('a loan stays the same when it changes its kind', async t => {
  const vorher = mit.darlehen(loan('a'), loan('b'))
  const sent = mit.darlehen(loan('a', 'BESTEHENDES_BAUSPARDARLEHEN'), { darlehen: { id: 'b' } })
  t.strictSame(write(sent, vorher).result, sent)
  const baustein = mit.baustein('PRIVATDARLEHEN', { id: 'a' })
  t.strictSame(ids(write(baustein, vorher).result, 'Privatdarlehen'), ['neu-1'], 'not any loan')
})

const single = {
  finanzierungsbedarf: { id: 'fb' },
  finanzierungsobjekt: { immobilie: { id: 'im' } },
  bankverbindung: { id: 'bv' }
}

t.test('what there is only once keeps its id without being sent', async t => {
  const sent = {
    finanzierungsbedarf: {},
    finanzierungsobjekt: { immobilie: {} },
    bankverbindung: {}
  }
  t.strictSame(write(sent, single), { result: single, hinweise: [] })
  t.strictSame(write(single, single).result, single, 'and also when it is sent')
  t.match(write(sent).result, { finanzierungsbedarf: { id: /neu/ }, bankverbindung: { id: /neu/ } })
})

t.test('the financed property is told from those that the customers own', async t => {
  const owned = (...list: object[]) => mit.bestand(...list.map(immobilie => ({ immobilie })))
  const vorher = { ...owned({ id: 'o1' }, { id: 'o2' }), ...mit.immobilie({ id: 'im' }) }
  const financedOf = (angaben: object) =>
    ids({ finanzierungsobjekt: (angaben as typeof vorher).finanzierungsobjekt }, 'Immobilie')
  const ownedOf = (angaben: object) =>
    ids({ haushalte: (angaben as typeof vorher).haushalte }, 'Immobilie')

  const none = write({ ...owned({}, {}), ...mit.immobilie({}) }, vorher).result
  t.strictSame(financedOf(none), ['im'], 'it keeps its own id without being sent')
  t.match(ownedOf(none), [/neu/, /neu/], 'the others are lists: absent ids are new')

  const partly = write({ ...owned({ id: 'o1' }, { id: 'o2' }), ...mit.immobilie({}) }, vorher)
  t.strictSame(ownedOf(partly.result), ['o1', 'o2'], 'ids that are sent stay where they were')
  t.strictSame(financedOf(partly.result), ['im'])

  const added = write({ ...owned({ id: 'o1' }), ...mit.immobilie({}) }, owned({ id: 'o1' })).result
  t.strictSame(ownedOf(added), ['o1'], 'a property to finance takes no id of theirs')
  t.match(financedOf(added), [/neu/])

  const removed = write(owned({}), vorher).result
  t.match(ownedOf(removed), [/neu/], 'nor do they take the one of a property that has gone')
})

const vertraege = (bausparvertraege: object[], lebensOderRentenversicherungen: object[] = []) =>
  mit.finanzen({ vermoegen: { bausparvertraege, lebensOderRentenversicherungen } })
const tilgung = (tilgungsersatzProduktId: string) =>
  mit.baustein('ANNUITAETENDARLEHEN', {
    annuitaetendetails: {
      tilgungswunsch: { '@type': 'TILGUNG_AUSGESETZT', tilgungsersatzProduktId }
    }
  })
const linkOf = (angaben: object) => {
  const found: unknown[] = []
  umbau(angaben, (objekt, { schema }) => {
    if (schema === 'TilgungAusgesetzt') found.push(objekt['tilgungsersatzProduktId'])
    return objekt
  })
  return found[0]
}

t.test('a repayment substitute is found by the id that the caller gave it', async t => {
  const messages: [string, object][] = [
    ['BausparvertragAlsVermoegen', vertraege([{ id: 'x' }, { id: 'own' }])],
    ['LebensOderRentenversicherung', vertraege([{ id: 'x' }], [{ id: 'own' }])]
  ]
  for (const [kind, products] of messages) {
    const created = write({ ...products, ...tilgung('own') }).result
    t.match(linkOf(created), /^neu-/)
    t.equal(linkOf(created), ids(created, kind).at(-1), kind)
    t.equal(
      linkOf(write(created, created).result),
      linkOf(created),
      'and stays when it is sent back'
    )
  }
})

t.test('a substitute that is new to a case is found in the same way', async t => {
  const vorher = vertraege([{ id: 'a' }])
  const { result } = write({ ...vertraege([{ id: 'a' }, { id: 'b' }]), ...tilgung('b') }, vorher)
  const [kept, added] = ids(result, 'BausparvertragAlsVermoegen')
  t.equal(kept, 'a')
  t.match(added, /^neu-/)
  t.equal(linkOf(result), added)
})

t.test('a reference to no substitute of the message is dropped', async t => {
  const messages = [
    tilgung('nothing'),
    { ...kunden({ id: 'own' }), ...tilgung('own') },
    { ...vertraege([{}]), ...tilgung('own') }
  ]
  for (const angaben of messages) {
    const { result, hinweise } = write(angaben, vertraege([{ id: 'own' }]))
    t.equal(linkOf(result), undefined)
    t.match(
      hinweise.filter(one => one.reason === 'id of nothing in this case'),
      [{ path: /tilgungswunsch\.tilgungsersatzProduktId$/, value: /./ }]
    )
  }
  const wish = { '@type': 'TILGUNG_AUSGESETZT', bausparwunsch: { '@type': 'BAUSPARDARLEHEN' } }
  const own = write(mit.baustein('VARIABLES_DARLEHEN', { tilgungswunsch: wish }))
  t.strictSame(own.hinweise, [], 'a substitute that is only wished for needs no reference')
})

t.test('partners of an external contract are the customers that the case has', async t => {
  const offer = (...vertragsPartnerIds: string[]) =>
    mit.bedarf({ externeBausparangebote: [{ vertragsPartnerIds }] })
  const partnersOf = (angaben: object) =>
    (angaben as { finanzierungsbedarf: { externeBausparangebote: [{ vertragsPartnerIds: [] }] } })
      .finanzierungsbedarf.externeBausparangebote[0].vertragsPartnerIds
  const both = kunden({ id: 'a' }, { id: 'b' })
  const cases: [string, object, object, string[], string[]][] = [
    ['both are there', both, both, ['a', 'b'], ['a', 'b']],
    ['one has gone', kunden({ id: 'a' }), both, ['a', 'b'], ['a']],
    ['no customer', both, both, ['h', 'a'], ['a']],
    ['a new case', both, {}, ['a'], []],
    ['no one', both, both, [], []]
  ]
  for (const [title, sent, vorher, wished, kept] of cases) {
    const { result, hinweise } = write({ ...sent, ...offer(...wished) }, vorher)
    t.strictSame(partnersOf(result), kept, title)
    const told = hinweise.filter(one => one.path.endsWith('[0].vertragsPartnerIds'))
    t.strictSame(
      told.map(one => one.value),
      wished.length > kept.length ? [wished] : [],
      title
    )
  }
})

t.test('the ids of a case are known by kind', async t => {
  const angaben = {
    ...kunden({ id: 'a' }, {}),
    ...mit.darlehen(loan('d'), { darlehen: { id: 'e' } })
  }
  const { byKind } = bestandOf(angaben, umbau)
  const sets = Object.fromEntries([...byKind].map(([kind, known]) => [kind, [...known]]))
  t.strictSame(sets, { BestehendesDarlehen: ['d', 'e'], Kunde: ['a'], Haushalt: ['h'] })
})

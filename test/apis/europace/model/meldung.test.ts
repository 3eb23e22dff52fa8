import t from 'tap'
import {
  angepasst,
  inWorten,
  meldungenIn,
  nichtUebernommen,
  uebergangen
} from '../../../../src/apis/europace/model/meldung.ts'

const PATH = 'antragsteller1.personendaten.geburtsdatum'
const REST = 'nicht übernommen.'

const finding = (path: string, reason = 'wrong type', value: unknown = 1) => ({
  path,
  value,
  reason
})

/** Where the sentences point, one after the other. */
function placesIn(paths: readonly string[], body: unknown): readonly string[] {
  return inWorten(
    paths.map(path => finding(path, 'read as text')),
    [],
    body
  ).map(({ path }) => path)
}

/** What the reader found of which value, and what the caller is told. */
const SENTENCES: readonly (readonly [reason: string, value: unknown, sentence: string])[] = [
  [
    'wrong type',
    '01.01.2016',
    `Der Wert "01.01.2016" für ${PATH} hat ein falsches Format und wurde ${REST}`
  ],
  [
    'wrong type',
    'ein "Wort"',
    `Der Wert "ein \\"Wort\\"" für ${PATH} hat ein falsches Format und wurde ${REST}`
  ],
  [
    'wrong type',
    20160101,
    `Der Wert 20160101 für ${PATH} hat ein falsches Format und wurde ${REST}`
  ],
  ['wrong type', true, `Der Wert true für ${PATH} hat ein falsches Format und wurde ${REST}`],
  ['wrong type', null, `Der Wert null für ${PATH} hat ein falsches Format und wurde ${REST}`],
  ['wrong type', { tag: 1 }, `Die Angabe ${PATH} hat ein falsches Format und wurde ${REST}`],
  ['wrong type', ['2016'], `Die Angabe ${PATH} hat ein falsches Format und wurde ${REST}`],
  ['unknown value', 'DIVERS', `Der Wert "DIVERS" für ${PATH} ist unbekannt und wurde ${REST}`],
  ['empty text', '', `Der Wert "" für ${PATH} ist leer und wurde ${REST}`],
  ['read as text', 10179, `Der Wert 10179 für ${PATH} wurde als Text übernommen.`],
  ['text read as a number', '5', `Der Wert "5" für ${PATH} wurde als Zahl übernommen.`],
  ['decimals cut', 2.5, `Der Wert 2.5 für ${PATH} wurde ohne Nachkommastellen übernommen.`],
  ['Satz eines Kollegen.', 1, 'Satz eines Kollegen.']
]

t.test('what the reader finds is told in sentences', async t => {
  for (const [reason, value, sentence] of SENTENCES) {
    const told = inWorten([finding(PATH, reason, value)], [], {})
    t.strictSame(told, [finding(PATH, sentence, value)], reason)
    t.strictSame(meldungenIn(told), [sentence], reason)
  }
})

t.test('what a rule left out or changed is told in a sentence', async t => {
  const left = nichtUebernommen('a.b', 'gilt nicht')
  const changed = angepasst('a.c', true, 'geht nicht', 'false')
  t.strictSame(inWorten([], [left, changed], { a: { b: 1, c: true } }), [
    { path: 'a.b', reason: 'Die Angabe a.b gilt nicht und wurde nicht übernommen.' },
    {
      path: 'a.c',
      value: true,
      reason: 'Die Angabe a.c geht nicht und wurde auf false geändert.'
    }
  ])
})

t.test('a place is named as it was sent, whatever the reader dropped before it', async t => {
  const cases: readonly (readonly [dropped: readonly string[], ruled: string, sent: string])[] = [
    [[], 'k[0]', 'k[0]'],
    [['k[0]'], 'k[0]', 'k[1]'],
    [['k[1]'], 'k[0]', 'k[0]'],
    [['k[0]', 'k[1]', 'k[3]'], 'k[1].x', 'k[4].x'],
    [['k[0]', 'k[2].m[0]', 'k[2].m[1]'], 'k[1].m[0].x', 'k[2].m[2].x'],
    [['other[0]'], 'k[0]', 'k[0]']
  ]
  for (const [dropped, ruled, sent] of cases) {
    const findings = dropped.map(path => finding(path, 'empty list element', null))
    const told = meldungenIn(inWorten(findings, [nichtUebernommen(ruled, 'gilt nicht')], {}))
    t.strictSame(told, [`Die Angabe ${sent} gilt nicht und wurde ${REST}`])
  }
})

t.test('nothing is told about what lies in something that is gone', async t => {
  const findings = [
    finding('a.b.c', 'read as text'),
    finding('a.bc', 'read as text'),
    finding('a.x', 'read as text'),
    finding('a.l[0].m', 'wrong type')
  ]
  const rules = [
    nichtUebernommen('a.b', 'gilt nicht'),
    nichtUebernommen('a.x', 'gilt nicht'),
    nichtUebernommen('a.l', 'gilt nicht'),
    angepasst('a.y', 1, 'geht nicht', '2')
  ]
  const body = { a: { b: { c: 1 }, bc: 1, x: 1, l: [{ m: 1 }], y: 1 } }
  const told = inWorten(findings, rules, body).map(({ path }) => path)
  t.strictSame(told, ['a.b', 'a.bc', 'a.x', 'a.l', 'a.y'])
})

t.test('what the import passes over is a hint, but no message', async t => {
  const told = inWorten([finding('a.id', 'read as text')], [uebergangen('a.id')], { a: { id: 1 } })
  t.match(told, [{ path: 'a.id', reason: 'ignored by the import' }])
  t.strictSame(meldungenIn(told), [])
})

t.test('unknown properties whose names look like paths do not hide each other', async t => {
  const paths = ['haushalt.', 'haushalt..', 'haushalt.a', 'haushalt.a.b', 'haushalt.a[0]']
  const hinweise = paths.map(path => finding(path, 'unknown property'))
  const told = inWorten(hinweise, [], { haushalt: {} }).map(({ path }) => path)
  t.strictSame([...told].sort(), [...paths].sort())
})

t.test('unknown properties and empty elements of lists are not worth a message', async t => {
  const hinweise = ['unknown property', 'wrong type', 'empty list element'].map((reason, index) =>
    finding(`kommentare[${index}]`, reason)
  )
  const told = inWorten(hinweise, [], { kommentare: [1, 2, 3] })
  t.equal(told.length, 3, 'they are kept for those who ask')
  t.equal(told[0]?.reason, 'unknown property')
  t.strictSame(
    meldungenIn(told).map(text => /kommentare\[.\]/.exec(text)?.[0]),
    ['kommentare[1]']
  )
  t.strictSame(meldungenIn([]), [])
})

t.test('account numbers are not repeated, whatever is wrong with them', async t => {
  const iban = 'DE02120300000000202051'
  const account = ['iban', 'haushalt.kontoverbindung.iban', 'konto.IBAN', 'kontonummer']
  for (const path of account) {
    for (const reason of ['wrong type', 'unknown value', 'empty text', 'read as text']) {
      for (const value of [iban, 202051, [iban], { nummer: iban }]) {
        const [text = ''] = meldungenIn(inWorten([finding(path, reason, value)], [], {}))
        t.match(text, new RegExp(`^Die Angabe ${path} `))
        t.notMatch(text, /202051/)
      }
    }
  }
  const [bic] = meldungenIn(inWorten([finding('konto.bic', 'read as text', 5)], [], {}))
  t.match(bic, /^Der Wert 5 für konto\.bic /)
})

t.test('hints come in the order of the document, not in that of the contract', async t => {
  const body = {
    kommentare: ['a', 'b'],
    haushalt: { kinder: [{ name: 1 }, { id: 2, name: 3 }], ausgaben: {} },
    antragsteller1: { herkunft: { steuerId: 1 } },
    kundenbetreuer: { partnerId: 1 }
  }
  const ordered = [
    'kommentare',
    'kommentare[0]',
    'kommentare[1]',
    'haushalt.kinder[0].name',
    'haushalt.kinder[1]',
    'haushalt.kinder[1].id',
    'haushalt.kinder[1].name',
    'haushalt.ausgaben',
    'antragsteller1.herkunft.steuerId',
    'kundenbetreuer.partnerId'
  ]
  t.strictSame(placesIn(ordered, body), ordered)
  t.strictSame(placesIn(ordered.toReversed(), body), ordered)
  t.strictSame(placesIn(ordered.toSorted(), body), ordered)
})

t.test('elements of a list come by their number, not by its digits', async t => {
  const ordered = Array.from({ length: 30 }, (_, index) => `kommentare[${index}]`)
  t.strictSame(placesIn(ordered.toSorted(), { kommentare: Array(30).fill('x') }), ordered)
})

t.test('what was not sent comes first, and stays in its order', async t => {
  const body = { haushalt: { kinder: [{}] }, kommentare: 5 }
  const paths = ['kommentare[3]', 'haushalt.kinder[0].b', 'haushalt.kinder[0].a', 'nirgends.c']
  const expected = ['nirgends.c', 'haushalt.kinder[0].b', 'haushalt.kinder[0].a', 'kommentare[3]']
  t.strictSame(placesIn(paths, body), expected)
  t.strictSame(placesIn(['b', 'a', 'c'], undefined), ['b', 'a', 'c'], 'nothing was sent')
  t.strictSame(placesIn(['a', 'b', ''], { b: 1, a: 1 }), ['', 'b', 'a'], 'the whole, its parts')
})

t.test('a name with a dot or a bracket does not disturb the order of the others', async t => {
  const kinder = [{ name: 1 }, { name: 2 }]
  for (const odd of ['kinder.x', 'kinder[x]', 'kinder.0.x', '__proto__', 'constructor']) {
    const body = { haushalt: { kinder, ...JSON.parse(`{"${odd}":1}`) } }
    const hinweise = [
      finding('haushalt.kinder[1].name'),
      finding(`haushalt.${odd}`, 'unknown property'),
      finding('haushalt.kinder[0].name')
    ]
    const told = meldungenIn(inWorten(hinweise, [], body)).map(
      text => /kinder\[\d]/.exec(text)?.[0]
    )
    t.strictSame(told, ['kinder[0]', 'kinder[1]'], odd)
  }
})

t.test('the same is told once, different things of one place are both told', async t => {
  const hinweise = [
    finding('a', 'wrong type'),
    finding('a', 'unknown value'),
    finding('a', 'wrong type'),
    finding('b', 'wrong type'),
    finding('a', 'wrong type', 2)
  ]
  const told = inWorten(hinweise, [], { b: 1, a: 1 })
  t.strictSame(
    told.map(({ path, value }) => `${path} ${value}`),
    ['b 1', 'a 1', 'a 1', 'a 2']
  )
  t.equal(new Set(meldungenIn(told)).size, 4)
})

t.test('however many there are, they are put in order', async t => {
  const count = 20_000
  const numbers = Array.from({ length: count }, (_, index) => index)
  const shuffled = numbers.map(index => (index * 7919) % count)
  const object = Object.fromEntries(numbers.map(index => [`k${index}`, 1]))
  const ofObject = placesIn(
    shuffled.map(index => `haushalt.k${index}`),
    { haushalt: object }
  )
  t.ok(ofObject.every((path, index) => path === `haushalt.k${index}`))
  t.equal(ofObject.length, count)
  const ofList = placesIn(
    shuffled.map(index => `kommentare[${index}].x`),
    { kommentare: numbers.map(() => ({ x: 1 })) }
  )
  t.ok(ofList.every((path, index) => path === `kommentare[${index}].x`))
  t.equal(ofList.length, count)
})

import t from 'tap'
import {
  MEDIEN,
  type Medienklasse,
  mediaClassOf,
  medienVon,
  VERFAHREN,
  type Verfahren,
  verfahrenMit
} from '../../../../src/apis/banksapi/model/verfahren.ts'

function verfahren(kodierung: number): Verfahren {
  const found = verfahrenMit(kodierung)
  if (!found) throw new Error(`there is no ${kodierung}`)
  return found
}

const RIGHT: readonly [number, readonly string[]][] = [
  [1, ['42', '0', '2', '1000000000000000000000000004', '007006']],
  [902, ['8534842']],
  [999, ['12']],
  [911, ['936086']]
]

const WRONG: readonly [number, readonly string[]][] = [
  [1, ['', '41', '4.2', '42 ', 'zwei', '-2', '2x', '4\n2']],
  [902, ['', '8534843', '08534842', '42']],
  [999, ['', '012', '12 ', '13']],
  [911, ['', '936087', '42']]
]

t.test('each procedure knows its right answers', async t => {
  for (const [kodierung, answers] of RIGHT)
    for (const tan of answers) t.ok(verfahren(kodierung).isRight?.(tan), `${kodierung}: ${tan}`)
})

t.test('everything else is a wrong answer', async t => {
  for (const [kodierung, answers] of WRONG)
    for (const tan of answers)
      t.notOk(verfahren(kodierung).isRight?.(tan), `${kodierung}: ${JSON.stringify(tan)}`)
})

t.test('a sent TAN, an app and a page of the bank are judged elsewhere', async t => {
  for (const kodierung of [980, 946, 990]) t.notOk(verfahren(kodierung).isRight, `${kodierung}`)
})

t.test('a procedure is found by its code', async t => {
  const kinds = VERFAHREN.map(({ kodierung, name, art }) => [kodierung, name, art])
  t.strictSame(kinds, [
    [1, 'mockTAN', 'tan'],
    [902, 'mockPhotoTAN', 'tan'],
    [999, 'iTAN', 'tan'],
    [911, 'mockChipTAN', 'tan'],
    [946, 'mockDecoupled', 'entkoppelt'],
    [980, 'mTAN', 'tan'],
    [990, 'mockRedirect', 'umleitung']
  ])
  for (const one of VERFAHREN) t.equal(verfahrenMit(one.kodierung), one)
  for (const kodierung of [0, 2, 942, -1, Number.NaN]) t.equal(verfahrenMit(kodierung), undefined)
})

t.test('challenges of procedures that clients know have the name that they know', async t => {
  t.equal(verfahren(911).challenge, 'chipTAN optisch')
  t.equal(verfahren(946).challenge, 'Entkoppelte Authentifizierung')
  t.equal(verfahren(1).challenge, 'Mock-TAN-Verfahren')
})

t.test('a procedure works with some of the media that a person has', async t => {
  const names = MEDIEN.map(({ name }) => name)
  const phones = ['Mobil', 'Handy Eins', '+49-1111-11111', 'Mobile #1']
  const cases: readonly [number, readonly string[]][] = [
    [1, names],
    [902, [...phones, 'Phone of User X']],
    [999, ['iTAN-Liste']],
    [911, ['ChipTAN-Generator … 1234567890']],
    [946, [...phones, 'Phone of User X']],
    [980, phones],
    [990, []]
  ]
  for (const [kodierung, usable] of cases)
    t.strictSame(
      medienVon(names, verfahren(kodierung)).map(({ name }) => name),
      usable,
      `${kodierung}`
    )
})

t.test('media come in the order of the person and unknown ones are left out', async t => {
  t.strictSame(medienVon(['Handy Eins', 'Fax', 'Mobil'], verfahren(1)), [
    { name: 'Handy Eins', medienklasse: 'MOBIL' },
    { name: 'Mobil', medienklasse: 'MOBIL' }
  ])
  t.strictSame(medienVon([], verfahren(1)), [])
})

t.test('payments name two classes of media in English', async t => {
  const cases: readonly [Medienklasse, string][] = [
    ['LISTE', 'LIST'],
    ['MOBIL', 'MOBILE'],
    ['GENERATOR', 'GENERATOR'],
    ['SECODER', 'SECODER'],
    ['PUSHTAN', 'PUSHTAN'],
    ['ALL', 'ALL'],
    ['PROPRIETARY', 'PROPRIETARY']
  ]
  for (const [german, english] of cases) t.equal(mediaClassOf(german), english)
})

import t from 'tap'
import { report, wantsReport } from '../../../src/apis/europace/diagnostik.ts'

const FIELD = 'X-Sandkasten-Diagnostics'

const asked = { prefer: 'handling=report' }

function told(dropped: Parameters<typeof report>[1]) {
  const text = String(report(asked, dropped)[FIELD])
  return { text, list: JSON.parse(text) }
}

t.test('a client asks for diagnostics by a preference', async t => {
  const asking = [
    'handling=report',
    'Handling=report',
    'handling="report"',
    'delay=2, handling=report',
    'handling=report; level=all'
  ]
  for (const prefer of asking) t.ok(wantsReport({ prefer }), prefer)
  for (const prefer of ['', 'handling', 'handling=strict', 'handling=strict, handling=report', 'x'])
    t.notOk(wantsReport({ prefer }), prefer)
  t.notOk(wantsReport({}))
  t.notOk(wantsReport({ prefer: undefined }))
})

t.test('the answer says that it follows the preference and what was ignored', async t => {
  const dropped = [
    { path: 'kundenangaben.haushalte[0].id', value: 'own', reason: 'ids are given by the server' },
    { path: 'kundenangaben.x', reason: 'unknown property' }
  ]
  const headers = report(asked, dropped)
  t.strictSame(Object.keys(headers), ['Preference-Applied', FIELD])
  t.equal(headers['Preference-Applied'], 'handling=report')
  t.strictSame(told(dropped).list, dropped)
  t.equal(told([]).text, '[]', 'nothing was ignored')
  t.strictSame(report({}, dropped), {}, 'nobody asked')
})

t.test('a header holds only characters that a header may hold', async t => {
  const values = ['Müller', '東京', '😀', 'a\r\nSet-Cookie: x', 'tab\t', '\u007f\u0000', '"\\']
  const dropped = values.map(value => ({ path: `straße.${value}`, value, reason: 'Größe' }))
  const { text, list } = told(dropped)
  t.match(text, /^[\x20-\x7e]+$/)
  t.strictSame(list, dropped, 'and they come out as they went in')
})

t.test('secrets are not told', async t => {
  const { text, list } = told([
    { path: 'kundenangaben.bankverbindung.iban', value: 'DE02120300000000202051', reason: 'r' },
    { path: 'kundenangaben.password', value: 'geheim', reason: 'r' },
    {
      path: 'kundenangaben.x',
      value: { pin: 'geheim', iban: 'DE02120300000000202051' },
      reason: 'r'
    }
  ])
  t.notMatch(text, /geheim|0300000000202/)
  t.match(list, [{ value: /^DE02\*+051$/ }, { value: /./ }, { value: { iban: /^DE02\*+051$/ } }])
})

t.test('what does not fit into a header is counted', async t => {
  const one = (length: number) => ({ path: 'p', value: 'ä'.repeat(length), reason: 'r' })
  const cases: [string, number, number, number][] = [
    // how many, how long each is, how many are told at least
    ['few', 3, 10, 3],
    ['many', 1000, 1, 10],
    ['one that is too long', 1, 5000, 0],
    ['several that are long', 10, 200, 1]
  ]
  for (const [title, count, length, least] of cases) {
    const { text, list } = told(Array.from({ length: count }, () => one(length)))
    t.ok(text.length <= 4000, `${title}: ${text.length} characters`)
    const { reason = '' } = list.at(-1)
    const left = Number(/^(\d+) more/.exec(reason)?.[1] ?? 0)
    const shown = left > 0 ? list.length - 1 : list.length
    t.equal(shown + left, count, `${title}: all are told or counted`)
    t.ok(shown >= least, `${title}: ${shown} are told`)
    t.equal(left > 0, title !== 'few', title)
  }
})

t.test('a long one does not keep those before it from being told', async t => {
  const short = { path: 'a', reason: 'r' }
  const { list } = told([short, { path: 'b', value: 'x'.repeat(5000), reason: 'r' }, short])
  t.match(list, [short, { path: '', reason: /^2 more/ }])
})

import t from 'tap'
import { createTally } from '../../src/world/tally.ts'
import { exchange } from './small-world.ts'

const named = (status: number) => exchange({ operationId: 'getTier', client: 'ci', status })

function tallyOf(count: number) {
  const tally = createTally(({ status }) => [['outcome', status === 200 ? 'found' : 'lost']])
  for (let n = 0; n < count; n++)
    tally.count(named(n % 4 === 0 ? 404 : 200), { farbe: `f${n % 3}` })
  return tally
}

t.test('whoever looks finds everything counted, however many there were', async t => {
  for (const count of [1, 15, 16, 17, 200]) {
    const deeds = tallyOf(count).byClient.get('ci')
    const lost = Math.ceil(count / 4)
    const counted = deeds?.operations.get('getTier')
    t.equal(counted?.statuses.get(404), lost, `${count}: 404`)
    t.equal(counted?.statuses.get(200) ?? 0, count - lost, `${count}: 200`)
    t.equal(deeds?.branches.get('outcome\nlost'), lost, `${count}: branches`)
    const farben = counted?.body.below.get('farbe')?.values
    t.strictSame([...(farben ?? [])], ['f0', 'f1', 'f2'].slice(0, count), `${count}: values`)
  }
})

t.test('what was not counted yet is forgotten with the rest', async t => {
  const tally = tallyOf(3)
  tally.clear()
  t.equal(tally.byClient.size, 0)
})

t.test('large bodies are counted at once, so that they are not kept', async t => {
  let counted = 0
  const tally = createTally(() => {
    counted++
    return []
  })
  const put = (requestBytes: number) =>
    tally.count(exchange({ operationId: 'putTier', requestBytes }), {})
  put(10)
  t.equal(counted, 0, 'a small one waits')
  put(2_000_000)
  t.equal(counted, 2)
  put(10)
  t.equal(counted, 2, 'it starts anew')
})

t.test('calls that belong to no operation are not counted', async t => {
  const tally = createTally(() => [])
  tally.count(exchange({ url: '/nowhere' }), undefined)
  t.equal(tally.byClient.size, 0)
})

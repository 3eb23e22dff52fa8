import t from 'tap'
import { createIds, vorgangsnummer } from '../../../../src/apis/europace/model/nummer.ts'
import { createChance } from '../../../../src/world/chance.ts'
import { NOW } from './umbau-helper.ts'

const chance = createChance('sandkasten')

t.test('a case has a letter and five letters or digits', async t => {
  const numbers = Array.from({ length: 500 }, (_, n) => vorgangsnummer(chance, n, 0))
  t.strictSame(
    numbers.filter(one => !/^[A-Z][A-Z0-9]{5}$/.test(one)),
    []
  )
  t.equal(new Set(numbers).size, 500, 'each has its own')
})

t.test('the number of a case depends on seed, case and attempt alone', async t => {
  const number = vorgangsnummer(chance, 1, 0)
  t.equal(vorgangsnummer(createChance('sandkasten'), 1, 0), number)
  t.not(vorgangsnummer(createChance('other'), 1, 0), number)
  t.not(vorgangsnummer(chance, 2, 0), number)
  t.not(vorgangsnummer(chance, 1, 1), number, 'a number that is taken is not tried again')
})

t.test('ids are 24 hex digits that begin with the time in seconds', async t => {
  const next = createIds(chance, NOW + 999, 'case', 1)
  const ids = Array.from({ length: 300 }, next)
  const time = Math.floor(NOW / 1000).toString(16)
  t.strictSame(
    ids.filter(id => !/^[0-9a-f]{24}$/.test(id) || !id.startsWith(time)),
    []
  )
  t.equal(new Set(ids).size, 300, 'no two are the same')
})

t.test('ids depend on seed, time and names alone', async t => {
  const id = createIds(chance, NOW, 'case', 1)()
  t.equal(createIds(createChance('sandkasten'), NOW, 'case', 1)(), id)
  t.not(createIds(chance, NOW, 'case', 2)(), id)
  t.not(createIds(chance, NOW + 1000, 'case', 1)(), id)
  t.not(createIds(createChance('other'), NOW, 'case', 1)(), id)
})

t.test('ids stay 24 digits long at the edges of time and of the counter', async t => {
  t.match(createIds(chance, 0, 'case')(), /^0{8}[0-9a-f]{16}$/)
  t.match(createIds(chance, 1e14, 'case')(), /^[0-9a-f]{24}$/, 'more seconds than eight digits')

  const highest = { ...chance, bytes: () => Buffer.alloc(32, 0xff) }
  const next = createIds(highest, NOW, 'case')
  t.match(next(), /0{6}$/, 'the counter starts again')
  t.match(next(), /0{5}1$/)
})

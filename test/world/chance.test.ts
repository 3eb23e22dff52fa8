import t from 'tap'
import { createChance } from '../../src/world/chance.ts'

const chance = createChance('seed')

t.test('the same seed and the same names give the same bytes', async t => {
  const again = createChance('seed')
  t.equal(chance.bytes('a', 1).length, 32)
  t.strictSame(chance.bytes('a', 1), again.bytes('a', 1))
  t.equal(chance.uuid('a', 1), again.uuid('a', 1))
})

t.test('another seed or another name gives other bytes', async t => {
  const all = [
    chance.bytes(),
    chance.bytes('a'),
    chance.bytes('a', 'b'),
    chance.bytes('ab'),
    chance.bytes('b', 'a'),
    chance.bytes('a', ''),
    chance.bytes(1),
    chance.bytes('1'),
    chance.bytes('a","b'),
    createChance('other').bytes('a')
  ].map(bytes => bytes.toString('hex'))
  t.equal(new Set(all).size, all.length)
})

t.test('a uuid is one of version 4', async t => {
  const uuids = Array.from({ length: 200 }, (_, n) => chance.uuid('uuid', n))
  for (const uuid of uuids)
    t.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  t.equal(new Set(uuids).size, uuids.length)
  t.equal(new Set(uuids.map(uuid => uuid[19])).size, 4, 'every variant digit occurs')
})

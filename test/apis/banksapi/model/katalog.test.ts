import { isValidBIC } from 'ibantools'
import t from 'tap'
import type { Anbieter } from '../../../../src/apis/banksapi/model/anbieter.ts'
import { generierteAnbieter, KATALOG_GROESSE } from '../../../../src/apis/banksapi/model/katalog.ts'
import { verfahrenMit } from '../../../../src/apis/banksapi/model/verfahren.ts'
import { createChance } from '../../../../src/world/chance.ts'

const SEEDS = ['sandkasten', 'other', '']
const chance = createChance('sandkasten')
const all = generierteAnbieter(4000, chance)

function distinct(anbieter: readonly Anbieter[], key: keyof Anbieter): number {
  return new Set(anbieter.map(one => one[key])).size
}

t.test('as many providers are made as are wanted, up to 4,000', async t => {
  t.equal(KATALOG_GROESSE, 4000)
  for (const [count, made] of [
    [0, 0],
    [-1, 0],
    [1, 1],
    [17, 17],
    [4000, 4000],
    [4001, 4000],
    [Number.POSITIVE_INFINITY, 4000]
  ] as const)
    t.equal(generierteAnbieter(count, chance).length, made, `${count}`)
})

t.test('no two share id, name, bank code or BIC, whatever the seed', async t => {
  for (const seed of SEEDS) {
    const anbieter = generierteAnbieter(4000, createChance(seed))
    for (const key of ['id', 'name', 'blz', 'bic'] as const)
      t.equal(distinct(anbieter, key), 4000, `${key} of seed “${seed}”`)
  }
})

t.test('bank codes and BICs look real and belong to nobody', async t => {
  t.strictSame(
    all.filter(({ blz }) => !/^9[1-8]\d{6}$/.test(blz ?? '')),
    [],
    'nine, then the region'
  )
  t.strictSame(
    all.filter(({ bic = '' }) => !isValidBIC(bic) || !/^[A-Z]{4}DE[A-Z]0[0-9A-W]/.test(bic)),
    [],
    'a BIC for tests, with a branch'
  )
})

t.test(
  'the same seed makes the same catalogue, and a longer one begins with a shorter one',
  async t => {
    t.strictSame(generierteAnbieter(4000, createChance('sandkasten')), all)
    t.strictSame(generierteAnbieter(25, chance), all.slice(0, 25))
    t.notSame(
      generierteAnbieter(25, createChance('other')).map(({ name }) => name),
      all.slice(0, 25).map(({ name }) => name)
    )
  }
)

t.test('a few logos are shared by all, already in a short catalogue', async t => {
  t.equal(distinct(all, 'group'), 8)
  t.ok(distinct(all.slice(0, 40), 'group') >= 6)
})

t.test('every capability occurs, and what a channel fetches is among the capabilities', async t => {
  t.strictSame([...new Set(all.flatMap(one => one.capabilities))].sort(), [
    'BAUSPAR',
    'DEPOTS',
    'KARTEN',
    'KONTEN'
  ])
  for (const { capabilities, channels, name } of all.slice(0, 200)) {
    const kinds = channels.flat()
    t.equal(capabilities.includes('DEPOTS'), kinds.includes('DEPOT'), name)
    t.equal(capabilities.includes('BAUSPAR'), kinds.includes('BAUSPARVERTRAG'), name)
    t.equal(
      capabilities.includes('KARTEN'),
      kinds.some(kind => kind.startsWith('KREDITKARTE')),
      name
    )
  }
})

t.test('every bank asks for user id and PIN, and once for a procedure that there is', async t => {
  t.strictSame(
    all.filter(({ fields }) => fields.map(({ fieldkey }) => fieldkey).join() !== 'userid,pin'),
    []
  )
  t.strictSame(
    all.filter(({ fields }) => fields.some(one => one.secret !== (one.fieldkey === 'pin'))),
    []
  )
  t.strictSame(
    all.filter(({ bank }) => bank.sca !== 'einmal' || bank.verfahren.length === 0),
    []
  )
  const codes = new Set(all.flatMap(({ bank }) => bank.verfahren))
  for (const code of codes) t.ok(verfahrenMit(code), `${code}`)
})

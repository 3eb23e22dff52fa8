import t from 'tap'
import { defaultsOf, faultsOf, rangeOf, type Switches } from '../../src/world/behaviour.ts'

const switches = {
  'a.loud': { default: false, values: [true, false], about: 'Loud.' },
  'a.mode': { default: 'soft', values: ['soft', 'hard', 'none'], about: 'Mode.' },
  'a.limit': { default: 3, values: { least: 1 }, about: 'Limit.' }
} as const satisfies Switches

t.test('every switch has a default', async t => {
  t.strictSame(defaultsOf(switches), { 'a.loud': false, 'a.mode': 'soft', 'a.limit': 3 })
  t.strictSame(defaultsOf({}), {})
})

t.test('a wish that can be granted has no faults', async t => {
  const wishes = [
    {},
    { 'a.loud': true },
    { 'a.loud': null, 'a.mode': null, 'a.limit': null },
    { 'a.mode': 'hard', 'a.limit': 1 },
    { 'a.limit': 1e9 }
  ]
  for (const wish of wishes) t.strictSame(faultsOf(switches, wish), [], JSON.stringify(wish))
})

t.test('what cannot be granted is told in a sentence each', async t => {
  const loud = 'a.loud is true or false'
  const mode = 'a.mode is soft or hard or none'
  const limit = 'a.limit is a whole number from 1 on'
  const cases: [object, string[]][] = [
    [{ 'a.quiet': true }, ['there is no switch a.quiet']],
    [
      { toString: true, constructor: null },
      ['there is no switch toString', 'there is no switch constructor']
    ],
    [{ 'a.loud': 'true' }, [loud]],
    [{ 'a.loud': 1, 'a.mode': 'HARD' }, [loud, mode]],
    [{ 'a.mode': undefined }, [mode]],
    [{ 'a.limit': 0 }, [limit]],
    [{ 'a.limit': 1.5 }, [limit]],
    [{ 'a.limit': '2' }, [limit]],
    [{ 'a.limit': Number.POSITIVE_INFINITY }, [limit]],
    [{ 'a.limit': { least: 1 } }, [limit]]
  ]
  for (const [wish, faults] of cases)
    t.strictSame(faultsOf(switches, { ...wish }), faults, JSON.stringify(wish))
})

t.test('the values of a switch are told in words', async t => {
  t.equal(rangeOf(switches['a.loud']), 'true or false')
  t.equal(rangeOf(switches['a.mode']), 'soft or hard or none')
  t.equal(rangeOf(switches['a.limit']), 'a whole number from 1 on')
})

import t from 'tap'
import { scriptFor, stepOf, trickFor } from '../../../../src/apis/ing/model/script.ts'

/** All steps that an application takes by itself. */
function stepsFor(crefoIds: readonly string[], autoAdvance = false): readonly object[] {
  const script = scriptFor(crefoIds, autoAdvance)
  const steps = Array.from({ length: 5 }, (_, index) => stepOf(script, index))
  if (steps.at(-1)) throw new Error('this script has no end')
  return steps.filter(step => step !== undefined)
}

const WHOLE_WAY = [{ to: 'RISK_CHECK' }, { to: 'OFFER' }, { to: 'ACTIVATED' }]
const INTERNAL = { to: 'REJECTED', reasons: ['INTERNAL_REASON'] }

const SCRIPTS: readonly [string, readonly object[]][] = [
  ['9990000150', [{ to: 'RISK_CHECK' }, INTERNAL]],
  ['9990000151', WHOLE_WAY],
  ['9990000152', [{ to: 'RISK_CHECK' }, { to: 'OFFER' }, { to: 'ABANDONED' }]],
  ['9990000153', [{ to: 'ABANDONED' }]],
  ['9990000154', []],
  ['9990000155', [INTERNAL]]
]

t.test('an application stays where it is unless it is told to go on by itself', async t => {
  for (const id of ['201000454565', '9990000101', '9990000149', '9990000156', '']) {
    t.strictSame(stepsFor([id]), [], id)
    t.strictSame(stepsFor([id], true), WHOLE_WAY, `${id} with autoAdvance`)
  }
  t.strictSame(stepsFor([]), [])
})

t.test('magic crefo ids have scripts of their own, with autoAdvance or without', async t => {
  for (const [id, steps] of SCRIPTS) {
    t.strictSame(stepsFor([id]), steps, id)
    t.strictSame(stepsFor([id], true), steps, `${id} with autoAdvance`)
    t.strictSame(stepsFor(['201000454565', id]), steps, `${id} as the second`)
  }
  t.strictSame(stepsFor(['9990000153', '9990000151']), [{ to: 'ABANDONED' }], 'the first counts')
})

t.test('some crefo ids bring an error or a delay', async t => {
  const cases = [
    ['9990000190', 'internal'],
    ['9990000191', 'unavailable'],
    ['9990000192', 'slow'],
    ['9990000199', 'crefoLimit'],
    ['9990000193', undefined],
    ['9990000151', undefined],
    ['201000454565', undefined]
  ] as const
  for (const [id, trick] of cases) {
    t.equal(trickFor([id]), trick, id)
    t.equal(trickFor(['201000454565', id]), trick, `${id} as the second`)
  }
  t.equal(trickFor(['9990000192', '9990000190']), 'slow', 'the first counts')
  t.equal(trickFor([]), undefined)
})

t.test('crefo ids that are names in every object mean nothing', async t => {
  for (const id of ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty']) {
    t.equal(trickFor([id]), undefined, id)
    t.equal(scriptFor([id], false), 'stay', id)
    t.equal(scriptFor([id], true), 'auto', id)
  }
})

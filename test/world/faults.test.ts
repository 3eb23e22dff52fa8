import t from 'tap'
import { describeFault, type Fault, preferences, preferredFaults } from '../../src/world/faults.ts'

t.test('the preferences of a header are read by name, the first of a name counts', async t => {
  const cases: [unknown, Record<string, string>][] = [
    [undefined, {}],
    ['', {}],
    ['code=503', { code: '503' }],
    ['Code = 503 , DELAY=2', { code: '503', delay: '2' }],
    ['code=503, code=404', { code: '503' }],
    ['handling="report"', { handling: 'report' }],
    ['respond-async', { 'respond-async': '' }],
    ['code=503; foo=bar, delay=1', { code: '503', delay: '1' }],
    [', ,=5,;', {}],
    [['code=503', 'delay=2'], { code: '503', delay: '2' }],
    ['a="', { a: '"' }],
    ['constructor=1', { constructor: '1' }]
  ]
  for (const [header, expected] of cases)
    t.strictSame(preferences(header), new Map(Object.entries(expected)), JSON.stringify(header))
})

t.test('some preferences ask for a fault, the others do not', async t => {
  const status = (code: number): Fault => ({ do: 'status', status: code })
  const delay = (ms: number): Fault => ({ do: 'delay', ms })
  const reset: Fault = { do: 'reset' }
  const cases: [string, Fault[]][] = [
    ['handling=report', []],
    ['code=503', [status(503)]],
    ['code=400', [status(400)]],
    ['code=599', [status(599)]],
    ['code=399', []],
    ['code=600', []],
    ['code=200', []],
    ['code=503.5', []],
    ['code=', []],
    ['code=viele', []],
    ['delay=2', [delay(2_000)]],
    ['delay=0.25', [delay(250)]],
    ['delay=0', []],
    ['delay=-1', []],
    ['delay=lange', []],
    ['delay=120', [delay(120_000)]],
    ['delay=9999', [delay(120_000)]],
    ['delay=Infinity', [delay(120_000)]],
    ['fault=reset', [reset]],
    ['fault=RESET', []],
    ['fault=explode', []],
    ['fault=reset, code=503, delay=1', [delay(1_000), status(503), reset]]
  ]
  for (const [header, expected] of cases)
    t.strictSame(preferredFaults(preferences(header)), expected, header)
})

t.test('a fault is described as it was asked for', async t => {
  for (const wish of ['code=503', 'delay=2', 'delay=0.25', 'fault=reset']) {
    t.strictSame(preferredFaults(preferences(wish)).map(describeFault), [wish])
  }
})

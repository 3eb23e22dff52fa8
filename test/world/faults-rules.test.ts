import t from 'tap'
import { type Delay, delayMs, wrongDelay } from '../../src/world/delay.ts'
import { type FaultWish, ruleFrom } from '../../src/world/fault-wish.ts'
import {
  type Fault,
  type FaultRule,
  fits,
  type Occasion,
  stateOf,
  strike
} from '../../src/world/faults.ts'

const NOW = 1_000_000

function rule(part: Partial<FaultRule>): FaultRule {
  return { id: 'fault-1', createdAt: NOW, asked: 0, struck: 0, ...part }
}

const onWire: Occasion = {
  at: 'wire',
  operationId: 'getBankzugang',
  path: '/customer/v2/bankzugaenge/4711',
  method: 'GET',
  client: 'demo/demo-client+ci',
  providers: ['00-aa']
}
const atBank: Occasion = { at: 'bank', providerId: '00-aa', login: 'demo1' }
const atToken: Occasion = { ...onWire, operationId: 'createToken', tokenApi: 'europace' }

t.test('a rule fits when everything that it names does', async t => {
  const cases: readonly (readonly [Partial<FaultRule>, Occasion, boolean])[] = [
    [{}, onWire, true],
    [{ operationId: 'getBankzugang' }, onWire, true],
    [{ operationId: 'listBankzugaenge' }, onWire, false],
    [{ path: '/customer/*' }, onWire, true],
    [{ path: '*/bankzugaenge' }, onWire, false],
    [{ method: 'get' }, onWire, true],
    [{ method: 'POST' }, onWire, false],
    [{ client: 'demo/demo-client' }, onWire, true],
    [{ client: 'demo/demo-client+ci' }, onWire, true],
    [{ client: 'demo/demo-client+other' }, onWire, false],
    [{ client: 'demo/demo-client' }, { ...onWire, client: undefined }, false],
    [{ providerId: '00-AA' }, onWire, true],
    [{ providerId: '00-bb' }, onWire, false],
    [{ method: 'GET', operationId: 'other' }, onWire, false],
    [{}, atBank, false],
    [{ domain: 'bank-down' }, onWire, false],
    [{ domain: 'bank-down' }, atBank, true],
    [{ domain: 'bank-down', providerId: '00-AA' }, atBank, true],
    [{ domain: 'bank-down', providerId: '00-bb' }, atBank, false],
    [{ domain: 'login-locked', login: 'demo1' }, atBank, true],
    [{ domain: 'login-locked', login: 'demo1+redirect' }, atBank, true],
    [{ domain: 'login-locked', login: 'demo2' }, atBank, false],
    [{ domain: 'token-endpoint', api: 'europace' }, atToken, true],
    [{ domain: 'token-endpoint', api: 'ing' }, atToken, false],
    [{ domain: 'token-endpoint', api: 'europace' }, onWire, false],
    [{ domain: 'token-endpoint', api: 'europace' }, atBank, false]
  ]
  for (const [part, occasion, expected] of cases)
    t.equal(fits(rule(part), occasion), expected, JSON.stringify([part, occasion.at]))
})

t.test('the first active rule that fits strikes, and is counted', async t => {
  const spent = rule({ id: 'a', status: 500, times: 1, struck: 1 })
  const expired = rule({ id: 'b', status: 500, expiresAt: NOW })
  const foreign = rule({ id: 'c', status: 500, method: 'PUT' })
  const mine = rule({ id: 'd', status: 503, times: 2, struck: 1, expiresAt: NOW + 1 })
  const later = rule({ id: 'e', status: 504 })
  t.strictSame(
    [spent, expired, foreign, mine].map(one => stateOf(one, NOW)),
    ['spent', 'expired', 'active', 'active']
  )
  const struck = strike([spent, expired, foreign, mine, later], onWire, NOW)
  t.match(struck, { rule: { id: 'd', asked: 1, struck: 2 }, faults: [{ status: 503 }] })
  t.strictSame(struck.asked, [struck.rule])
  t.equal(stateOf(struck.asked[0] as FaultRule, NOW), 'spent')
  t.strictSame(strike([foreign], onWire, NOW), { rule: undefined, faults: [], asked: [] })
})

t.test('chance strikes its share, the same requests for the same seed', async t => {
  const run = (seed: string) => {
    let one = rule({ status: 503, probability: 0.3, seed })
    return Array.from({ length: 1000 }, () => {
      const { rule: struck, asked } = strike([one], onWire, NOW)
      one = asked[0] as FaultRule
      return struck !== undefined
    })
  }
  const hits = run('x').filter(Boolean).length
  t.ok(hits > 250 && hits < 350, `${hits} of 1000`)
  t.strictSame(run('x'), run('x'))
  t.notSame(run('x'), run('y'))
  const never = strike([rule({ status: 503, probability: 0 })], onWire, NOW)
  t.match(never, { rule: undefined, asked: [{ asked: 1, struck: 0 }] })
  const spared = rule({ id: 'a', status: 500, probability: 0 })
  const next = strike([spared, rule({ id: 'b', status: 503 })], onWire, NOW)
  t.match(next, { rule: { id: 'b' }, asked: [{ id: 'a' }, { id: 'b' }] }, 'the next one is asked')
})

t.test('effects come in order: wait, then end', async t => {
  const status = (code: number): Fault => ({ do: 'status', status: code })
  const refuse = (code: number, error: string) => ({ do: 'refuse', status: code, error })
  const cases: readonly (readonly [Partial<FaultRule>, readonly object[]])[] = [
    [{ status: 503, delay: '2s' }, [{ do: 'delay', ms: 2000 }, status(503)]],
    [{ reset: true, delay: 5 }, [{ do: 'delay', ms: 5 }, { do: 'reset' }]],
    [{ empty: true }, [{ do: 'empty' }]],
    [{ malformed: true, status: 500 }, [{ do: 'malformed' }, status(500)]],
    [{ html: true, status: 504 }, [{ do: 'html' }, status(504)]]
  ]
  for (const [part, expected] of cases)
    t.strictSame(strike([rule(part)], onWire, NOW).faults, expected, JSON.stringify(part))
  const errors: readonly (readonly [Partial<FaultRule>, object])[] = [
    [{}, refuse(401, 'invalid_client')],
    [{ error: 'invalid_scope' }, refuse(400, 'invalid_scope')],
    [{ error: 'temporarily_unavailable' }, refuse(503, 'temporarily_unavailable')],
    [{ error: 'invalid_grant', status: 403 }, refuse(403, 'invalid_grant')]
  ]
  for (const [part, expected] of errors) {
    const refusing = rule({ domain: 'token-endpoint', api: 'europace', ...part })
    t.match(strike([refusing], atToken, NOW).faults, [expected], JSON.stringify(part))
  }
  t.strictSame(strike([rule({ domain: 'bank-down' })], atBank, NOW).faults, [])
})

t.test('a delay is fixed, between two spans, or drawn from percentiles', async t => {
  const cases: readonly (readonly [Delay, number, number])[] = [
    [250, 0.9, 250],
    ['2s', 0, 2000],
    ['1.5s', 0, 1500],
    ['250ms', 0.5, 250],
    ['1m', 0.5, 60_000],
    [{ min: '1s', max: '3s' }, 0, 1000],
    [{ min: '1s', max: '3s' }, 0.5, 2000],
    [{ min: 100, max: '3s' }, 0.999999, 3000],
    [{ p50: '100ms', p99: '3s' }, 0.5, 100],
    [{ p50: '100ms', p99: '3s' }, 0.99, 3000],
    [{ p50: '100ms', p99: '3s' }, 0.999, 3000],
    [{ p50: '100ms', p99: '3s' }, 0, 50],
    [{ p50: 0, p99: 1000 }, 0.5, 0]
  ]
  for (const [delay, draw, expected] of cases) {
    t.equal(wrongDelay(delay), undefined)
    t.equal(delayMs(delay, draw), expected, JSON.stringify([delay, draw]))
  }
  let before = 0
  for (let draw = 0; draw < 1; draw += 0.01) {
    const ms = delayMs({ p50: '100ms', p90: '1s', p99: '3s' }, draw)
    t.ok(ms >= before && ms <= 3000, 'the time grows with the draw')
    before = ms
  }
  const wrong: Delay[] = [
    '',
    '2',
    '2h',
    '-1s',
    'x',
    120_001,
    -1,
    '3m',
    { min: 2, max: 1 },
    { p50: 'x' }
  ]
  for (const delay of [...wrong, { p50: '2s', p99: '1s' }])
    t.type(wrongDelay(delay), 'string', JSON.stringify(delay))
})

t.test('a wish becomes a rule, or every mistake is named', async t => {
  const made = ruleFrom({ status: 503, times: 2, ttl: 'PT10M' }, 'fault-7', NOW)
  const limits = { createdAt: NOW, expiresAt: NOW + 600_000, asked: 0, struck: 0 }
  t.strictSame(made, { rule: { id: 'fault-7', status: 503, times: 2, ...limits } })
  const cases: readonly (readonly [FaultWish, readonly (string | RegExp)[]])[] = [
    [{ method: 'GET' }, [/a rule does something/]],
    [{ reset: true, html: true }, ['reset and html do not go together']],
    [{ reset: true, status: 503 }, ['reset sends no status']],
    [{ status: 503, ttl: 'soon' }, ['soon is no duration, or too long']],
    [{ status: 503, ttl: 'P99999Y' }, [/too long/]],
    [{ delay: '1h' }, [/delay is/]],
    [{ status: 503, code: 'BA1000', api: 'ing' }, [/^code goes/, /^api goes/]],
    [{ domain: 'login-locked' }, ['login-locked needs login']],
    [{ domain: 'token-endpoint', login: 'x' }, [/needs api/, /^login does not go/]],
    [{ domain: 'bank-down', status: 503, ttl: 'x' }, [/^status does not go/, /no duration/]]
  ]
  for (const [wish, expected] of cases)
    t.match(ruleFrom(wish, 'x', NOW), { wrong: expected }, JSON.stringify(wish))
  for (const wish of [
    { domain: 'bank-down', code: 'BA1000', times: 3 },
    { domain: 'login-locked', login: 'demo1', probability: 0.5, seed: 'x' },
    { domain: 'token-endpoint', api: 'ing', error: 'invalid_client', status: 400 }
  ] as const)
    t.ok('rule' in ruleFrom(wish, 'x', NOW), wish.domain)
})

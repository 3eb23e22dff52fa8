import t from 'tap'
import { berlinDay, berlinTime, fromBerlin } from '../../src/world/berlin.ts'

t.test('the day begins at midnight in Berlin, in winter as in summer', async t => {
  const cases: [string, string][] = [
    ['2026-11-21T09:00:00Z', '2026-11-21'],
    ['2026-11-20T22:59:59.999Z', '2026-11-20'],
    ['2026-11-20T23:00:00Z', '2026-11-21'],
    ['2026-06-30T21:59:59.999Z', '2026-06-30'],
    ['2026-06-30T22:00:00Z', '2026-07-01'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
    ['2028-02-28T23:00:00Z', '2028-02-29'],
    ['2026-03-28T23:30:00Z', '2026-03-29'],
    ['2026-03-29T21:59:59Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
    ['1980-07-01T22:30:00Z', '1980-07-02']
  ]
  for (const [instant, day] of cases) t.equal(berlinDay(Date.parse(instant)), day, instant)
})

t.test('the time in Berlin is one or two hours ahead', async t => {
  const cases: [string, string][] = [
    ['2026-11-21T09:00:00Z', '2026-11-21 10:00:00'],
    ['2026-06-30T21:59:59.999Z', '2026-06-30 23:59:59'],
    ['2026-06-30T22:00:00Z', '2026-07-01 00:00:00'],
    ['2026-12-31T23:00:00Z', '2027-01-01 00:00:00'],
    ['2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
    ['2026-10-25T00:00:00Z', '2026-10-25 02:00:00'],
    ['2026-10-25T00:59:59Z', '2026-10-25 02:59:59'],
    ['2026-10-25T01:00:00Z', '2026-10-25 02:00:00'],
    ['2026-10-25T02:00:00Z', '2026-10-25 03:00:00']
  ]
  for (const [instant, time] of cases) t.equal(berlinTime(Date.parse(instant)), time, instant)
})

t.test(
  'a time in Berlin is an instant, the later one of two, and one that is left out an hour later',
  async t => {
    const cases: [string, string][] = [
      ['2026-11-21 10:00:00', '2026-11-21T09:00:00Z'],
      ['2026-11-21T10:00:00', '2026-11-21T09:00:00Z'],
      ['2026-07-01 00:00:00', '2026-06-30T22:00:00Z'],
      ['2028-02-29 00:00:00', '2028-02-28T23:00:00Z'],
      ['2026-03-29 01:59:59', '2026-03-29T00:59:59Z'],
      ['2026-03-29 02:00:00', '2026-03-29T01:00:00Z'],
      ['2026-03-29 02:30:00', '2026-03-29T01:30:00Z'],
      ['2026-03-29 02:59:59', '2026-03-29T01:59:59Z'],
      ['2026-03-29 03:00:00', '2026-03-29T01:00:00Z'],
      ['2026-10-25 01:59:59', '2026-10-24T23:59:59Z'],
      ['2026-10-25 02:00:00', '2026-10-25T01:00:00Z'],
      ['2026-10-25 02:59:59', '2026-10-25T01:59:59Z'],
      ['2026-10-25 03:00:00', '2026-10-25T02:00:00Z']
    ]
    for (const [time, instant] of cases) t.equal(fromBerlin(time), Date.parse(instant), time)
  }
)

t.test('what is no time in Berlin is no instant', async t => {
  const cases = [
    '',
    '2026-11-21',
    '10:00:00',
    '2026-11-21 10:00',
    '2026-11-21 10:00:00Z',
    '2026-11-21 10:00:00+01:00',
    '2026-11-21  10:00:00',
    '2026-02-29 10:00:00',
    '2026-13-01 10:00:00',
    '2026-11-21 24:00:00',
    '2026-11-21 10:60:00'
  ]
  for (const text of cases) t.equal(fromBerlin(text), undefined, text)
})

t.test(
  'the hours around a change come back, but for the first of the two that are alike',
  async t => {
    const HOUR = 3_600_000
    const doubled = Date.parse('2026-10-25T00:00:00Z')
    const expected = (at: number) => (at >= doubled && at < doubled + HOUR ? at + HOUR : at)
    for (const day of ['2026-03-29', '2026-10-25', '2026-11-21']) {
      const start = Date.parse(`${day}T00:00:00Z`) - 2 * HOUR
      const instants = Array.from({ length: 300 }, (_, index) => start + index * 331_000)
      const odd = instants.filter(at => fromBerlin(berlinTime(at)) !== expected(at))
      t.strictSame(odd, [], day)
    }
  }
)

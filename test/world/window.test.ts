import t from 'tap'
import { count } from '../../src/world/window.ts'

t.test('requests are counted in windows of a fixed length', async t => {
  const first = count(undefined, 'demo-client', 1000, 60_000)
  t.strictSame(first, { id: 'demo-client', startedAt: 1000, requests: 1 })

  const second = count(first, 'demo-client', 1000, 60_000)
  t.strictSame(second, { ...first, requests: 2 })
  t.strictSame(count(second, 'demo-client', 60_999, 60_000), { ...first, requests: 3 })
  t.strictSame(first.requests, 1, 'the window before is not touched')
})

t.test('a new window starts when the last is over or the clock was set back', async t => {
  const running = { id: 'demo-client', startedAt: 100_000, requests: 7 }
  for (const now of [160_000, 500_000, 99_999])
    t.strictSame(count(running, 'demo-client', now, 60_000), {
      id: 'demo-client',
      startedAt: now,
      requests: 1
    })
})

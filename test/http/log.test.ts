import { pino } from 'pino'
import t from 'tap'
import { type Log, withPlainLines } from '../../src/http/log.ts'

/** What pino writes for some details, and what the plain way writes. */
function bothLines(details: object, message: string): readonly string[] {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line.replace(/"time":\d+/, '"time":0'))
  const log = pino({ level: 'info', base: null }, { write })
  log.info(details, message)
  withPlainLines(log, write).info(details, message)
  return lines
}

t.test('a plain line is the one that pino writes', async t => {
  const details = {
    operation: 'getKundenangaben',
    correlationId: 'a "quoted" \\ näme \u0007',
    status: 200,
    durationMs: 0.125,
    fault: undefined,
    dropped: [{ path: 'a[0]', reason: 'unknown property' }]
  }
  const [expected, plain] = bothLines(details, 'GET /kundenangaben/"X"')
  t.equal(plain, expected)
})

t.test('errors go to the log itself, with its stacks', async t => {
  const told: unknown[] = []
  const log: Log = { level: 'info', info: () => t.fail(), error: (...all) => void told.push(all) }
  const error = new Error('broken')
  withPlainLines(log, () => t.fail()).error({ err: error }, 'Unexpected error')
  t.strictSame(told, [[{ err: error }, 'Unexpected error']])
})

import t from 'tap'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { control } from './traffic.ts'

/** Reads a stream until a text came. */
async function listen(sandbox: Sandbox, query = '') {
  const abort = new AbortController()
  const reply = await fetch(`${sandbox.url}/console/stream${query}`, { signal: abort.signal })
  const reader = reply.body?.getReader()
  let text = ''
  return {
    reply,
    abort: () => abort.abort(),
    async until(wanted: string): Promise<string> {
      while (!text.includes(wanted)) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) return `${text}(end)`
        text += Buffer.from(value ?? []).toString()
      }
      return text
    },
    async end(): Promise<void> {
      while (!(await reader?.read())?.done);
    }
  }
}

t.test('a stream tells that something changed, in its workspace alone', async t => {
  const sandbox = await createSandbox(t)
  await control(sandbox, 'PUT', '/workspaces/other')
  const mine = await listen(sandbox, '?workspace=other')
  t.match(mine.reply.headers.get('content-type'), 'text/event-stream')
  await mine.until('retry')
  await control(sandbox, 'POST', '/clock/advance', { by: 'PT1S' })
  await control(sandbox, 'POST', '/clock/advance?workspace=other', { by: 'PT1S' })
  const text = await mine.until('event: change')
  t.equal(text.match(/event: change/g)?.length, 1)
  mine.abort()
})

t.test('requests, switches and resets are changes', async t => {
  const sandbox = await createSandbox(t)
  for (const change of [
    () => sandbox.token(),
    () => sandbox.behave({ 'ing.profile': 'full' }),
    () => control(sandbox, 'POST', '/reset')
  ]) {
    const stream = await listen(sandbox)
    await stream.until('retry')
    await change()
    t.match(await stream.until('event: change'), 'event: change')
    stream.abort()
  }
})

t.test('only so many may look at once, and whoever goes makes room', async t => {
  const sandbox = await createSandbox(t)
  const streams = await Promise.all(Array.from({ length: 50 }, () => listen(sandbox)))
  t.ok(streams.every(({ reply }) => reply.status === 200))
  t.equal((await sandbox.call('GET', '/console/stream')).status, 503)
  for (const { abort } of streams) abort()
  // The server hears of it in its own time.
  let again = await listen(sandbox)
  while (again.reply.status === 503) again = await listen(sandbox)
  t.equal(again.reply.status, 200)
  again.abort()
})

t.test('a server that stops ends its streams', async t => {
  const sandbox = await createSandbox(t)
  const stream = await listen(sandbox)
  await stream.until('retry')
  await Promise.all([sandbox.close(), stream.end()])
  t.pass('nobody waits')
})

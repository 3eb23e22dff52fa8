import t from 'tap'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const TOKEN = 'a-control-token'

async function sealOf(sandbox: Sandbox, path = '/console/sign-in'): Promise<string> {
  const { text } = await sandbox.call('GET', path)
  return /name="seal" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

async function signIn(sandbox: Sandbox, token: string) {
  const body = new URLSearchParams({ token, seal: await sealOf(sandbox) })
  return sandbox.call('POST', '/console/sign-in', { body })
}

t.test('who has no control token sees addresses and credentials alone', async t => {
  const sandbox = await createSandbox(t, { controlToken: TOKEN })
  const { text } = await sandbox.call('GET', '/')
  t.match(text, `${sandbox.url}/kundenangaben`)
  t.match(text, 'demo-secret')
  t.notMatch(text, 'data-part')
  for (const page of ['clock', 'requests', 'things', 'stream', 'workspaces']) {
    const reply = await sandbox.call('GET', `/console/${page}`)
    t.equal(reply.status, 401, page)
    t.match(reply.text, 'name="token"')
  }
  const call = '{"operation":"advanceClock","body":{"by":"P1D"}}'
  const body = new URLSearchParams({ call, seal: await sealOf(sandbox) })
  t.equal((await sandbox.call('POST', '/console/act', { body })).status, 401)
})

t.test('the control token opens the console, in a cookie that no script can read', async t => {
  const sandbox = await createSandbox(t, { controlToken: TOKEN })
  t.match(await signIn(sandbox, 'wrong'), { status: 403, text: /role="alert"/ })
  t.equal((await signIn(sandbox, '')).status, 403)
  const reply = await signIn(sandbox, TOKEN)
  t.equal(reply.status, 303)
  const set = reply.headers.get('set-cookie') ?? ''
  t.match(set, /; Path=\/; HttpOnly; SameSite=Strict$/)
  t.notMatch(set, TOKEN)
  const cookie = set.split(';')[0] ?? ''
  const headers = { cookie }
  const page = await sandbox.call('GET', '/console/clock', { headers })
  t.equal(page.status, 200)
  t.match(page.text, 'Authorization: Bearer $CONTROL_TOKEN')
  t.notMatch(page.text, TOKEN)

  const call = '{"operation":"advanceClock","body":{"by":"P1D"}}'
  const seal = await sealOf(sandbox)
  const body = new URLSearchParams({ call, seal, back: 'console/clock' })
  t.equal((await sandbox.call('POST', '/console/act', { body, headers })).status, 303)
  const clock = await sandbox.call('GET', '/_sandkasten/clock', { token: TOKEN })
  t.equal(clock.body.now, '2026-11-22T09:00:00.000Z')

  const out = await sandbox.call('POST', '/console/sign-out', {
    body: new URLSearchParams({ seal }),
    headers
  })
  t.match(out.headers.get('set-cookie'), /=; Max-Age=0/)
  const forged = { cookie: `sandkasten-console=${'0'.repeat(64)}` }
  t.equal((await sandbox.call('GET', '/console/clock', { headers: forged })).status, 401)
})

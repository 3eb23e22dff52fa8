import { readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { ADMIN, clientToken } from '../apis/banksapi/calls.ts'
import { regulated } from '../apis/banksapi/customer.ts'
import { ingToken } from '../apis/ing/requests.ts'
import { createSandbox } from '../sandbox.ts'
import { type Operation, operationsOf } from './operations.ts'

/** Names under which every object knows something already; JSON makes them properties like others. */
const POISON =
  '"__proto__":{"polluted":"yes","isAdmin":true},"constructor":{"prototype":{"polluted":"yes"}},"prototype":{"polluted":"yes"},"toString":null,"hasOwnProperty":1'

const QUERY =
  '__proto__=1&__proto__[polluted]=yes&constructor=1&constructor[prototype][polluted]=yes&toString=1'

/** A documented body with poison in every object of it; or nothing but poison. */
function poisoned(body: unknown): readonly string[] {
  const text = JSON.stringify(body) ?? '{}'
  const everywhere = text.replaceAll('{', `{${POISON},`).replaceAll(',}', '}')
  return [
    `{${POISON}}`,
    everywhere,
    `{"__proto__":[${everywhere}]}`,
    '{"__proto__":null}',
    '"__proto__"'
  ]
}

/** Whether objects are what they were. */
function isClean(t: Test, what: string): void {
  const fresh: Record<string, unknown> = {}
  t.equal(fresh['polluted'] ?? fresh['isAdmin'], undefined, what)
  t.equal(String(fresh), '[object Object]', what)
}

function pathOf({ path, method }: Operation, name: string): string {
  const filled = path.replace(/\{[^{}]+\}/g, encodeURIComponent(name))
  return method === 'GET' ? `${filled}?${QUERY}` : filled
}

t.test('names of prototypes are names like others, in every operation', async t => {
  const sandbox = await createSandbox(t)
  const tokens: Readonly<Record<string, string>> = {
    'banksapi-auth': await clientToken(sandbox, ADMIN),
    banksapi: await regulated(sandbox),
    ing: await ingToken(sandbox),
    control: '',
    '': await sandbox.token()
  }
  const contracts = readdirSync('dist/openapi').map(name => name.replace('.json', ''))
  for (const operation of contracts.flatMap(operationsOf)) {
    if (/wait|Workspace/i.test(operation.id)) continue
    const who = Object.keys(tokens).find(name => operation.contract.startsWith(name)) ?? ''
    const { media = '' } = operation
    const isForm = media.includes('form')
    const bodies = operation.media === undefined ? [undefined] : operation.bodies.flatMap(poisoned)
    for (const name of ['__proto__', 'constructor'])
      for (const body of bodies) {
        const headers = media === '' ? {} : { 'content-type': media }
        const sent = isForm ? QUERY : body
        const reply = await sandbox.call(operation.method, pathOf(operation, name), {
          token: tokens[who] ?? '',
          headers: { ...headers, 'x-sandkasten-workspace': 'poison' },
          ...(sent !== undefined && { body: sent })
        })
        if (reply.status >= 500) t.fail(`${operation.id} ${reply.status} ${reply.text}`, { body })
      }
    isClean(t, operation.id)
  }
  for (const path of ['requests', 'requests.har', 'coverage', 'state', 'bundle', 'behaviour'])
    t.equal((await sandbox.call('GET', `/_sandkasten/${path}`)).status, 200, path)
  for (const page of ['requests', 'things', 'inbox', 'switches'])
    t.equal(
      (await sandbox.call('GET', `/console/${page}?${QUERY}&kind=__proto__`)).status,
      200,
      page
    )
  isClean(t, 'in the end')
})

t.test('what is believed of a request does not come from its prototypes', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = '{"__proto__":{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":{}}}'
  t.equal((await sandbox.call('POST', '/kundenangaben', { token, body })).status, 400)
  const unknown = { grant_type: 'client_credentials' }
  for (const client of ['__proto__', 'constructor', 'demo-client+__proto__'])
    t.equal(
      (
        await sandbox.call('POST', '/auth/token', {
          basic: `${client}:x`,
          body: new URLSearchParams(unknown)
        })
      ).status,
      401,
      client
    )
  const patch = (text: string) => sandbox.call('PATCH', '/_sandkasten/behaviour', { body: text })
  for (const text of ['{"__proto__":true}', '{"constructor":true}', '{"toString":1}'])
    t.equal((await patch(text)).status, 400, text)
  const find = (text: string) => sandbox.call('POST', '/_sandkasten/requests/count', { body: text })
  t.match(await find('{"headers":{"__proto__":"x"},"query":{"constructor":"y"}}'), {
    status: 200,
    body: { count: 0 }
  })
  t.match(await find('{"bodyPaths":{"__proto__.polluted":{"exists":true}}}'), {
    status: 200,
    body: { count: 0 }
  })
})

t.test('settings and seeds know no such names either', async t => {
  const settings = JSON.parse('{"behaviour":{"__proto__":{"polluted":true},"constructor":1}}')
  await t.rejects(createSandbox(t, settings), /there is no switch/)
  const documents = JSON.parse(
    '{"clients":[{"id":"__proto__","secret":"x","partner":"XYZ54","subject":"ABC12","scopes":[],"__proto__":{"polluted":1}}],"__proto__":[{"id":"x"}]}'
  )
  const { call } = await createSandbox(t, { documents })
  t.equal((await call('GET', '/_sandkasten/state')).status, 200)
  isClean(t, 'after a seed')
})

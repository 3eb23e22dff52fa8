import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import {
  ADMIN,
  ask,
  clientToken,
  HOSTING,
  introspect,
  makeUser,
  PROTECT,
  UUID,
  userToken
} from './calls.ts'

const TENANT = '/auth/mgmt/v1/tenants/demo'
const USERS = `${TENANT}/users`
const CLIENT = `${TENANT}/clients/demo-client`
const DEMOUSER = '1fad71ee-6dbf-49c7-9cb2-fff588de011f'
const NOBODY = '0049e4d6-824f-4839-823d-7a2ad4660c4f'

type Manage = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>
) => Promise<Reply>

/** Calls with the token of the admin client. */
async function asAdmin(sandbox: Sandbox, client = ADMIN): Promise<Manage> {
  const token = await clientToken(sandbox, client)
  return (method, path, body, headers = {}) =>
    sandbox.call(method, path, { token, headers, ...(body !== undefined && { body }) })
}

t.test('a user is created by the client of its tenant and is active at once', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, PROTECT)
  const path = '/auth/mgmt/v1/tenants/demotenant/users'
  const body = { username: 'user1', password: 'password1' }
  const { status, text, headers } = await sandbox.call('POST', path, { token, body })
  t.equal(status, 201)
  t.equal(text, '')
  const id = headers.get('location')?.split('/').at(-1) as string
  t.match(id, UUID)
  t.equal(headers.get('location'), `${sandbox.url}${path}/${id}`)
  const { body: granted } = await ask(sandbox, PROTECT, { grant_type: 'password', ...body })
  t.match(granted, { user: id, additionalData: { username: 'user1' } })
})

t.test('a user is found by the address of its Location, the short one too', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const id = await makeUser(sandbox, HOSTING, 'anna')
  const user = { id, userReference: id, username: 'anna', roles: ['customer'] }
  for (const path of [`${USERS}/${id}`, `/auth/tenants/demo/users/${id}`]) {
    const reply = await manage('GET', path)
    t.equal(reply.status, 200)
    t.strictSame(reply.body, user)
  }
  t.match((await manage('GET', USERS)).body, [{ id: DEMOUSER, username: 'demouser' }, user])
})

t.test('a user name that is taken is a 409', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const anna = { username: 'anna', password: 'secret' }
  t.equal((await manage('POST', USERS, anna)).status, 201)
  const again = await manage('POST', USERS, { ...anna, password: 'other' })
  t.match(again, { status: 409, body: { code: '409', message: /exists/ } })
  await manage('PUT', `${USERS}/anna/deactivate?reftype=username`)
  t.equal((await manage('POST', USERS, anna)).status, 409, 'deactivated')
  const elsewhere = await asAdmin(sandbox, 'demotenant/admin-client')
  const other = '/auth/mgmt/v1/tenants/demotenant/users'
  t.equal((await elsewhere('POST', other, anna)).status, 201, 'another tenant')
})

t.test('of users created at once with one name, one is created', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const body = { username: 'anna', password: 'secret' }
  const replies = await Promise.all([1, 2, 3, 4].map(() => manage('POST', USERS, body)))
  t.strictSame(replies.map(({ status }) => status).sort(), [201, 409, 409, 409])
})

t.test('a user that lacks something is a 400', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const cases: [unknown, RegExp][] = [
    [{}, /username is missing/],
    [{ username: 'anna' }, /password is missing/],
    [{ username: null, password: 'secret' }, /username is missing/],
    [{ username: '', password: 'secret' }, /username is empty/],
    [{ username: 'anna', password: 12 }, /password has to be a text/],
    ['{', /not JSON/],
    ['[]', /JSON object/]
  ]
  for (const [body, message] of cases)
    t.match(await manage('POST', USERS, body), { status: 400, body: { code: '400', message } })
  const typed = await manage('POST', USERS, 'username=a', { 'content-type': 'text/plain' })
  t.match(typed, { status: 415, body: { code: '415' } })
})

t.test('null counts as missing, and nobody minds what is unknown', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const body = { username: 'anna', password: 'x', firstname: null, lastname: 'S', more: [1] }
  t.equal((await manage('POST', USERS, body)).status, 201)
})

t.test('the documented password policy is asked for with a switch', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.passwordPolicy': 'strict' })
  const manage = await asAdmin(sandbox)
  const user = { username: 'anna', password: 'password1' }
  t.match(await manage('POST', USERS, user), { status: 400, body: { message: /10 characters/ } })
  t.equal((await manage('POST', USERS, { ...user, password: 'password-1' })).status, 201)
  await manage('PUT', `${USERS}/anna/deactivate?reftype=username`)
  const path = `${USERS}/anna/reactivate?reftype=username`
  t.equal((await manage('POST', path, user)).status, 400)
})

t.test('a deactivated user is gone, and its tokens are void', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const id = await makeUser(sandbox, HOSTING, 'anna')
  const [token, other] = [await userToken(sandbox, HOSTING, 'anna'), await userToken(sandbox)]
  const reply = await manage('PUT', `${USERS}/${id}/deactivate`, undefined, {
    'content-type': 'application/json'
  })
  t.match(reply, { status: 200, text: '' })
  t.match(await manage('GET', `${USERS}/${id}`), { status: 404, text: '' })
  t.notMatch((await manage('GET', USERS)).text, /anna/)
  t.match((await manage('GET', `${USERS}?includeInactive=true`)).text, /anna/)
  t.equal((await introspect(sandbox, token)).status, 403)
  t.equal((await introspect(sandbox, other)).status, 200)
  const form = { grant_type: 'password', username: 'anna', password: 'secret' }
  t.equal((await ask(sandbox, HOSTING, form)).status, 401)
  t.equal((await manage('PUT', `${USERS}/${id}/deactivate`)).status, 404, 'again')
})

t.test('a user comes back under its own name, perhaps with another password', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const id = await makeUser(sandbox, HOSTING, 'anna')
  const path = `${USERS}/${id}/reactivate`
  const anna = { username: 'anna', password: 'new-secret' }
  t.match(await manage('POST', path, anna), { status: 400, body: { message: /active/ } })
  await manage('PUT', `${USERS}/${id}/deactivate`)
  const wrong = await manage('POST', path, { ...anna, username: 'bea' })
  t.match(wrong, { status: 400, body: { code: '400', message: /username/ } })
  t.equal((await manage('POST', path, { username: 'anna' })).status, 400)
  t.match(await manage('POST', path, anna), { status: 200, text: '' })
  t.match(await manage('GET', `${USERS}/${id}`), { status: 200, body: { id, username: 'anna' } })
  const form = { grant_type: 'password', ...anna }
  t.match(await ask(sandbox, HOSTING, form), { status: 200, body: { user: id } })
  t.equal((await ask(sandbox, HOSTING, { ...form, password: 'secret' })).status, 401)
  t.equal((await manage('POST', `${USERS}/${NOBODY}/reactivate`, anna)).status, 404)
})

t.test('only a deactivated user can be deleted', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const id = await makeUser(sandbox, HOSTING, 'anna')
  const refused = await manage('DELETE', `${USERS}/${id}`)
  t.match(refused, { status: 405, text: '' })
  t.equal(refused.headers.get('allow'), 'GET, PUT')
  await manage('PUT', `${USERS}/${id}/deactivate`)
  t.match(await manage('DELETE', `${USERS}/anna?reftype=username`), { status: 200, text: '' })
  t.equal((await manage('DELETE', `${USERS}/${id}`)).status, 404)
  const body = { username: 'anna', password: 'secret' }
  const again = await manage('POST', USERS, body)
  t.equal(again.status, 201)
  t.notMatch(again.headers.get('location'), id)
})

t.test('a user may get another name, but not one that is taken', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const id = await makeUser(sandbox, HOSTING, 'anna')
  const path = `${USERS}/${id}`
  t.equal((await manage('PUT', path, { username: 'demouser' })).status, 409)
  t.match(await manage('PUT', path, { username: 'bea', firstname: 'Bea' }), {
    status: 200,
    text: ''
  })
  t.match((await manage('GET', path)).body, { id, username: 'bea' })
  t.equal((await manage('PUT', `${USERS}/bea?reftype=username`, {})).status, 200)
  t.equal((await manage('PUT', `${USERS}/anna?reftype=username`, {})).status, 404)
  t.equal((await manage('PUT', path)).status, 200, 'nothing to change')
  t.equal((await manage('PUT', path, { username: 1 })).status, 400)
  t.equal((await manage('PUT', `${path}?reftype=nonsense`, {})).status, 400)
  const form = { grant_type: 'password', username: 'bea', password: 'secret' }
  t.match(await ask(sandbox, HOSTING, form), { status: 200, body: { user: id } })
})

t.test('tenants are the own one, and no other can be looked at', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const demo = { name: 'demo', description: 'A Tenant for demonstration purposes' }
  t.strictSame((await manage('GET', '/auth/mgmt/v1/tenants')).body, [demo])
  t.strictSame((await manage('GET', TENANT)).body, demo)
  const all: [string, string, number][] = [
    ['GET', '', 0],
    ['GET', '/users', 0],
    ['GET', `/users/${DEMOUSER}`, 0],
    ['GET', '/clients', 0],
    ['GET', '/clients/demo-client', 0],
    ['GET', '/clients/demo-client/roles', 0],
    ['PUT', `/users/${DEMOUSER}/deactivate`, 0],
    ['DELETE', `/users/${DEMOUSER}`, 0]
  ]
  for (const [method, path] of all) {
    const foreign = await manage(method, `/auth/mgmt/v1/tenants/demotenant${path}`)
    t.match(foreign, { status: 403, text: '' }, path)
    const unknown = await manage(method, `/auth/mgmt/v1/tenants/nobody${path}`)
    t.match(unknown, { status: 404, text: '' }, path)
  }
  const foreign = await manage('POST', '/auth/mgmt/v1/tenants/demotenant/users', {
    username: 'a',
    password: 'b'
  })
  t.equal(foreign.status, 403)
})

t.test('reading users and clients needs the admin client', async t => {
  const sandbox = await createSandbox(t)
  const plain = await asAdmin(sandbox, HOSTING)
  for (const path of [TENANT, USERS, `${USERS}/${DEMOUSER}`, `${TENANT}/clients`, CLIENT])
    t.match(await plain('GET', path), { status: 403, text: '' }, path)
})

t.test('clients, roles and users agree with each other', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const { body: clients } = await manage('GET', `${TENANT}/clients`)
  t.equal(clients.length, 2)
  for (const client of clients) {
    t.equal(client.username, `demo/${client.name}`)
    const path = `${TENANT}/clients/${client.name}`
    t.strictSame((await manage('GET', path)).body, client)
    t.strictSame((await manage('GET', `${path}/roles`)).body, client.clientRoles)
    for (const role of client.clientRoles) {
      t.strictSame((await manage('GET', `${path}/roles/${role.name}`)).body, role)
      t.strictSame((await manage('GET', `${path}/roles/${role.name}/users`)).body, role.users)
      for (const user of role.users) {
        const reply = await manage('GET', `${path}/roles/${role.name}/users/${user}`)
        t.match(reply, { status: 200, text: `"${user}"` })
      }
    }
  }
  t.strictSame(clients[0].clientRoles[0].users, [DEMOUSER])
})

t.test('what does not exist is a 404 without a body', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const paths = [
    `${USERS}/${NOBODY}`,
    `${USERS}/nonsense`,
    `${TENANT}/clients/nobody`,
    `${TENANT}/clients/nobody/roles`,
    `${CLIENT}/roles/nothing`,
    `${CLIENT}/roles/nothing/users`,
    `${CLIENT}/roles/nothing/users/${DEMOUSER}`,
    `${CLIENT}/roles/payer/users/${NOBODY}`
  ]
  for (const path of paths) t.match(await manage('GET', path), { status: 404, text: '' }, path)
})

t.test('a user is given a role by its bare id, with or without quotation marks', async t => {
  const sandbox = await createSandbox(t)
  const manage = await asAdmin(sandbox)
  const users = `${CLIENT}/roles/payer/users`
  const [anna, bea] = [
    await makeUser(sandbox, HOSTING, 'anna'),
    await makeUser(sandbox, HOSTING, 'bea')
  ]
  t.equal((await manage('GET', `${users}/${anna}`)).status, 404)
  t.match(await manage('POST', users, anna), { status: 201, text: '' })
  t.equal((await manage('POST', users, `"${bea}"`)).status, 201)
  t.equal((await manage('POST', users, bea, { 'content-type': 'text/plain' })).status, 201)
  t.strictSame((await manage('GET', users)).body, [DEMOUSER, anna, bea])
  t.match((await manage('GET', `${USERS}/${anna}`)).body, { roles: ['customer', 'payer'] })
  t.equal((await manage('POST', users, NOBODY)).status, 404)
  t.equal((await manage('POST', users, '')).status, 400)
  t.equal((await manage('POST', `${CLIENT}/roles/nothing/users`, anna)).status, 404)
  await manage('PUT', `${USERS}/${anna}/deactivate`)
  t.strictSame((await manage('GET', users)).body, [DEMOUSER, bea])
})

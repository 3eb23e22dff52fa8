import { readFileSync } from 'node:fs'
import t from 'tap'
import {
  type Client,
  defaultRolesOf,
  presentClient,
  presentTenant,
  type Tenant
} from '../../../../src/apis/banksapi/model/mandant.ts'
import type { User } from '../../../../src/apis/banksapi/model/verwaltung.ts'

const read = (name: string) => JSON.parse(readFileSync(`fixtures/banksapi/${name}.json`, 'utf8'))
const tenants: readonly Tenant[] = read('banksapi-tenants')
const clients: readonly Client[] = read('banksapi-clients')
const users: readonly User[] = read('banksapi-users')

t.test('a tenant is shown without what only the sandbox knows', async t => {
  t.strictSame(presentTenant({ id: 'demo', description: 'Demo', regulated: true }), {
    name: 'demo',
    description: 'Demo'
  })
})

t.test('a client is shown with who has its roles, never with its secret', async t => {
  const client = clients.find(({ id }) => id === 'demo/demo-client') as Client
  const shown = presentClient(client, users)
  t.match(shown, { name: 'demo-client', username: 'demo/demo-client' })
  t.same(shown.clientRoles[0]?.users, ['1fad71ee-6dbf-49c7-9cb2-fff588de011f'])
  t.notMatch(JSON.stringify(shown), /secret|api-key/)
  t.same(presentClient(client, []).clientRoles[0]?.users, [])
})

t.test('new users have the default roles of all clients', async t => {
  t.strictSame(defaultRolesOf(clients.filter(({ id }) => id.startsWith('demo/'))), [
    'demo/demo-client/customer'
  ])
  t.strictSame(defaultRolesOf([]), [])
})

t.test('the seed has a tenant of either kind, each with clients, roles and users', async t => {
  t.strictSame(
    tenants.map(({ id, regulated }) => [id, regulated]),
    [
      ['demotenant', false],
      ['demo', true]
    ]
  )
  for (const { id } of tenants) {
    const own = clients.filter(client => client.id.startsWith(`${id}/`))
    const shown = own.map(client =>
      presentClient(
        client,
        users.filter(({ tenant }) => tenant === id)
      )
    )
    t.equal(shown.length, 2)
    for (const client of shown) {
      t.ok(client.description)
      t.ok(client.grantedScopes.length > 0)
      t.ok(client.clientRoles.length > 0)
    }
    t.ok(shown[0]?.clientRoles.some(role => role.users.length > 0))
  }
})

t.test('the seed names users and keys once and by rule', async t => {
  for (const user of users) t.equal(user.id, `${user.tenant}/${user.username}`)
  const ids = [...users.map(({ userId }) => userId), ...clients.flatMap(one => one.apiKey ?? [])]
  t.equal(new Set(ids).size, ids.length)
  const roles = clients.flatMap(({ id, clientRoles }) =>
    clientRoles.map(one => `${id}/${one.name}`)
  )
  for (const user of users) for (const role of user.roles) t.ok(roles.includes(role), role)
})

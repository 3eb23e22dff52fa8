import t from 'tap'
import { fullScope, grantScopes } from '../../../../src/apis/banksapi/model/scopes.ts'

const GRANTED = ['http://banksapi.io/provider/read', 'auth/tenants/users/create']

t.test('scopes of data have an address before them, those of management none', async t => {
  const cases = [
    ['provider/read', 'http://banksapi.io/provider/read'],
    ['customer/ueberweisung', 'http://banksapi.io/customer/ueberweisung'],
    ['schedule/read', 'http://banksapi.io/schedule/read'],
    ['auth/tenants/read', 'auth/tenants/read'],
    ['http://banksapi.io/customer/read', 'http://banksapi.io/customer/read']
  ] as const
  for (const [short, full] of cases) t.equal(fullScope(short), full)
})

t.test('a wish narrows the scopes, none brings them all', async t => {
  const cases: [string | undefined, readonly string[]][] = [
    [undefined, GRANTED],
    ['', GRANTED],
    ['  ', GRANTED],
    ['auth/tenants/users/create', ['auth/tenants/users/create']],
    [' auth/tenants/users/create  auth/tenants/users/create', ['auth/tenants/users/create']],
    ['auth/tenants/users/create http://banksapi.io/provider/read', [...GRANTED].reverse()]
  ]
  for (const [wish, scopes] of cases)
    t.strictSame(grantScopes(GRANTED, wish), { granted: true, scopes }, String(wish))
})

t.test('a scope that is not granted is named', async t => {
  for (const wish of ['auth/tenants/read', 'provider/read', `${GRANTED[0]} nonsense`])
    t.match(grantScopes(GRANTED, wish), { granted: false, missing: wish.split(' ').at(-1) })
})

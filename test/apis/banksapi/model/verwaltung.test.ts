import t from 'tap'
import {
  changed,
  faultOfDetails,
  hasRole,
  keepUser,
  newUser,
  presentUser,
  reactivated,
  roleKey,
  type User,
  withRole
} from '../../../../src/apis/banksapi/model/verwaltung.ts'

const ID = '1fad71ee-6dbf-49c7-9cb2-fff588de011f'
const ANNA: User = {
  id: 'demo/anna',
  userId: ID,
  tenant: 'demo',
  username: 'anna',
  password: 'secret',
  active: true,
  roles: []
}

t.test('details have to be texts, the mandatory ones not empty', async t => {
  const both = ['username', 'password'] as const
  const cases: [
    Record<string, unknown>,
    readonly ('username' | 'password')[],
    string | undefined
  ][] = [
    [{ username: 'a', password: 'b' }, both, undefined],
    [{ username: 'a', password: 'b', firstname: '', more: 1 }, both, undefined],
    [{ password: 'b' }, both, 'username is missing'],
    [{ username: 'a' }, both, 'password is missing'],
    [{ username: '', password: 'b' }, both, 'username is empty'],
    [{ username: 'a', password: '' }, both, 'password is empty'],
    [{ username: 'a', password: 1 }, both, 'password has to be a text'],
    [{ username: ['a'], password: 'b' }, both, 'username has to be a text'],
    [{ username: 'a', password: 'b', lastname: {} }, both, 'lastname has to be a text'],
    [{}, [], undefined],
    [{ username: '' }, [], 'username is empty'],
    [{ firstname: false }, [], 'firstname has to be a text']
  ]
  for (const [body, mandatory, fault] of cases)
    t.equal(faultOfDetails(body, mandatory), fault, JSON.stringify(body))
})

t.test('a new user is active and keeps what was said of it', async t => {
  const details = { username: 'anna', password: 'secret' }
  t.strictSame(newUser('demo', ID, details, []), ANNA)
  t.strictSame(newUser('demo', ID, { ...details, firstname: 'A', lastname: 'S' }, ['demo/c/r']), {
    ...ANNA,
    firstname: 'A',
    lastname: 'S',
    roles: ['demo/c/r']
  })
  t.match(newUser('demo', ID, {}, []), { username: '', password: '' })
})

t.test('a user with another name is kept under it, with its id and its password', async t => {
  const bea = changed(ANNA, { username: 'bea', password: 'other', firstname: 'Bea' })
  t.strictSame(bea, { ...ANNA, id: 'demo/bea', username: 'bea', firstname: 'Bea' })
  t.strictSame(keepUser(bea, ANNA), [
    { do: 'remove', collection: 'banksapi-users', id: 'demo/anna' },
    { do: 'put', collection: 'banksapi-users', document: bea }
  ])
  t.strictSame(changed(ANNA, {}), ANNA)
  t.strictSame(keepUser(ANNA), [{ do: 'put', collection: 'banksapi-users', document: ANNA }])
})

t.test('only the same user name comes back, perhaps with another password', async t => {
  const away = { ...ANNA, active: false }
  t.strictSame(reactivated(away, { username: 'anna', password: 'new' }), {
    ...ANNA,
    password: 'new'
  })
  t.strictSame(reactivated(away, { username: 'anna', lastname: 'S' }), { ...ANNA, lastname: 'S' })
  t.equal(reactivated(away, { username: 'bea', password: 'secret' }), undefined)
  t.equal(reactivated(away, { username: 'Anna', password: 'secret' }), undefined)
})

t.test('a role is given once', async t => {
  const payer = withRole(ANNA, 'demo/demo-client', 'payer')
  t.ok(hasRole(payer, 'demo/demo-client', 'payer'))
  t.notOk(hasRole(payer, 'demo/admin-client', 'payer'))
  t.notOk(hasRole(ANNA, 'demo/demo-client', 'payer'))
  t.equal(withRole(payer, 'demo/demo-client', 'payer'), payer)
  t.equal(roleKey('demo/demo-client', 'payer'), 'demo/demo-client/payer')
})

t.test('a user is shown with both spellings of its id and each role once', async t => {
  const roles = [
    'demo/demo-client/customer',
    'demo/admin-client/customer',
    'demo/demo-client/payer'
  ]
  t.strictSame(presentUser({ ...ANNA, roles }), {
    id: ID,
    userReference: ID,
    username: 'anna',
    roles: ['customer', 'payer']
  })
})

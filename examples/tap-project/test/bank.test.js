import { sandkasten } from 'sandkasten/tap'
import t from 'tap'
import { createBankClient } from '../../banksapi-client/client.js'

const DEMO_BANK = '00000000-0000-0000-0000-000000000000'

t.test('a push is approved in the app', async t => {
  const sandbox = await sandkasten(t)
  await sandbox.behaviour.set({ 'banksapi.decoupledPolls': 0 })
  const bank = createBankClient({
    baseUrl: sandbox.baseUrls.banksapi,
    ...sandbox.credentials.banksapi
  })
  const { id, access } = await bank.addAccess(
    { userid: 'demo1+decoupled', pin: 'demo1' },
    DEMO_BANK
  )
  t.match(access, { status: 'INTERAKTION', challenge: { decoupled: true } })

  const phone = sandbox.phone('demo1')
  const [push] = await phone.messages({ wait: '5s' })
  await phone.approve(push.approval.id)

  t.equal((await phone.messages())[0].approval.state, 'approved')
  t.match(await bank.access(id), { messages: [{ code: 'BA3030' }] })
})

t.test('a token lives an hour', async t => {
  const sandbox = await sandkasten(t)
  await sandbox.clock.freeze()
  const bank = createBankClient({
    baseUrl: sandbox.baseUrls.banksapi,
    ...sandbox.credentials.banksapi
  })
  const { id } = await bank.addAccess({ userid: 'demo1', pin: 'demo1' }, DEMO_BANK)
  await sandbox.clock.advance('P1D')
  await t.rejects(bank.access(id), /401/)
  t.match(await sandbox.requests.find({ status: 401 }), [{ operationId: 'getBankzugang' }])
})

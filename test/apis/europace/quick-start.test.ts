import { readFileSync } from 'node:fs'
import t from 'tap'
import { createSandbox } from '../../sandbox.ts'

const example = JSON.parse(readFileSync('fixtures/examples/kundenangaben-quick-start.json', 'utf8'))

t.test('the documented example makes a case that can be read and replaced', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()

  const created = await sandbox.call('POST', '/kundenangaben', { token, body: example })
  t.match(created, { status: 201, body: { vorgangsnummer: /^[A-Z][A-Z0-9]{5}$/ } })

  const path = `/kundenangaben/${created.body.vorgangsnummer}`
  const read = await sandbox.call('GET', path, { token })
  t.equal(read.status, 200)
  t.match(read.body, example.kundenangaben, 'all that was sent is there')

  const replaced = await sandbox.call('PUT', path, {
    token,
    body: { kundenangaben: read.body, updateMetadaten: {} }
  })
  t.match(replaced, { status: 204, text: '' })
  const again = await sandbox.call('GET', path, { token })
  t.same(again.body, read.body, 'what was read can be sent back unchanged')
})

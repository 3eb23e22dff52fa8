import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { filesIn } from '../../src/apis/all.ts'
import { readSeed } from '../../src/app.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

/** The keys that `sandkasten init` writes, in a folder of the test. */
async function writeKeys(t: Test): Promise<(name: string) => string> {
  const folder = t.testdir()
  for (const { name, content } of filesIn(readSeed()))
    writeFileSync(join(folder, name), await content())
  return name => join(folder, name)
}

async function run(settings: Readonly<Record<string, string>>) {
  const { ING_URL: _, ...env } = process.env
  return promisify(execFile)(process.execPath, ['examples/ing-client/run.js'], {
    env: { ...env, ...settings }
  })
}

function fullProfile(t: Test): Promise<Sandbox> {
  return createSandbox(t, { tls: true, behaviour: { 'ing.profile': 'full' } })
}

t.test('the client signs its way through the profile full', async t => {
  const sandbox = await fullProfile(t)
  const key = await writeKeys(t)
  const { stdout } = await run({
    ING_URL: sandbox.url,
    ING_SIGNING_KEY: key('ing-demo-client-signing-key.pem')
  })
  t.match(stdout, /^You are connected to partner API!$/m)
  t.match(stdout, /^submitted de\.ing\.business\.application\.[0-9a-f-]{36}: CREATED$/m)
  t.match(stdout, /^found version 0: CREATED$/m)
})

t.test('over TLS it also shows its certificate, in a workspace of its own', async t => {
  const sandbox = await fullProfile(t)
  const key = await writeKeys(t)
  const { stdout } = await run({
    ING_URL: String(sandbox.tlsUrl),
    ING_CLIENT_ID: 'demo-client+ci-1',
    ING_CA: key('ca.pem'),
    ING_SIGNING_KEY: key('ing-demo-client-signing-key.pem'),
    ING_CERTIFICATE: key('ing-demo-client-certificate.pem'),
    ING_CERTIFICATE_KEY: key('ing-demo-client-certificate-key.pem')
  })
  t.match(stdout, /^found version 0: CREATED$/m)
  t.equal((await (await sandbox.workspace('ci-1')).store.list('applications')).length, 1)
  t.strictSame(await (await sandbox.workspace()).store.list('applications'), [])
})

t.test('without the right key or certificate it is refused in the documented words', async t => {
  const sandbox = await fullProfile(t)
  const key = await writeKeys(t)
  const signing = key('ing-demo-client-signing-key.pem')
  const wrongKey = await failure({
    ING_URL: sandbox.url,
    ING_SIGNING_KEY: key('ing-demo-client-certificate-key.pem')
  })
  t.match(wrongKey, /401 .*Signature could not be successfully verified\./)
  const noCertificate = await failure({
    ING_URL: String(sandbox.tlsUrl),
    ING_CA: key('ca.pem'),
    ING_SIGNING_KEY: signing
  })
  t.match(noCertificate, /401 .*Invalid client certificate/)
})

/** What a run that has to fail complains about. */
async function failure(settings: Readonly<Record<string, string>>): Promise<string> {
  return run(settings).then(
    () => 'it did not fail',
    (error: { stderr: string }) => error.stderr
  )
}

// Walks through the ING Partner API: ping, submit, look. Settings come from the environment, see README.md.
import { readFileSync } from 'node:fs'
import { createIngClient } from './client.js'

const { env } = process
const read = name => (env[name] === undefined ? undefined : readFileSync(env[name], 'utf8'))

const signingKey = read('ING_SIGNING_KEY')
if (signingKey === undefined) throw new Error('ING_SIGNING_KEY names no file')
const ing = createIngClient({
  url: env.ING_URL ?? 'http://localhost:8451',
  clientId: env.ING_CLIENT_ID ?? 'demo-client',
  clientSecret: env.ING_CLIENT_SECRET ?? 'demo-secret',
  subscriptionKey: env.ING_SUBSCRIPTION_KEY ?? 'demo-subscription-key',
  partnerCompanyId: env.ING_PARTNER_COMPANY_ID ?? '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  signingKey,
  tls: { ca: read('ING_CA'), cert: read('ING_CERTIFICATE'), key: read('ING_CERTIFICATE_KEY') }
})
const application = JSON.parse(readFileSync(new URL('application.json', import.meta.url), 'utf8'))

console.log(await ing.ping())
const { application_id: id, status } = await ing.submit(application, env.ING_IDEMPOTENCY_KEY)
console.log(`submitted ${id}: ${status}`)
const found = await ing.find(id)
console.log(`found version ${found.version}: ${found.status}`)

// A client of the ING Partner API that signs its requests, with nothing but Node. Copy it.
import { createHash, createSign, randomUUID } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

/**
 * @typedef {object} Options
 * @property {string} url Where the API is, as http://localhost:8451 or https://api.openbusiness.ing.de
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {string} subscriptionKey
 * @property {string} partnerCompanyId
 * @property {string} signingKey Private key in PEM
 * @property {{ ca?: string, cert?: string, key?: string }} [tls] CA, client certificate and its key, all in PEM
 */

/** @param {Options} options */
export function createIngClient(options) {
  const { clientId, clientSecret, subscriptionKey, partnerCompanyId } = options
  /** @type {{ value: string, expiresAt: number } | undefined} */
  let token

  /** A token that is good for another minute at least. */
  async function accessToken() {
    if (token && token.expiresAt > Date.now() + 60_000) return token.value
    const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret })
    const answer = await send(options, 'POST', '/token-api/oauth2/token', form.toString(), {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Subscription-Key': subscriptionKey
    })
    const { access_token: value, expires_in: seconds } = JSON.parse(answer)
    token = { value, expiresAt: Date.now() + seconds * 1000 }
    return value
  }

  /** A signed call. The path is that below /partner-api. */
  async function call(method, path, body = '', headers = {}) {
    return send(options, method, `/partner-api${path}`, body, {
      ...headers,
      ...sign(options, method, path, body),
      Authorization: `Bearer ${await accessToken()}`,
      'Subscription-Key': subscriptionKey,
      'Partner-Company-Id': partnerCompanyId
    })
  }

  return {
    /** The greeting of the API: everything is set up right. */
    ping: () => call('GET', '/ping'),

    /** Submits an application. The same key may be sent again until an answer comes; it never makes a second one. */
    submit: async (application, idempotencyKey = randomUUID()) =>
      JSON.parse(
        await call('POST', '/applications', JSON.stringify(application), {
          'Content-Type': 'application/json',
          'Idempotency-Key': idempotencyKey
        })
      ),

    /** How far an application is. */
    find: async id => JSON.parse(await call('GET', `/applications/${id}`))
  }
}

/** Header fields of draft-cavage-http-signatures-10: the path without /partner-api, the date, the digest. */
function sign({ clientId, signingKey }, method, path, body) {
  const date = new Date().toUTCString()
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  const text = `(request-target): ${method.toLowerCase()} ${path}\ndate: ${date}\ndigest: ${digest}`
  const signature = createSign('RSA-SHA256').update(text).sign(signingKey, 'base64')
  const parts = {
    keyId: clientId,
    algorithm: 'rsa-sha256',
    headers: '(request-target) date digest',
    signature
  }
  const header = Object.entries(parts).map(([name, value]) => `${name}="${value}"`)
  return { Date: date, Digest: digest, Signature: header.join(',') }
}

/** Resolves with the body of an answer, throws an error with status and body when it is none of 2xx. */
function send({ url: base, tls }, method, path, body, headers) {
  const url = new URL(path, base)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const length = body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...headers, ...length }, ...tls },
      async incoming => {
        const chunks = []
        for await (const chunk of incoming) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString('utf8')
        const status = incoming.statusCode ?? 0
        if (status < 300) return resolve(text)
        const error = new Error(`${method} ${path}: ${status} ${text}`)
        reject(Object.assign(error, { status, body: text }))
      }
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

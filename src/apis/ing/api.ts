import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import { HOME } from '../../contract/home.ts'
import { isJson, mediaTypeOf, rawText, readJsonObject } from '../../http/body.ts'
import { Problem } from '../../http/problem.ts'
import { createTracer } from '../../http/trace.ts'
import { locate } from '../../oauth/bearer.ts'
import { createSigner } from '../../oauth/jwt.ts'
import type { Api } from '../api.ts'
import { createApplications, keyIn } from './applications.ts'
import { ingBranches } from './branches.ts'
import type { Client, Context } from './context.ts'
import { controls } from './controls.ts'
import { filesOf } from './files.ts'
import { authenticate, checkMessage } from './layers.ts'
import { ANONYMISATION, TRANSITION } from './model/application.ts'
import { IDEMPOTENCY_EXPIRY } from './model/idempotency.ts'
import { renderIngProblem } from './problems.ts'
import { createReader } from './read.ts'
import { anonymiseWhenDue, forgetAnswer, goOn } from './runners.ts'
import { ingSwitches } from './switches.ts'
import { createTokens, peekClient, readTokenForm, type TokenContext } from './token.ts'

const CONTRACT = 'ing-partner'

export const ing: Api = {
  name: 'ing',
  switches: ingSwitches,
  branches: ingBranches,
  runners: {
    [TRANSITION]: goOn,
    [ANONYMISATION]: anonymiseWhenDue,
    [IDEMPOTENCY_EXPIRY]: forgetAnswer
  },
  controls,
  showcase: async () => (await import('./konsole.ts')).showcase,
  credentials: seed =>
    ((seed['ing-clients'] ?? []) as readonly Client[]).map(one => ({
      api: 'ING',
      client: one.id,
      secret: one.secret,
      about: `Subscription-Key ${one.subscriptionKey}, Partner-Company-Id ${one.partner}${one.disabled ? ' (disabled)' : ''}`
    })),
  files: filesOf,
  bindings(services) {
    const signer = createSigner(
      JSON.parse(readFileSync(join(HOME, 'fixtures', 'ing', 'token-key.json'), 'utf8'))
    )
    const read = createReader(services.contract(CONTRACT))
    return [
      {
        contract: CONTRACT,
        paths: ['/token-api', '/partner-api'],
        handlers: { ...createTokens(signer), ...createApplications(read) },
        isJournaled: true,
        trace: createTracer('x-correlation-id', services.seed),
        locate: request => locate(request, services, signer),
        async peek(request, operation) {
          if (isToken(operation)) await peekClient(request, services)
        },
        async begin(request, operation, trail) {
          if (isToken(operation)) return { services, trail, request } satisfies TokenContext
          const context = await authenticate(request, trail, services, signer)
          if (!operation.body) await checkMessage(request, NOTHING, context)
          return context
        },
        async readBody(request, operation, context) {
          if (isToken(operation)) return readTokenForm(request)
          const bytes = Buffer.isBuffer(request.body) ? request.body : NOTHING
          await checkMessage(request, bytes, context as Context)
          return readApplication(request, bytes.length, context as Context)
        },
        renderProblem: renderIngProblem,
        headers: () => ({})
      }
    ]
  }
}

const NOTHING = Buffer.alloc(0)

function isToken({ id }: Operation): boolean {
  return id === 'createPartnerToken'
}

/** assumed: the order of the checks (dossier 6) */
function readApplication(
  request: FastifyRequest,
  bytes: number,
  { trail, behaviour }: Context
): unknown {
  const { type } = mediaTypeOf(request)
  if (!isJson(type))
    throw new Problem(
      415,
      'Unsupported Media Type',
      `The body is not JSON but ${type || 'of no type'}`
    )
  if (bytes > behaviour['ing.bodyLimitBytes']) throw new Problem(413, 'Request too large')
  keyIn(request.headers['idempotency-key'], behaviour)
  const text = rawText(request)
  const body = readJsonObject(text)
  trail.body = body
  trail.text = text
  return body
}

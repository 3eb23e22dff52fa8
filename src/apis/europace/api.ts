import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOME } from '../../contract/home.ts'
import { createTracer } from '../../http/trace.ts'
import { createSigner } from '../../oauth/jwt.ts'
import { expireToken, TOKEN_EXPIRY } from '../../oauth/token.ts'
import type { Api, Binding } from '../api.ts'
import { authenticate, locate } from './authentication.ts'
import { beginToken, createAuthorization, locateToken, readTokenRequest } from './authorization.ts'
import type { Context } from './context.ts'
import { createEinleser } from './einlesen.ts'
import { kundenangaben } from './kundenangaben.ts'
import { renderKundenangabenProblem, renderTokenProblem } from './problems.ts'
import { europaceSwitches } from './switches.ts'

export const europace: Api = {
  name: 'europace',
  switches: europaceSwitches,
  runners: { [TOKEN_EXPIRY]: expireToken },
  bindings(services) {
    const signer = createSigner(
      JSON.parse(readFileSync(join(HOME, 'fixtures', 'europace', 'signing-key.json'), 'utf8'))
    )
    const einleser = createEinleser(services.contract('europace-kundenangaben'))
    // documented: X-TraceId on every answer, the client's or one of the platform (dossier A7)
    const trace = createTracer('x-traceid', services.seed)
    const headers = (traceId: string) => ({ 'X-TraceId': traceId })
    const token: Binding = {
      contract: 'europace-authorization',
      paths: [
        '/auth/token',
        '/auth/access-token',
        '/auth/signing-keys',
        '/.well-known/oauth-authorization-server'
      ],
      handlers: createAuthorization(signer),
      isJournaled: true,
      trace,
      locate: request => locateToken(request, services),
      begin: (request, _, trail) => beginToken(request, trail, services),
      readBody: readTokenRequest,
      renderProblem: renderTokenProblem,
      headers
    }
    const cases: Binding = {
      contract: 'europace-kundenangaben',
      paths: ['/kundenangaben'],
      handlers: kundenangaben,
      isJournaled: true,
      trace,
      locate: request => locate(request, services, signer),
      async begin(request, operation, trail) {
        const known = await authenticate(request, operation, trail, services, signer)
        return { ...known, umbau: einleser.umbau } satisfies Context
      },
      readBody: (request, operation, context) =>
        einleser.readBody(request, operation, context as Context),
      renderProblem: renderKundenangabenProblem,
      headers
    }
    return [token, cases]
  }
}

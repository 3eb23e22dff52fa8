import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import { HOME } from '../../contract/home.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { createTracer } from '../../http/trace.ts'
import { locate } from '../../oauth/bearer.ts'
import { createSigner } from '../../oauth/jwt.ts'
import { expireToken, TOKEN_EXPIRY } from '../../oauth/token.ts'
import type { Api, Binding } from '../api.ts'
import { antragsstatus } from './antragsstatus.ts'
import { authenticate } from './authentication.ts'
import { beginToken, createAuthorization, locateToken, readTokenRequest } from './authorization.ts'
import { europaceBranches } from './branches.ts'
import type { Context } from './context.ts'
import { createEinleser, type Einleser } from './einlesen.ts'
import { createKexEinleser } from './kex-einlesen.ts'
import { kundenangaben } from './kundenangaben.ts'
import type { Client } from './model/zugang.ts'
import { renderKexProblem, renderKundenangabenProblem, renderTokenProblem } from './problems.ts'
import { simulations } from './simulations.ts'
import { europaceSwitches } from './switches.ts'
import { vorgangImport } from './vorgang-import.ts'

export const europace: Api = {
  name: 'europace',
  switches: europaceSwitches,
  branches: europaceBranches,
  runners: { [TOKEN_EXPIRY]: expireToken },
  controls: simulations,
  files: () => [],
  showcase: async () => (await import('./konsole.ts')).showcase,
  credentials: seed =>
    ((seed['clients'] ?? []) as readonly Client[]).map(one => ({
      api: 'Europace',
      client: one.id,
      secret: one.secret,
      about: `acts for ${one.subject ?? one.partner}: ${one.scopes.join(' ')}`
    })),
  bindings(services) {
    const signer = createSigner(
      JSON.parse(readFileSync(join(HOME, 'fixtures', 'europace', 'signing-key.json'), 'utf8'))
    )
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
    const resource = (contract: string, einleser: Einleser) => ({
      contract,
      isJournaled: true,
      trace,
      locate: (request: FastifyRequest) => locate(request, services, signer),
      begin: (request: FastifyRequest, operation: Operation, trail: Trail) =>
        authenticate(request, operation, trail, services, signer, einleser.umbau),
      readBody: (request: FastifyRequest, operation: Operation, context: unknown) =>
        einleser.readBody(request, operation, context as Context),
      headers
    })
    return [token, ...resources(services, resource)]
  }
}

/** The APIs behind a token. `resource` is what they have in common on the wire. */
function resources(
  { contract }: Services,
  resource: (
    contract: string,
    einleser: Einleser
  ) => Omit<Binding, 'paths' | 'handlers' | 'renderProblem'>
): readonly Binding[] {
  const cases = 'europace-kundenangaben'
  const imports = 'kreditsmart-vorgang-import'
  const status = 'kreditsmart-antragsstatus'
  return [
    {
      ...resource(cases, createEinleser(contract(cases))),
      paths: ['/kundenangaben'],
      handlers: kundenangaben,
      renderProblem: renderKundenangabenProblem
    },
    {
      ...resource(imports, createKexEinleser(contract(imports), 'Vorgang')),
      paths: ['/vorgang', '/kreditsmart/kex/vorgang'],
      handlers: vorgangImport,
      renderProblem: renderKexProblem
    },
    {
      ...resource(status, createKexEinleser(contract(status), 'Statuswechsel')),
      paths: ['/kreditsmart/kex/antraege'],
      handlers: antragsstatus,
      renderProblem: renderKexProblem
    }
  ]
}

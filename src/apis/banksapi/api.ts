import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import { withoutSlash } from '../../http/links.ts'
import type { Trail } from '../../http/observe.ts'
import { createUuidTracer } from '../../http/trace.ts'
import { createChance } from '../../world/chance.ts'
import type { Api, Binding } from '../api.ts'
import { providersOf } from './anbieter-der-anfrage.ts'
import { authHandlers, beginAuth, readAuthBody } from './auth.ts'
import { authenticate, locate, openContext } from './authentication.ts'
import { banksapiBranches } from './branches.ts'
import { builder } from './builder.ts'
import { controls } from './controls.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { createVerschluesselung } from './credentials.ts'
import { einsichten } from './einsicht.ts'
import { updateInBackground } from './hintergrund.ts'
import { filesOf, keys } from './keys.ts'
import { createBodyReader } from './lesen.ts'
import { managementHandlers } from './management.ts'
import { generierteAnbieter } from './model/katalog.ts'
import type { Client } from './model/mandant.ts'
import { HINTERGRUND, SCA_TIMEOUT, ZUGANG_TIMEOUT } from './model/nachwirkungen.ts'
import { ENTWURF_TIMEOUT, ZAHLUNG_FAELLIG } from './model/zahlungswirkungen.ts'
import { renderBanksapiProblem } from './problems.ts'
import { produkte } from './produkte.ts'
import { providers } from './providers.ts'
import { createRedirects } from './redirect.ts'
import { executeWhenDue, expireEntwurf, expireSca, forgetZugang } from './runners.ts'
import { createScaSchritte } from './sca-schritte.ts'
import { simulation } from './simulation.ts'
import { geldSimulation } from './simulation-geld.ts'
import { sessions } from './sitzungen.ts'
import { banksapiSwitches } from './switches.ts'
import { tags } from './tags.ts'
import { createTokenIndex } from './token-index.ts'
import { createUeberweisungen } from './ueberweisung.ts'
import { addWebform } from './webform.ts'
import { consents } from './zahlung-consent.ts'
import { createZahlungen } from './zahlungen.ts'
import { createZugaenge } from './zugaenge.ts'

/** What an address has that may be another spelling; most have nothing of the kind. */
const OTHER_SPELLING = /^\/v2\/|\/(\?|$)/

export const banksapi: Api = {
  name: 'banksapi',
  switches: banksapiSwitches,
  branches: banksapiBranches,
  runners: {
    [SCA_TIMEOUT]: expireSca,
    [ZUGANG_TIMEOUT]: forgetZugang,
    [HINTERGRUND]: updateInBackground,
    [ZAHLUNG_FAELLIG]: executeWhenDue,
    [ENTWURF_TIMEOUT]: expireEntwurf
  },
  controls: { ...controls, ...keys, ...simulation, ...geldSimulation },
  files: filesOf,
  showcase: async () => (await import('./konsole.ts')).showcase,
  credentials: seed =>
    ((seed['banksapi-clients'] ?? []) as readonly Client[]).map(one => ({
      api: 'BANKSapi',
      client: one.id,
      secret: one.secret,
      about: one.description
    })),
  generate: ({ providers: count, randomSeed }) => ({
    anbieter: generierteAnbieter(count, createChance(randomSeed))
  }),
  // documented: some examples have version and part the other way round; observed: slashes at the end (dossier A1)
  rewrite(url) {
    if (!OTHER_SPELLING.test(url)) return url
    const [path = '', ...query] = url.split('?')
    const turned = path.replace(/^\/v2\/customer(?=\/|$)/, '/customer/v2')
    const isOurs = /^\/(auth\/(oauth2|mgmt|tenants)|customer|providers|tags|hello)(\/|$)/.test(
      turned
    )
    const bare = isOurs ? withoutSlash(turned) : turned
    return [bare, ...query].join('?')
  },
  pages: addWebform,
  bindings(services) {
    const index = createTokenIndex()
    const verschluesselung = createVerschluesselung()
    const side = {
      isJournaled: true,
      trace: createUuidTracer('x-correlation-id', services.seed),
      locate: (request: FastifyRequest) => locate(request, services, index),
      providersOf,
      renderProblem: renderBanksapiProblem,
      headers: (id: string, request: FastifyRequest) => ({
        'X-Correlation-ID': id,
        ...corsHeaders(request.headers.origin)
      }),
      answersHead: true,
      preflight: preflightHeaders
    }
    const resource = (contract: string) => ({
      ...side,
      contract,
      async begin(request: FastifyRequest, operation: Operation, trail: Trail) {
        if (operation.security.length === 0) return openContext(request, trail, services, index)
        return authenticate(request, operation, trail, services, index)
      },
      readBody: createBodyReader(services.contract(contract))
    })
    const auth: Binding = {
      ...side,
      contract: 'banksapi-auth',
      paths: ['/auth/oauth2', '/auth/mgmt', '/auth/tenants', '/one', '/onebasic', '/encrypt'],
      handlers: { ...authHandlers(index, verschluesselung), ...managementHandlers() },
      begin(request, operation, trail) {
        return beginAuth(request, operation, trail, services, index)
      },
      readBody: async (request, operation) => readAuthBody(request, operation)
    }
    const customer = {
      ...createZugaenge(verschluesselung),
      ...createScaSchritte(verschluesselung),
      ...createRedirects(index),
      ...produkte,
      ...builder,
      ...einsichten,
      ...sessions
    }
    const payment = {
      ...createZahlungen(verschluesselung),
      ...createUeberweisungen(verschluesselung),
      ...consents
    }
    return [
      auth,
      { ...resource('banksapi-providers'), paths: ['/providers'], handlers: providers },
      { ...resource('banksapi-customer'), paths: ['/customer'], handlers: customer },
      { ...resource('banksapi-payment'), paths: ['/customer'], handlers: payment },
      { ...resource('banksapi-tags'), paths: ['/tags', '/hello'], handlers: tags }
    ]
  }
}

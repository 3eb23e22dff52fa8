import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/control.ts'
import { Problem } from '../../http/problem.ts'
import { issueClientCertificate, readAuthority } from '../../http/tls.ts'
import { credentials } from '../../oauth/client.ts'
import type { World } from '../../world/world.ts'
import type { ControlContext } from '../api.ts'
import { shownAs } from './applications.ts'
import { type Client, clientIn, type SigningKey } from './context.ts'
import { type Application, allowedAfter, forget, isOver, transition } from './model/application.ts'
import { paceOf } from './pace.ts'
import type { Behaviour } from './switches.ts'

/** What back office, customers and administrators would do, on command. */
export const controls: Pick<
  Handlers<operations, ControlContext>,
  | 'simulateIngTransition'
  | 'simulateIngAnonymise'
  | 'putIngSigningKey'
  | 'getIngSigningKey'
  | 'createIngClientCertificate'
> = {
  async simulateIngTransition({ body }, { world }) {
    const { application_id: id, to, rejection_reasons: reasons = [] } = body
    const behaviour = world.behaviour() as Behaviour
    if (reasons.length > 0 && to !== 'REJECTED')
      throw new Problem(400, 'Bad Request', `Reasons do not go with ${to}`)
    const application = await world.turn(async state => {
      const known = await find(state, id)
      const allowed = allowedAfter(known.status)
      if (!allowed.includes(to)) {
        const others = allowed.length > 0 ? `only to ${allowed.join(', ')}` : 'nowhere any more'
        throw new Problem(409, 'Conflict', `From ${known.status} it goes ${others}`)
      }
      const now = world.clock.now()
      const moved = transition(known, to, 'BACKOFFICE', reasons, now, paceOf(behaviour))
      state.perform(moved.effects)
      return moved.application
    })
    return { status: 200, body: shownAs(application, behaviour) }
  },

  async simulateIngAnonymise({ body: { application_id: id } }, { world }) {
    const application = await world.turn(async state => {
      const known = await find(state, id)
      if (!isOver(known.status)) {
        const detail = `Data of an application are kept while it is ${known.status}`
        throw new Problem(409, 'Conflict', `${detail}; only REJECTED and ABANDONED are anonymised`)
      }
      const forgotten = forget(known, world.clock.now())
      state.perform([{ do: 'put', collection: 'applications', document: forgotten }])
      return forgotten
    })
    return { status: 200, body: shownAs(application, world.behaviour() as Behaviour) }
  },

  async putIngSigningKey({ path: { clientId }, body }, context) {
    const { world, client } = await locate(clientId, context)
    const publicKey = readKey(body)
    const document: SigningKey = { id: client.id, publicKey: toPem(publicKey) }
    await world.turn(async state =>
      state.perform([{ do: 'put', collection: 'ing-signing-keys', document }])
    )
    return { status: 200, body: { keyId: clientId, publicKey: document.publicKey } }
  },

  async getIngSigningKey({ path: { clientId } }, context) {
    const { world, client } = await locate(clientId, context)
    const key = await world.store.get<SigningKey>('ing-signing-keys', client.id)
    if (!key) throw new Problem(404, 'Not Found', `${clientId} has no signing key; PUT one here`)
    const { publicKey, privateKey } = key
    return { status: 200, body: { keyId: clientId, publicKey, ...(privateKey && { privateKey }) } }
  },

  async createIngClientCertificate({ path: { clientId } }, context) {
    await locate(clientId, context)
    const pair = await issueClientCertificate(clientId)
    return { status: 201, body: { ...pair, authority: readAuthority().certificate } }
  }
}

async function find(store: Pick<World['store'], 'get'>, id: string): Promise<Application> {
  const application = await store.get<Application>('applications', id)
  if (!application) throw new Problem(404, 'Not Found', `There is no application ${id}`)
  return application
}

/** A client by its id. One with the suffix of a workspace is looked for there. */
async function locate(
  clientId: string,
  { world, worlds }: ControlContext
): Promise<{ world: World; client: Client }> {
  const named = clientId.includes('+') ? credentials(clientId, '')?.workspace : world.name
  const home = named === undefined || named === world.name ? world : await worlds.find(named)
  const client = named === undefined ? undefined : await clientIn(home.store, clientId)
  if (!client) throw new Problem(404, 'Not Found', `There is no ING client ${clientId}`)
  return { world: home, client }
}

/** documented: RSA from 2048 bits on */
function readKey(body: { readonly publicKey?: string; readonly certificate?: string }): KeyObject {
  const key = parse(body)
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0
  if (key?.asymmetricKeyType === 'rsa' && bits >= 2048) return key
  const name = body.publicKey === undefined ? 'certificate' : 'publicKey'
  throw new Problem(
    400,
    'Bad Request',
    `${name} has to be PEM with an RSA key of 2048 bits or more`
  )
}

function parse({
  publicKey,
  certificate
}: {
  readonly publicKey?: string
  readonly certificate?: string
}): KeyObject | undefined {
  try {
    return publicKey === undefined
      ? new X509Certificate(certificate ?? '').publicKey
      : createPublicKey(publicKey)
  } catch {
    return undefined
  }
}

function toPem(key: KeyObject): string {
  return String(key.export({ type: 'spki', format: 'pem' }))
}

import { createPublicKey, type KeyObject } from 'node:crypto'
import { BlockList, isIPv4 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { baseUrl, clientAddress } from '../../http/links.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { findToken } from '../../oauth/bearer.ts'
import type { Signer } from '../../oauth/jwt.ts'
import { SECOND } from '../../world/clock.ts'
import { count, type Window } from '../../world/window.ts'
import type { World } from '../../world/world.ts'
import { isAcceptable, presentedCertificate } from './certificate.ts'
import { type Client, type Context, clientIn, type SigningKey } from './context.ts'
import { problem, throttled } from './problems.ts'
import { checkDate, checkDigest, checkSignature, type Signed } from './signature.ts'
import type { Behaviour } from './switches.ts'

type Layer = Extract<keyof Behaviour, `ing.${string}`>

/** Whether a layer of security is on in a workspace: by itself, else by the profile. */
function isOn(behaviour: Behaviour, layer: Layer): boolean {
  const setting = behaviour[layer]
  return setting === 'profile' ? behaviour['ing.profile'] === 'full' : setting === 'on'
}

/**
 * The layers before anybody knows who calls: address, client certificate, subscription key, throttle. `client` is known
 * where the caller has said who it is. assumed: the order (dossier 3)
 */
export async function passGate(
  request: FastifyRequest,
  world: World,
  client: Client | undefined,
  { trail, outside }: { readonly trail: Trail; readonly outside: Services['outside'] }
): Promise<void> {
  const behaviour = world.behaviour() as Behaviour
  const address = clientAddress(request, outside)
  if (isOn(behaviour, 'ing.ipAllowList') && !isListed(address, client?.allowedIps ?? PRIVATE))
    throw problem('addressForbidden')
  await checkCertificate(request, world, behaviour, client)
  if (isOn(behaviour, 'ing.subscriptionKey')) await checkSubscriptionKey(request, world)
  if (isOn(behaviour, 'ing.throttle')) await throttle(world, behaviour, address, trail)
}

/** Who calls: all layers but those that need the body. */
export async function authenticate(
  request: FastifyRequest,
  trail: Trail,
  services: Services,
  signer: Signer
): Promise<Context> {
  const { outside, worlds } = services
  const known = await findToken(request, trail, services, signer)
  const world = trail.world ?? worlds.default
  trail.world = world
  const client = known && (await clientIn(world.store, known.token.client))
  await passGate(request, world, client, { trail, outside })
  if (!known || !client) throw problem('tokenInvalid')
  const behaviour = world.behaviour() as Behaviour
  checkPartner(request, client, behaviour)
  return { services, trail, world, client, name: known.token.client, behaviour }
}

/** The layers about the message itself: date, digest, signature. */
export async function checkMessage(
  request: FastifyRequest,
  body: Uint8Array,
  { world, behaviour, name, services }: Context
): Promise<void> {
  const wishes = behaviour['ing.signature'] === 'ifPresent'
  const isSent = request.headers['signature'] !== undefined
  const isWanted = (layer: Layer) => isOn(behaviour, layer) || (wishes && isSent)
  const signed: Signed = {
    method: request.method,
    targets: targetsOf(request, services.outside),
    headers: request.headers as Signed['headers'],
    body
  }
  const skewMs = behaviour['ing.dateSkewSeconds'] * SECOND
  if (isWanted('ing.date')) checkDate(signed, world.clock.wall(), skewMs)
  if (isWanted('ing.digest')) checkDigest(signed)
  if (!isWanted('ing.signature')) return
  const key = await world.store.get<SigningKey>('ing-signing-keys', idOf(name))
  checkSignature(signed, keyId => (keyId === name ? publicKeyOf(key) : undefined))
}

function publicKeyOf(key: SigningKey | undefined): KeyObject | undefined {
  return key && createPublicKey(key.publicKey)
}

/** documented: only registered addresses; assumed: loopback and private ranges are, unless the client names others */
const PRIVATE = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7'
]

function isListed(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList()
  for (const range of ranges) {
    const [net = '', bits] = range.split('/')
    const family = isIPv4(net) ? 'ipv4' : 'ipv6'
    list.addSubnet(net, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** documented: RSA from 2048 bits, at most 39 months; the profile asks for one on the TLS port alone (design, 4) */
async function checkCertificate(
  request: FastifyRequest,
  world: World,
  behaviour: Behaviour,
  client: Client | undefined
): Promise<void> {
  const isEncrypted = 'encrypted' in request.raw.socket
  const isWanted =
    behaviour['ing.clientCertificate'] === 'on' ||
    (isOn(behaviour, 'ing.clientCertificate') && isEncrypted)
  if (!isWanted) return
  const certificate = presentedCertificate(request)
  const signing = client && (await world.store.get<SigningKey>('ing-signing-keys', client.id))
  if (!certificate || !isAcceptable(certificate, world.clock.wall(), signing?.publicKey))
    throw problem('certificateInvalid')
}

async function checkSubscriptionKey({ headers }: FastifyRequest, world: World): Promise<void> {
  const sent = headers['subscription-key']
  if (sent === undefined || sent === '') throw problem('subscriptionKeyMissing')
  const clients = await world.store.list<Client>('ing-clients')
  if (!clients.some(client => client.subscriptionKey === sent))
    throw problem('subscriptionKeyInvalid')
}

/** assumed: a fixed window, counted for every request (dossier 5) */
async function throttle(
  world: World,
  behaviour: Behaviour,
  address: string,
  trail: Trail
): Promise<void> {
  const windowMs = behaviour['ing.throttleWindowSeconds'] * SECOND
  const limit = behaviour['ing.throttleLimit']
  const burst = behaviour['ing.throttleBurst']
  const now = world.clock.now()
  const [window, second] = await world.turn(async state => {
    const counted = async (id: string, lengthMs: number) => {
      const next = count(await state.get<Window>('ing-windows', id), id, now, lengthMs)
      state.perform([{ do: 'put', collection: 'ing-windows', document: next }])
      return next
    }
    return [
      await counted(address, windowMs),
      burst > 0 ? await counted(`${address} burst`, SECOND) : undefined
    ] as const
  })
  const left = Math.max(1, Math.ceil((window.startedAt + windowMs - now) / SECOND))
  trail.headers = {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(Math.max(0, limit - window.requests)),
    'RateLimit-Reset': String(left)
  }
  if (window.requests > limit) throw throttled(left)
  if (second && second.requests > burst) throw throttled(1)
}

/** assumed: a key or an id that is sent has to be that of the client, needed or not (dossier 3) */
function checkPartner({ headers }: FastifyRequest, client: Client, behaviour: Behaviour): void {
  const id = headers['partner-company-id']
  const isMissing = id === undefined && isOn(behaviour, 'ing.partnerCompanyId')
  const isForeign = id !== undefined && id !== client.partner
  const key = headers['subscription-key']
  const isForeignKey = isOn(behaviour, 'ing.subscriptionKey') && key !== client.subscriptionKey
  if (isMissing || isForeign || isForeignKey) throw problem('partnerUnknown')
}

/** What the client may have signed: the address that it called, behind a prefix or not, from its server on or less. */
function targetsOf(
  { raw, originalUrl, url }: FastifyRequest,
  outside: Services['outside']
): readonly string[] {
  const { pathname: prefix } = new URL(`${baseUrl(raw, outside)}/`)
  const whole = [`${prefix}${originalUrl.slice(1)}`, originalUrl, url]
  return [...new Set([...whole, ...whole.map(url => url.replace(/^.*?\/partner-api(?=\/)/, ''))])]
}

function idOf(name: string): string {
  return name.split('+', 1)[0] as string
}

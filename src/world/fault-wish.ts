import { after } from './clock.ts'
import { wrongDelay } from './delay.ts'
import type { FaultRule } from './faults.ts'

/** What somebody asks for: a rule without what it has lived through. */
export type FaultWish = Omit<FaultRule, 'id' | 'createdAt' | 'expiresAt' | 'asked' | 'struck'> & {
  /** ISO 8601, as PT10M. */
  readonly ttl?: string
}

/** The rule that a wish becomes, or what is wrong with it, one sentence each. */
export function ruleFrom(
  { ttl, ...wish }: FaultWish,
  id: string,
  now: number
): { readonly rule: FaultRule } | { readonly wrong: readonly string[] } {
  const expiresAt = ttl === undefined ? undefined : after(now, ttl)
  const wrong = [
    ...(wish.domain === undefined ? wrongEffect(wish) : wrongDomain(wish)),
    ...(ttl !== undefined && !isInstant(expiresAt) ? [`${ttl} is no duration, or too long`] : [])
  ]
  if (wrong.length > 0) return { wrong }
  const bounds = expiresAt === undefined ? {} : { expiresAt }
  return { rule: { ...wish, id, createdAt: now, ...bounds, asked: 0, struck: 0 } }
}

/** Later instants than the end of the year 9999 have no text of their own. */
function isInstant(at: number | undefined): boolean {
  return at !== undefined && at <= 253_402_300_799_999
}

const ENDS = ['reset', 'empty', 'malformed', 'html'] as const
const OF_DOMAINS = ['code', 'login', 'api', 'error', 'description'] as const

function wrongEffect(wish: FaultWish): string[] {
  const ends = ENDS.filter(end => wish[end])
  const isEmpty = ends.length === 0 && wish.status === undefined && wish.delay === undefined
  const delay = wish.delay === undefined ? undefined : wrongDelay(wish.delay)
  const foreign = OF_DOMAINS.filter(name => wish[name] !== undefined)
  return [
    ...(isEmpty
      ? ['a rule does something: status, delay, reset, empty, malformed, html or domain']
      : []),
    ...(ends.length > 1 ? [`${ends.join(' and ')} do not go together`] : []),
    ...(wish.reset && wish.status !== undefined ? ['reset sends no status'] : []),
    ...(delay === undefined ? [] : [delay]),
    ...foreign.map(name => `${name} goes with a domain`)
  ]
}

/** What each domain needs and what it may have, beside the limits. */
const DOMAINS = {
  'bank-down': { needs: [], may: ['providerId', 'code', 'login'] },
  'login-locked': { needs: ['login'], may: ['providerId'] },
  'token-endpoint': { needs: ['api'], may: ['error', 'description', 'status', 'client'] }
} as const satisfies Readonly<
  Record<string, { readonly needs: readonly Part[]; readonly may: readonly Part[] }>
>

type Part = keyof FaultWish
const LIMITS: readonly Part[] = ['domain', 'times', 'probability', 'seed', 'ttl']

function wrongDomain(wish: FaultWish): string[] {
  const domain = wish.domain as keyof typeof DOMAINS
  const { needs, may }: { needs: readonly Part[]; may: readonly Part[] } = DOMAINS[domain]
  const allowed = [...LIMITS, ...needs, ...may]
  const surplus = Object.keys(wish).filter(name => !allowed.includes(name as Part))
  const missing = needs.filter(name => wish[name] === undefined)
  return [
    ...missing.map(name => `${domain} needs ${name}`),
    ...surplus.map(name => `${name} does not go with ${domain}`)
  ]
}

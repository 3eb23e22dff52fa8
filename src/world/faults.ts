import { createChance } from './chance.ts'
import { type Delay, delayMs } from './delay.ts'
import type { Document } from './effects.ts'
import { globFits } from './glob.ts'

/** What should go wrong with one request. */
export type Fault =
  | { readonly do: 'status'; readonly status: number }
  | { readonly do: 'delay'; readonly ms: number }
  | { readonly do: 'refuse'; readonly status: number; readonly error: string; readonly why: string }
  | { readonly do: 'reset' | Mangling }

/** What becomes of an answer on its way: no body, half of it, or the page of a proxy instead. */
export type Mangling = 'empty' | 'malformed' | 'html'

/** A rule by which requests go wrong. It is a document, so that a copy of the state holds it. */
export type FaultRule = Document & {
  readonly operationId?: string
  /** `*` stands for any text. */
  readonly path?: string
  readonly method?: string
  readonly client?: string
  readonly providerId?: string
  readonly status?: number
  readonly delay?: Delay
  readonly reset?: boolean
  readonly empty?: boolean
  readonly malformed?: boolean
  readonly html?: boolean
  readonly domain?: 'bank-down' | 'login-locked' | 'token-endpoint'
  /** Of a bank that is down. */
  readonly code?: 'BA1000' | 'BA1051'
  readonly login?: string
  /** Whose token endpoint refuses, and how. */
  readonly api?: string
  readonly error?: string
  readonly description?: string
  readonly times?: number
  readonly probability?: number
  readonly seed?: string
  readonly createdAt: number
  readonly expiresAt?: number
  /** How many requests it fitted; some of them were spared by chance. */
  readonly asked: number
  readonly struck: number
}

/** Something that may go wrong: a request, or a login at a bank. */
export type Occasion =
  | {
      readonly at: 'wire'
      readonly operationId: string
      readonly path: string
      readonly method: string
      readonly client?: string | undefined
      /** The API whose token endpoint was called. */
      readonly tokenApi?: string | undefined
      readonly providers: readonly string[]
    }
  | { readonly at: 'bank'; readonly providerId: string; readonly login: string }

export type Strike = {
  /** The rule that strikes, if one does. */
  readonly rule: FaultRule | undefined
  readonly faults: readonly Fault[]
  /** The rules that were asked, as they are from now on. */
  readonly asked: readonly FaultRule[]
}

/** Which rule strikes: the first that is active, fits, and is not held back by its chance. */
export function strike(rules: readonly FaultRule[], occasion: Occasion, now: number): Strike {
  const asked: FaultRule[] = []
  for (const rule of rules) {
    if (stateOf(rule, now) !== 'active' || !fits(rule, occasion)) continue
    const isStruck = draw(rule, 'strikes') < (rule.probability ?? 1)
    const next = { ...rule, asked: rule.asked + 1, struck: rule.struck + (isStruck ? 1 : 0) }
    asked.push(next)
    if (isStruck) return { rule: next, faults: faultsOf(rule), asked }
  }
  return { rule: undefined, faults: [], asked }
}

/** Whether a rule may still strike. */
export function stateOf(rule: FaultRule, now: number): 'active' | 'spent' | 'expired' {
  if (rule.times !== undefined && rule.struck >= rule.times) return 'spent'
  return rule.expiresAt !== undefined && now >= rule.expiresAt ? 'expired' : 'active'
}

/** Whether a rule fits; everything that it names has to. */
export function fits(rule: FaultRule, occasion: Occasion): boolean {
  if (occasion.at === 'bank') return fitsBank(rule, occasion)
  if (rule.domain !== undefined && rule.domain !== 'token-endpoint') return false
  return (
    (rule.domain === undefined || rule.api === occasion.tokenApi) &&
    (rule.operationId ?? occasion.operationId) === occasion.operationId &&
    (rule.path === undefined || globFits(rule.path, occasion.path)) &&
    (rule.method ?? occasion.method).toUpperCase() === occasion.method &&
    (rule.client === undefined || isClient(rule.client, occasion.client)) &&
    (rule.providerId === undefined || occasion.providers.includes(rule.providerId.toLowerCase()))
  )
}

function fitsBank(rule: FaultRule, { providerId, login }: Occasion & { at: 'bank' }): boolean {
  if (rule.domain !== 'bank-down' && rule.domain !== 'login-locked') return false
  const isHere = rule.providerId === undefined || rule.providerId.toLowerCase() === providerId
  return isHere && (rule.login === undefined || bare(rule.login) === bare(login))
}

/** A client id with a suffix means that one alone, without it the client in every workspace. */
function isClient(wanted: string, actual: string | undefined): boolean {
  return actual !== undefined && (wanted === actual || wanted === bare(actual))
}

function bare(name: string): string {
  return name.split('+', 1)[0] as string
}

/** From 0 up to 1: the same rule and the same number of requests give the same. */
function draw({ id, seed = id, asked }: FaultRule, what: string): number {
  return createChance(seed).bytes('fault', what, asked).readUInt32BE(0) / 2 ** 32
}

/** What a rule does when it strikes, in order. A bank's troubles are its own. */
function faultsOf(rule: FaultRule): readonly Fault[] {
  if (rule.domain === 'token-endpoint') return [refusalOf(rule)]
  const faults: Fault[] = []
  if (rule.delay !== undefined)
    faults.push({ do: 'delay', ms: delayMs(rule.delay, draw(rule, 'waits')) })
  if (rule.reset) faults.push({ do: 'reset' })
  for (const mangling of MANGLINGS) if (rule[mangling]) faults.push({ do: mangling })
  if (rule.status !== undefined) faults.push({ do: 'status', status: rule.status })
  return faults
}

const MANGLINGS: readonly Mangling[] = ['empty', 'malformed', 'html']

/** documented: the statuses of RFC 6749; assumed: those of errors of the server */
const TOKEN_STATUS: Readonly<Record<string, number>> = {
  invalid_client: 401,
  server_error: 500,
  temporarily_unavailable: 503
}

function refusalOf({ error = 'invalid_client', status, description }: FaultRule): Fault {
  const why = description ?? `The token endpoint refuses on purpose: ${error}`
  return { do: 'refuse', status: status ?? TOKEN_STATUS[error] ?? 400, error, why }
}

/** The preferences of a `Prefer` header (RFC 7240) by name, in lower case; the first of a name counts. */
export function preferences(header: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (header === undefined) return found
  for (const part of String(header).split(',')) {
    const [name = '', value = ''] = (part.split(';')[0] ?? '').split('=').map(text => text.trim())
    const key = name.toLowerCase()
    if (key && !found.has(key)) found.set(key, value.replace(/^"(.*)"$/, '$1'))
  }
  return found
}

/** The longest delay that a header may ask for. */
const LONGEST_DELAY_S = 120

/**
 * The faults that preferences ask for: `delay=2` (seconds), `fault=empty`, `malformed` or `html`, `code=503`,
 * `fault=reset`. Others are not faults.
 */
export function preferredFaults(wishes: ReadonlyMap<string, string>): readonly Fault[] {
  const faults: Fault[] = []
  const delay = Number(wishes.get('delay'))
  if (delay > 0) faults.push({ do: 'delay', ms: Math.min(delay, LONGEST_DELAY_S) * 1000 })
  const mangling = MANGLINGS.find(one => one === wishes.get('fault'))
  if (mangling) faults.push({ do: mangling })
  const status = Number(wishes.get('code'))
  if (Number.isInteger(status) && status >= 400 && status <= 599)
    faults.push({ do: 'status', status })
  if (wishes.get('fault') === 'reset') faults.push({ do: 'reset' })
  return faults
}

/** A fault in words, for the journal. */
export function describeFault(fault: Fault): string {
  if (fault.do === 'status') return `code=${fault.status}`
  if (fault.do === 'refuse') return `token-endpoint=${fault.error}`
  return fault.do === 'delay' ? `delay=${fault.ms / 1000}` : `fault=${fault.do}`
}

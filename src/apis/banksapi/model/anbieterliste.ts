import { berlinTime } from '../../../world/berlin.ts'
import type { Chance } from '../../../world/chance.ts'
import type { Anbieter, Faehigkeit, Feld, Produktkategorie } from './anbieter.ts'

type Relation = { readonly rel: string; readonly href: string }

export type Provider = {
  readonly id: string
  readonly name: string
  readonly consumerRelevant: boolean
  readonly group?: string
  readonly blz?: string
  readonly bic?: string
  readonly relations: readonly Relation[]
  readonly capabilities: readonly Faehigkeit[]
  readonly channels: readonly (readonly Produktkategorie[])[]
  readonly authenticationInfo: { readonly loginHint?: string; readonly fields: readonly Feld[] }
}

export type ProviderCoreData = {
  readonly id: string
  readonly name: string
  readonly group?: string
  readonly blz?: string
  readonly bic?: string
  readonly logo?: string
}

export type ProviderJobStatistics = {
  readonly logo: string
  readonly latestSuccessDate: string
  /** In milliseconds. */
  readonly averageDuration: number
  /** 0 to 1. */
  readonly successRate: number
}

export type ProviderEbicsInfo = { readonly hostId: string; readonly hostUrl: string }

/** What the caller wants to know of the fetches: days and hours add up. */
export type Statistikwunsch = {
  readonly days?: number
  readonly hours?: number
  readonly ebics?: boolean
  readonly sca?: boolean
}

/** A provider as the API shows it. documented: dossier C2; `base` has no slash at its end */
export function presentAnbieter(anbieter: Anbieter, base: string): Provider {
  const { id, name, consumerRelevant, capabilities, channels, loginHint, fields } = anbieter
  const logo = logoOf(anbieter, base)
  return {
    id,
    name,
    consumerRelevant,
    ...codesOf(anbieter),
    relations: [
      { rel: 'self', href: `${base}/providers/v2/${encodeURIComponent(id)}` },
      ...(logo === undefined ? [] : [{ rel: 'logo', href: logo }])
    ],
    capabilities,
    channels,
    authenticationInfo: { ...(loginHint !== undefined && { loginHint }), fields }
  }
}

/** A provider as a list of banks shows it. observed: dossier C2 */
export function presentCoreData(anbieter: Anbieter, base: string): ProviderCoreData {
  const logo = logoOf(anbieter, base)
  const { id, name } = anbieter
  return { id, name, ...codesOf(anbieter), ...(logo !== undefined && { logo }) }
}

/**
 * How fetches went, one entry for each logo.
 * observed: dossier B2; assumed: the numbers come from the name of the logo alone, banks that fail always are left out
 */
export function presentJobStatistics(
  anbieter: readonly Anbieter[],
  wunsch: Statistikwunsch,
  now: number,
  chance: Chance
): readonly ProviderJobStatistics[] {
  const counted = anbieter.filter(one => isReachable(one) && (!wunsch.ebics || one.bank.ebics))
  const withSca = new Set(counted.filter(isGuarded).map(({ group }) => group))
  const slow = new Set(counted.filter(isSlow).map(({ group }) => group))
  const groups = [...new Set(counted.map(({ group }) => group))]
  return groups
    .filter(group => group !== undefined)
    .filter(group => !wunsch.sca || withSca.has(group))
    .map(group => ({ group, ...numbersOf(group, chance) }))
    .filter(({ ageMs }) => ageMs <= periodMs(wunsch))
    .map(({ group, ageMs, durationMs, successRate }) => ({
      logo: group,
      latestSuccessDate: berlinTime(now - ageMs),
      averageDuration: slow.has(group) ? durationMs + SLOWER_MS : durationMs,
      successRate
    }))
}

/** Where the EBICS server of a provider is. Nothing for those without one. */
export function presentEbicsInfo({ bank }: Anbieter): ProviderEbicsInfo | undefined {
  return bank.ebics && { hostId: bank.ebics.hostId, hostUrl: bank.ebics.hostUrl }
}

function codesOf({ group, blz, bic }: Anbieter): Pick<Anbieter, 'group' | 'blz' | 'bic'> {
  return {
    ...(group !== undefined && { group }),
    ...(blz !== undefined && { blz }),
    ...(bic !== undefined && { bic })
  }
}

function logoOf({ group }: Anbieter, base: string): string | undefined {
  return group === undefined ? undefined : `${base}/providers/v2/${encodeURIComponent(group)}.svg`
}

function isReachable({ bank }: Anbieter): boolean {
  return bank.stoerung === undefined || bank.stoerung === 'langsam'
}

function isGuarded({ bank }: Anbieter): boolean {
  return bank.sca !== 'nie'
}

function isSlow({ bank }: Anbieter): boolean {
  return bank.stoerung === 'langsam'
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SLOWER_MS = MINUTE_MS

/** observed: two hours when neither is given (dossier B2) */
function periodMs({ days, hours }: Statistikwunsch): number {
  if (days === undefined && hours === undefined) return 2 * HOUR_MS
  return ((days ?? 0) * 24 + (hours ?? 0)) * HOUR_MS
}

/** Last success 1 to 60 minutes ago, 5 to 65 seconds a fetch, at least nine of ten succeed. */
function numbersOf(group: string, chance: Chance) {
  const bytes = chance.bytes('statistik', group)
  return {
    ageMs: MINUTE_MS + (bytes.readUInt32BE(0) % (59 * MINUTE_MS)),
    durationMs: 5_000 + (bytes.readUInt32BE(4) % 60_001),
    successRate: (90 + (bytes.readUInt8(8) % 11)) / 100
  }
}

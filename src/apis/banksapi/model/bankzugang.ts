import type { Zugangsdaten } from './anmeldung.ts'
import type { Bankprodukt } from './bankprodukt.ts'
import { type Meldung, meldung } from './meldung.ts'
import { type Einstellung, einstellungOf, meldungOf, type Sca, type ScaOutcome } from './sca.ts'

/** Somebody's access to a bank. Instants are epoch milliseconds. */
export type Bankzugang = {
  /** User and access id, since the caller chooses the latter. */
  readonly id: string
  readonly accessId: string
  readonly user: string
  readonly tenant: string
  readonly providerId: string
  readonly type: 'DEFAULT' | 'EBICS' | 'BUILDER'
  readonly sync: boolean
  /** Kept only for background updates. */
  readonly credentials?: Zugangsdaten
  /** When an access without background updates is forgotten. */
  readonly timeoutAt?: number
  readonly selectedBankProducts?: readonly string[]
  readonly createdAt: number
  /** The stable state: of the last fetch that succeeded (dossier D5). */
  readonly aktualisiertAt: number
  readonly meldungen: readonly Meldung[]
  readonly produkte: readonly Bankprodukt[]
  /** The messages of the last fetch that succeeded; without one there is no stable state yet. */
  readonly stabil?: readonly Meldung[]
  /** How many fetches there were. */
  readonly abrufe: number
  /** The tentative state: of the last fetch, whatever became of it. */
  readonly versuch: { readonly at: number; readonly meldungen: readonly Meldung[] }
  /** A fetch that waits for the customer. */
  readonly offen?: Vorgang
  /** Consent id of the authentication that ended last. */
  readonly letzteSca?: string
  /** Why the next fetch needs the customer (relation start_sca). */
  readonly scaNoetig?: 'gescheitert' | 'abgelaufen'
  readonly freigaben: readonly Freigabe[]
  /** The consent was taken away: the next fetch needs a new one, even where the bank would not ask. */
  readonly entzogen?: true
  /** The tenant was told by a webhook that a new consent is needed. */
  readonly gemeldet?: true
  readonly einstellung?: Einstellung
  /** There is a letter of the bank to be signed (EBICS). */
  readonly brief?: true
}

/** A fetch that waits for strong authentications, one after the other. */
type Vorgang = {
  readonly sca: Sca
  /** What has to be authenticated, the current one first. */
  readonly schritte: readonly Freigabeschritt[]
  readonly abruf: Abrufwunsch
  readonly credentials: Zugangsdaten
}

/** A channel, or the older bookings of one. */
export type Freigabeschritt = { readonly kanal: number; readonly art: 'zugriff' | 'historie' }

/** The consent for a channel. */
export type Freigabe = { readonly kanal: number; readonly bisAt: number }

/** What a fetch should bring. documented: dossier D3 */
export type Abrufwunsch = {
  readonly queryTanSettings: boolean
  readonly headOnly: boolean
  readonly maxTransactions: 'none' | 'all' | 'paymentAccounts'
  readonly paymentAccountsOnly: boolean
  /** Where the browser goes after a redirect. */
  readonly callbackUrl?: string | undefined
}

/** An access that was never fetched. */
export function neuerBankzugang(
  was: Pick<Bankzugang, 'user' | 'tenant' | 'accessId' | 'providerId' | 'type' | 'sync'>,
  now: number
): Bankzugang {
  return {
    ...was,
    id: zugangId(was.user, was.accessId),
    accessId: was.accessId.toLowerCase(),
    createdAt: now,
    aktualisiertAt: now,
    meldungen: [],
    produkte: [],
    abrufe: 0,
    versuch: { at: now, meldungen: [] },
    freigaben: []
  }
}

export function zugangId(user: string, accessId: string): string {
  return `${user} ${accessId.toLowerCase()}`
}

/** Names a product among those of all accesses. */
export function produktKey({ id }: Bankzugang, produktId: string): string {
  return `${id} ${produktId}`
}

/** Whether an access has timed out. */
export function isOver({ timeoutAt }: Bankzugang, now: number): boolean {
  return timeoutAt !== undefined && now >= timeoutAt
}

/** assumed: INTERAKTION exactly while the customer has something to do (dossier K9) */
export function statusOf({ offen }: Bankzugang): 'INTERAKTION' | 'VOLLSTAENDIG' {
  return offen ? 'INTERAKTION' : 'VOLLSTAENDIG'
}

/** A fetch that has to wait for the customer: the stable state stays. */
export function waitForSca(zugang: Bankzugang, vorgang: Vorgang, now: number): Bankzugang {
  const told = [meldungOf(vorgang.sca)]
  return { ...zugang, offen: vorgang, meldungen: told, versuch: { at: now, meldungen: told } }
}

/** The access while its authentication goes on. */
export function keepWaiting(
  zugang: Bankzugang,
  outcome: Extract<ScaOutcome, { is: 'open' }>,
  now: number
): Bankzugang {
  if (!zugang.offen) return zugang
  const { sca, meldungen } = outcome
  // A choice that nobody knows is told once; the step itself is what stays.
  const lasting = meldungen.filter(one => one.level === 'INFO')
  return {
    ...zugang,
    offen: { ...zugang.offen, sca },
    meldungen: lasting,
    versuch: { at: now, meldungen: lasting }
  }
}

/** The access after its authentication failed: a new one has to be started. documented: dossier D0, S7, and F */
export function giveUp(zugang: Bankzugang, failure: Meldung, now: number): Bankzugang {
  const { offen, ...rest } = zugang
  return needSca(
    { ...rest, ...(offen && { letzteSca: offen.sca.id }), scaNoetig: 'gescheitert' },
    [failure],
    now
  )
}

/** The access whose consent was taken back at the bank. */
export function withdraw(zugang: Bankzugang, now: number): Bankzugang {
  return expire({ ...zugang, freigaben: [], entzogen: true }, now)
}

/** The access whose consent is over, of a customer who is not there to renew it. documented: dossier D0, S8 */
export function expire(zugang: Bankzugang, now: number): Bankzugang {
  const { offen: _, ...rest } = zugang
  return needSca({ ...rest, scaNoetig: 'abgelaufen' }, [], now)
}

function needSca(zugang: Bankzugang, failures: readonly Meldung[], now: number): Bankzugang {
  const told = [meldung('BA3000')]
  return { ...zugang, meldungen: told, versuch: { at: now, meldungen: [...failures, ...told] } }
}

/** The access after one of its authentications succeeded: what it allows, and what is worth saving. */
export function withFreigabe(zugang: Bankzugang, sca: Sca, bisAt: number): Bankzugang {
  const step = zugang.offen?.schritte[0]
  const others = zugang.freigaben.filter(one => one.kanal !== step?.kanal)
  const einstellung = einstellungOf(sca)
  return {
    ...zugang,
    letzteSca: sca.id,
    freigaben: step ? [...others, { kanal: step.kanal, bisAt }] : zugang.freigaben,
    ...(einstellung && { einstellung })
  }
}

/** A fetch that failed leaves the stable state alone, unless there is none yet. documented: dossier D5 */
export function withFailure(
  zugang: Bankzugang,
  meldungen: readonly Meldung[],
  now: number
): Bankzugang {
  const { offen, ...rest } = zugang
  const versuch = { at: now, meldungen }
  if (zugang.scaNoetig === undefined && zugang.stabil === undefined)
    return { ...rest, meldungen, aktualisiertAt: now, versuch }
  const before = zugang.scaNoetig ? [meldung('BA3000')] : (zugang.stabil ?? [])
  return { ...rest, ...(offen && { meldungen: before }), versuch }
}

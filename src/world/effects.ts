/** A plain JSON document in a named collection of a workspace. Documents are never mutated, only replaced. */
export type Document = { readonly id: string }

/** Something that happens by itself when its time comes. A document too, so that it can be seen, kept and restored. */
export type Job = {
  readonly id: string
  /** Names the runner, as `europace/token-expiry`. */
  readonly kind: string
  /** Epoch milliseconds on the clock of the workspace. */
  readonly dueAt: number
  /** What it is about, in words for people. */
  readonly about: string
  /** What the runner needs to know. */
  readonly payload: Readonly<Record<string, string | number | boolean>>
}

/** Something that a tenant wants to be told. Where it goes, and under which number, is for the world to know. */
export type Notice = {
  /** As `banksapi`. */
  readonly api: string
  readonly tenant: string
  /** As `TRANSACTION`; a registration may want only some. */
  readonly type: string
  /** Without `serial`, which the world adds. */
  readonly body: Readonly<Record<string, unknown>>
  /** Sent as they are. */
  readonly headers: Readonly<Record<string, string>>
  /** What should go wrong on the way. */
  readonly mischief?: Mischief
  /** Where it goes when nobody registered an address. */
  readonly usual?: { readonly url: string; readonly events?: readonly string[] }
}

/** What can go wrong on purpose with a notice on its way. */
export type Mischief = {
  /** It comes twice with the same serial. */
  readonly duplicate?: boolean
  /** It is held back for a moment, and those behind it overtake. */
  readonly hold?: boolean
  /** The first attempt is so much later; those behind it wait. */
  readonly delayMs?: number
  /** It has a serial and never comes. */
  readonly drop?: boolean
}

/** What a decision asks for. Only the world carries effects out, all of a turn or none. */
export type Effect =
  | { readonly do: 'put'; readonly collection: string; readonly document: Document }
  | { readonly do: 'remove'; readonly collection: string; readonly id: string }
  | { readonly do: 'schedule'; readonly job: Job }
  | { readonly do: 'cancel'; readonly job: string }
  | { readonly do: 'notify'; readonly notification: Notice }

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

/** What a decision asks for. Only the world carries effects out, all of a turn or none. */
export type Effect =
  | { readonly do: 'put'; readonly collection: string; readonly document: Document }
  | { readonly do: 'remove'; readonly collection: string; readonly id: string }
  | { readonly do: 'schedule'; readonly job: Job }
  | { readonly do: 'cancel'; readonly job: string }

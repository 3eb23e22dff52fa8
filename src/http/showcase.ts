import type { Document } from '../world/effects.ts'
import type { World } from '../world/world.ts'

/** What an API shows in the console. */
export type Showcase = {
  readonly kinds: readonly Kind[]
  /** Collections whose changes mean that the sandbox talked to somebody: steps of a sequence diagram. */
  readonly partners: Readonly<Record<string, Partner>>
}

export type Partner = 'phone' | 'bank'

/** A text in both languages of the pages. */
export type Wording = { readonly de: string; readonly en: string }

/** A kind of things that a workspace remembers. */
export type Kind = {
  /** A part of its address, as `zahlungen`. */
  readonly name: string
  /** As people call the API. */
  readonly api: string
  readonly title: Wording
  /** How the first one comes into being. */
  readonly empty: Wording
  /** Where they are, the newest seen first; their changes are seen in the journal. */
  readonly collection: string
  /** Which documents of the collection they are; all without it. */
  fits?(document: Document): boolean
  /** Where they are another way, in the order in which they should be seen. Only for what there are few of. */
  documents?(world: World): Promise<readonly Document[]>
  show(document: Document, world: World): Promise<Thing>
}

/** One of them, as the console shows it. */
export type Thing = {
  readonly title: string
  readonly state: string
  readonly tone: Tone
  readonly facts: readonly Fact[]
  /** What the real world would do to it. */
  readonly buttons: readonly Button[]
  /** Another page of the sandbox, from the first page on. */
  readonly page?: { readonly label: Wording; readonly to: string }
  /** A text by which its requests are found in the journal; its id when left out. */
  readonly trace?: string
}

export type Tone = 'good' | 'bad' | 'open' | 'quiet'

export type Fact = readonly [Wording | string, string | number | undefined]

/** A button and its twin: the operation of the control API that it stands for. */
export type Button = {
  readonly label: Wording | string
  readonly call: ControlCall
  readonly tone?: 'bad' | 'main'
  /** What people may choose before they push it. */
  readonly fields?: readonly Field[]
}

/** A call of the control API. */
export type ControlCall = {
  readonly operation: string
  readonly path?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
}

/** A part of a call that is filled in. What is left empty is left out. */
export type Field = {
  readonly label: Wording | string
  readonly name: string
  readonly in: 'body' | 'path'
  readonly type: 'text' | 'number' | 'choice' | 'setting' | 'list' | 'json'
  readonly value?: string
  /** Of a choice. */
  readonly options?: readonly string[]
  readonly required?: boolean
}

import { defaultsOf, type Setting, type Switches } from './behaviour.ts'
import type { Document, Effect } from './effects.ts'

type Settings = Readonly<Record<string, Setting>>

/** The switches of a workspace, and where they stand. */
export type Switchboard = {
  /** All of them by name. */
  current(): Settings
  /** As somebody set them; `null` while nobody did. */
  set(): Settings | null
  load(settings: Settings | null): void
  /** Changes some, `null` to the default. It is a document too, so that a copy of the state holds it. */
  put(change: Readonly<Record<string, Setting | null>>): Effect
}

type Overrides = Document & { readonly settings: Settings }

export function createSwitchboard(
  switches: Switches,
  usual: Settings,
  kept: Settings | null
): Switchboard {
  const defaults: Settings = { ...defaultsOf(switches), ...usual }
  let set = kept
  let current = { ...defaults, ...kept }

  function load(settings: Settings | null): void {
    set = settings
    current = { ...defaults, ...settings }
  }

  return {
    current: () => current,
    set: () => set,
    load,
    put(change) {
      const wished = Object.entries({ ...current, ...change })
      load(
        Object.fromEntries(
          wished.map(([name, value]) => [name, value ?? (defaults[name] as Setting)])
        )
      )
      const document: Overrides = { id: 'behaviour', settings: current }
      return { do: 'put', collection: 'behaviour', document }
    }
  }
}

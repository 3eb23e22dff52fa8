import type { Exchange } from './exchange.ts'
import type { Saved } from './saved.ts'
import type { Collections } from './store.ts'

/** A call that may have changed something, as it came. */
export type Call = {
  readonly exchange: Exchange
  /** When it began, on the clock of the workspace. */
  readonly at: number
  /** How many turns there were when it was decided. */
  readonly turns: number
}

/** What a story begins with. Its documents are looked up when somebody wants them. */
export type Beginning = Omit<Saved, 'collections'> & {
  readonly collections: () => Promise<Collections>
}

/** A place in a story: of which one, and after how many turns. */
export type Mark = { readonly story: number; readonly turns: number }

/** What a workspace began with and every call since: enough to tell the story again. Bounded as the journal is. */
export type Recording = {
  /** Another story has another number. */
  readonly id: number
  readonly start: Beginning
  readonly calls: readonly Call[]
  /** Calls that were forgotten to make room. */
  readonly dropped: number
  /** The instants of the turns on a clock that runs; ids are drawn with them. */
  readonly instants: readonly number[]
  /** Where the story is now. */
  mark(): Mark
  /** A call that was decided at a mark of an earlier story does not belong to this one. */
  add(exchange: Exchange, at: number, decided?: Mark): void
  /** A new story. */
  begin(start: Beginning): void
  /** When the next turn happens. */
  turn(now: number): number
  /** Tells a story again: the turns happen when they happened, from the one of that number on. */
  follow(instants: readonly number[], from: number): void
}

const CALL_BYTES = 1_000
/** Later turns happen when they happen. */
const MOST_INSTANTS = 100_000

export function createRecording(
  start: Beginning,
  limits: { readonly entries: number; readonly bytes: number }
): Recording {
  let story = { id: 1, start }
  let calls: Call[] = []
  let bytes = 0
  let dropped = 0
  let instants: number[] = []
  let turns = 0
  let followed: readonly number[] = []
  let place = 0

  const mark = (): Mark => ({ story: story.id, turns })
  const sizeOf = ({ requestBytes, responseBytes }: Exchange) =>
    CALL_BYTES + requestBytes + responseBytes

  function trim(): void {
    let count = 0
    while (calls.length - count > limits.entries || (bytes > limits.bytes && count < calls.length))
      bytes -= sizeOf((calls[count++] as Call).exchange)
    dropped += count
    if (count > 0) calls = calls.slice(count)
  }

  return {
    get id() {
      return story.id
    },
    get start() {
      return story.start
    },
    get calls() {
      return calls
    },
    get dropped() {
      return dropped
    },
    get instants() {
      return instants
    },
    mark,
    add(exchange, at, decided = mark()) {
      if (decided.story !== story.id) return
      calls.push({ exchange, at, turns: decided.turns })
      bytes += sizeOf(exchange)
      // Cut now and then, so that a call costs the same however many there are.
      if (calls.length > limits.entries + 100 || bytes > limits.bytes * 1.1) trim()
    },
    begin(again) {
      story = { id: story.id + 1, start: again }
      calls = []
      bytes = 0
      dropped = 0
      instants = []
      turns = 0
    },
    turn(now) {
      const at = followed[place++] ?? now
      turns++
      if (instants.length < MOST_INSTANTS) instants.push(at)
      return at
    },
    follow(again, from) {
      followed = again
      place = from
    }
  }
}

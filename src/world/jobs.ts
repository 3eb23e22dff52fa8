import type { Clock } from './clock.ts'
import type { Effect, Job } from './effects.ts'

/** What is planned in a workspace, and how it comes to pass. */
export type Schedule = {
  /** Takes over what a turn planned and cancelled. */
  plan(effects: readonly Effect[]): void
  /** Lets time pass until `to` and fires what becomes due, in order; equal instants in the order of planning. */
  pass(to: number): Promise<readonly Job[]>
  /** The next first. */
  all(): readonly Job[]
  /** Starts anew with these jobs. What was to pass until then does not pass any more. */
  load(jobs: readonly Job[]): void
  /** Nothing fires any more. */
  stop(): void
}

/** One stretch of time that passes. */
export type Pass = {
  /** Takes the jobs of a kind that are due by now off the plan, for one who does them together. */
  take(kind: string): readonly Job[]
  /** How often something failed within it, by name. */
  readonly failures: Map<string, number>
  /** Whether other jobs were loaded since: it belongs to another story then. */
  isOver(): boolean
}

/** On the wall, until what could not be kept is tried again. */
const RETRY_MS = 10_000

/** `fire` does what a due job stands for, with others if it likes, and tells what has come to pass. */
export function createSchedule(
  clock: Clock,
  jobs: readonly Job[],
  fire: (job: Job, pass: Pass) => Promise<readonly Job[]>
): Schedule {
  let agenda = createAgenda(jobs)
  let isStopped = false
  let loads = 0
  const oneByOne = createQueue()

  function wake(): void {
    if (!isStopped) clock.wakeAt(agenda.first()?.dueAt, ring)
  }

  /** Nobody waits for what happens by itself. What cannot be kept now may be later. */
  function ring(): void {
    pass(clock.now()).catch(() => {
      const pause = RETRY_MS * Math.max(1, clock.reading().speed)
      if (!isStopped) clock.wakeAt(clock.now() + pause, ring)
    })
  }

  function take(kind: string): readonly Job[] {
    const now = clock.now()
    const due = agenda.all().filter(job => job.kind === kind && job.dueAt <= now)
    for (const job of due) agenda.remove(job.id)
    return due
  }

  /** What could not be kept has not happened. */
  async function fireOrReturn(job: Job, pass: Pass): Promise<readonly Job[]> {
    try {
      return await fire(job, pass)
    } catch (error) {
      if (!pass.isOver()) agenda.add(job)
      throw error
    }
  }

  function pass(to: number): Promise<readonly Job[]> {
    const begun = loads
    const isOver = () => begun !== loads
    return oneByOne(async () => {
      const fired: Job[] = []
      const failures = new Map<string, number>()
      for (let job = agenda.first(); job && job.dueAt <= to; job = agenda.first()) {
        if (isStopped || isOver()) break
        if (job.dueAt > clock.now()) clock.set({ now: job.dueAt })
        // Off the plan before it runs: it may plan itself anew.
        agenda.remove(job.id)
        fired.push(...(await fireOrReturn(job, { take, failures, isOver })))
      }
      if (!isOver() && to > clock.now()) clock.set({ now: to })
      wake()
      return fired
    })
  }

  wake()
  return {
    plan(effects) {
      if (agenda.follow(effects)) wake()
    },
    pass,
    all: () => agenda.all(),
    load(more) {
      loads++
      agenda = createAgenda(more)
      wake()
    },
    stop() {
      isStopped = true
      clock.wakeAt(undefined, () => {})
    }
  }
}

/** Runs what it is given one after the other. */
export function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const run = last.then(work)
    last = run.catch(() => {})
    return run
  }
}

/** Jobs in the order in which they become due. */
function createAgenda(jobs: readonly Job[]) {
  const sorted = [...jobs].sort((a, b) => a.dueAt - b.dueAt)
  const known = new Set(sorted.map(job => job.id))

  /** Where a job of this instant goes: behind all that are due at it or before. */
  function place(dueAt: number): number {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] as Job).dueAt <= dueAt) low = middle + 1
      else high = middle
    }
    return low
  }

  function remove(id: string): void {
    if (!known.delete(id)) return
    sorted.splice(
      sorted.findIndex(job => job.id === id),
      1
    )
  }

  function add(job: Job): void {
    remove(job.id)
    known.add(job.id)
    sorted.splice(place(job.dueAt), 0, job)
  }

  return {
    add,
    remove,
    /** Whether another job is the next one then. */
    follow(effects: readonly Effect[]): boolean {
      const [earliest] = sorted
      for (const effect of effects) {
        if (effect.do === 'schedule') add(effect.job)
        if (effect.do === 'cancel') remove(effect.job)
      }
      return sorted[0] !== earliest
    },
    first: () => sorted[0],
    all: () => [...sorted]
  }
}

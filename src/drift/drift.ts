import type { Contract } from '../contract/document.ts'
import { exchangesIn, readArchive } from './archive.ts'
import { redactArchive } from './redaction.ts'
import type { Inject } from './repeat.ts'
import { replay } from './replay.ts'
import { type DriftReport, toReport, toText } from './report.ts'

/** What the command needs of the world outside. */
export type Drift = {
  /** The sandbox that is compared with, its clock where the recording begins. */
  readonly open: (startsAt: string | undefined) => {
    readonly inject: Inject
    readonly contracts: readonly Contract[]
    readonly close: () => Promise<void>
  }
  readonly rewrite: (url: string) => string
}

/** A recording that was read. Throws in words what is wrong with it. */
export function openRecording(text: string) {
  const archive = readArchive(text)
  return {
    /** A copy without tokens, secrets, names and account numbers. */
    redacted: () => `${JSON.stringify(redactArchive(archive), null, 2)}\n`,
    /** Replays it and tells what differs. */
    async compare({ open, rewrite }: Drift, only: readonly string[]): Promise<DriftReport> {
      const exchanges = exchangesIn(archive)
      const { inject, contracts, close } = open(exchanges[0]?.at)
      try {
        return toReport(await replay({ exchanges, contracts, inject, rewrite, only }))
      } finally {
        await close()
      }
    }
  }
}

/** The report, for programs or for people. */
export function tellDrift(report: DriftReport, format: 'json' | 'text'): string {
  return format === 'json' ? JSON.stringify(report, null, 2) : toText(report)
}

import type { Branch } from '../../world/tally.ts'
import type { Branches } from '../api.ts'

const MESSAGES = 'KEX messages'

/** Words by which the sentences of the import are told apart; the first that stands in one counts. */
const KINDS: readonly (readonly [words: string, kind: string])[] = [
  ['hat ein falsches Format', 'wrong format'],
  ['ist unbekannt', 'unknown value'],
  ['ist leer', 'empty text'],
  ['wurde als Text übernommen', 'read as text'],
  ['wurde als Zahl übernommen', 'read as a number'],
  ['ohne Nachkommastellen', 'decimals cut'],
  ['geändert', 'adapted by a rule'],
  ['nicht übernommen', 'left out by a rule']
]
const NONE = 'none: all was taken over'
const OTHER = 'another message'

export const europaceBranches: Branches = {
  known: { [MESSAGES]: [NONE, ...KINDS.map(([, kind]) => kind), OTHER] },
  touched({ operationId, status, responseBody }) {
    if (operationId !== 'importVorgang' || status >= 300) return []
    const { messages } = (responseBody ?? {}) as { messages?: unknown }
    if (!Array.isArray(messages)) return []
    const kinds = messages.length === 0 ? [NONE] : messages.map(kindOf)
    return [...new Set(kinds)].map((kind): Branch => [MESSAGES, kind])
  }
}

function kindOf(message: unknown): string {
  return KINDS.find(([words]) => String(message).includes(words))?.[1] ?? OTHER
}

import { type Diagnostic, redactDropped } from '../../world/exchange.ts'
import { preferences } from '../../world/faults.ts'

/** What a header may hold before clients and proxies refuse it. */
const MOST_CHARACTERS = 4_000

/** Whether a client asked with `Prefer: handling=report` to be told what was ignored. */
export function wantsReport(headers: Readonly<Record<string, string | undefined>>): boolean {
  return preferences(headers['prefer']).get('handling') === 'report'
}

/** Header fields of an answer: what was ignored, for those who asked. */
export function report(
  headers: Readonly<Record<string, string | undefined>>,
  dropped: readonly Diagnostic[]
): Record<string, string> {
  return wantsReport(headers) ? diagnosticHeaders(dropped) : {}
}

/** The header fields that tell it. What does not fit is counted in the last element. */
function diagnosticHeaders(dropped: readonly Diagnostic[]): Record<string, string> {
  return {
    'Preference-Applied': 'handling=report',
    'X-Sandkasten-Diagnostics': toHeader(redactDropped(dropped))
  }
}

function toHeader(dropped: readonly Diagnostic[]): string {
  const kept: string[] = []
  let length = 100
  for (const one of dropped) {
    const text = toAscii(JSON.stringify(one))
    length += text.length + 1
    if (length > MOST_CHARACTERS) break
    kept.push(text)
  }
  const left = dropped.length - kept.length
  if (left > 0) kept.push(JSON.stringify({ path: '', reason: `${left} more, see the journal` }))
  return `[${kept.join(',')}]`
}

function toAscii(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

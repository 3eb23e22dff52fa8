/** What should go wrong with one request. */
export type Fault =
  | { readonly do: 'status'; readonly status: number }
  | { readonly do: 'delay'; readonly ms: number }
  | { readonly do: 'reset' }

/** The longest delay that a header may ask for. */
const LONGEST_DELAY_S = 120

/** The preferences of a `Prefer` header (RFC 7240) by name, in lower case; the first of a name counts. */
export function preferences(header: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (header === undefined) return found
  for (const part of String(header).split(',')) {
    const [name = '', value = ''] = (part.split(';')[0] ?? '').split('=').map(text => text.trim())
    const key = name.toLowerCase()
    if (key && !found.has(key)) found.set(key, value.replace(/^"(.*)"$/, '$1'))
  }
  return found
}

/** The faults that preferences ask for: `code=503`, `delay=2` (seconds), `fault=reset`. Others are not faults. */
export function preferredFaults(wishes: ReadonlyMap<string, string>): readonly Fault[] {
  const faults: Fault[] = []
  const delay = Number(wishes.get('delay'))
  if (delay > 0) faults.push({ do: 'delay', ms: Math.min(delay, LONGEST_DELAY_S) * 1000 })
  const status = Number(wishes.get('code'))
  if (Number.isInteger(status) && status >= 400 && status <= 599)
    faults.push({ do: 'status', status })
  if (wishes.get('fault') === 'reset') faults.push({ do: 'reset' })
  return faults
}

/** A fault in words, for the journal. */
export function describeFault(fault: Fault): string {
  if (fault.do === 'status') return `code=${fault.status}`
  return fault.do === 'delay' ? `delay=${fault.ms / 1000}` : 'fault=reset'
}

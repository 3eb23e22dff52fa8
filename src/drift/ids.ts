/** Which id of the sandbox stands for one that the real service gave. */
export type Ids = {
  /** Learns from two answers to the same request. */
  learn(recorded: unknown, ours: unknown): void
  /** Learns from two addresses, step by step. */
  learnUrl(recorded: string, ours: string): void
  /** A text with the ids of the sandbox: an id, a path or an address. */
  translate(text: string): string
}

/** Masked account numbers are ids too. */
const ID = /^[\w.*~-]{5,200}$/

export function createIds(): Ids {
  const known = new Map<string, string>()

  function pair(recorded: string, ours: string): void {
    if (recorded === ours || !ID.test(recorded) || !ID.test(ours)) return
    if (/\d|[*-]/.test(recorded) || /^[A-Z0-9]{6}$/.test(recorded)) known.set(recorded, ours)
  }

  function learnUrl(recorded: string, ours: string): void {
    const [mine, theirs] = [steps(ours), steps(recorded)]
    if (mine.length === theirs.length)
      for (const [index, step] of theirs.entries()) pair(step, mine[index] as string)
  }

  function learn(recorded: unknown, ours: unknown): void {
    if (typeof recorded === 'string' && typeof ours === 'string') {
      if (/[/?]/.test(recorded)) learnUrl(recorded, ours)
      else pair(recorded, ours)
    } else if (Array.isArray(recorded) && Array.isArray(ours)) {
      for (const [index, item] of recorded.entries()) learn(item, partnerOf(item, index, ours))
    } else if (isObject(recorded) && isObject(ours)) {
      for (const [key, value] of Object.entries(recorded)) learn(value, ours[key])
    }
  }

  function translate(text: string): string {
    const found = known.get(text)
    if (found !== undefined) return found
    if (!/[/?]/.test(text)) return text
    return text.replace(/[^/?&=#]+/g, step => {
      const translated = known.get(decoded(step))
      return translated === undefined ? step : encodeURIComponent(translated)
    })
  }

  return { learn, learnUrl, translate }
}

/** Relations belong together by their name, other items by their place. */
function partnerOf(item: unknown, index: number, ours: readonly unknown[]): unknown {
  if (!isObject(item) || typeof item['rel'] !== 'string') return ours[index]
  return ours.find(one => isObject(one) && one['rel'] === item['rel'])
}

function steps(url: string): readonly string[] {
  const path = url.replace(/^https?:\/\/[^/?#]*/, '')
  return path.split(/[/?&=#]/).map(decoded)
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

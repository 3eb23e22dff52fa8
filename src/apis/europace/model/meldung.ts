import type { Hinweis } from './umbau.ts'

/**
 * What the import tells of the values that it did not take over as they were sent: hints in the order of the document,
 * each once. documented: seed 2, “messages”; assumed: language and wording (dossier C4)
 */
export function inWorten(hinweise: readonly Hinweis[], body: unknown): readonly Hinweis[] {
  const told = hinweise.map(one => ({ ...one, reason: SAETZE[one.reason]?.(one) ?? one.reason }))
  const once = new Map(told.map(one => [`${one.path} ${one.reason}`, one]))
  const rankOf = createRanking(body)
  const ranked = [...once.values()].map(one => ({ one, rank: rankOf(one.path) }))
  return ranked.sort((left, right) => compare(left.rank, right.rank)).map(({ one }) => one)
}

/** The sentences among the hints. Unknown properties and empty list elements are passed over in silence. */
export function meldungenIn(hinweise: readonly Hinweis[]): readonly string[] {
  return hinweise.map(({ reason }) => reason).filter(reason => !STUMM.has(reason))
}

/** A hint that a value is not taken over. `grund` completes “Die Angabe … “. */
export function nichtUebernommen(path: string, grund: string): Hinweis {
  return { path, reason: `Die Angabe ${path} ${grund} und wurde nicht übernommen.` }
}

/** A hint that another value stands there now. */
export function angepasst(path: string, value: unknown, grund: string, neu: string): Hinweis {
  return { path, value, reason: `Die Angabe ${path} ${grund} und wurde auf ${neu} geändert.` }
}

const STUMM = new Set(['unknown property', 'empty list element'])

/** What the tolerant reader finds, in sentences for the caller. */
const SAETZE: Readonly<Record<string, (hinweis: Hinweis) => string>> = {
  'wrong type': one => `${named(one)} hat ein falsches Format und wurde nicht übernommen.`,
  'unknown value': one => `${named(one)} ist unbekannt und wurde nicht übernommen.`,
  'empty text': one => `${named(one)} ist leer und wurde nicht übernommen.`,
  'read as text': one => `${named(one)} wurde als Text übernommen.`,
  'text read as a number': one => `${named(one)} wurde als Zahl übernommen.`,
  'decimals cut': one => `${named(one)} wurde ohne Nachkommastellen übernommen.`
}

/** Account numbers are not repeated: these sentences also stand in logs. */
function named({ path, value }: Hinweis): string {
  const isShort = typeof value !== 'object' || value === null
  if (!isShort || /(iban|kontonummer)$/i.test(path)) return `Die Angabe ${path}`
  return `Der Wert ${typeof value === 'string' ? JSON.stringify(value) : value} für ${path}`
}

/** Where paths stand in a document, step by step. The order of each object is looked at once. */
function createRanking(body: unknown): (path: string) => readonly number[] {
  const orders = new Map<object, ReadonlyMap<string, number>>()

  function indexOf(step: string, parent: unknown): number {
    if (typeof parent !== 'object' || parent === null) return -1
    if (Array.isArray(parent)) return Number(step)
    const order =
      orders.get(parent) ?? new Map(Object.keys(parent).map((key, index) => [key, index]))
    orders.set(parent, order)
    return order.get(step) ?? -1
  }

  return path => {
    let value = body
    return (path.match(/[^.[\]]+/g) ?? []).map(step => {
      const index = indexOf(step, value)
      value = index < 0 ? undefined : (value as Record<string, unknown>)[step]
      return index
    })
  }
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((rank, at) => rank !== right[at])
  if (index < 0) return left.length - right.length
  return (left[index] as number) - (right[index] ?? -1)
}

import type { Hinweis } from './umbau.ts'

/**
 * A hint of the import. `{}` in its sentence stands for the path, which is only certain at the end; `lost` tells that
 * nothing is left of the value, nor of what is in it.
 */
export type Importhinweis = Hinweis & { readonly lost: boolean }

/**
 * What the import tells of the values that it did not take over as they were sent: hints in the order of the document,
 * each once, none about what lies in something that is gone anyway. `gelesen` is what the tolerant reader found,
 * `geregelt` what the rules did to the document that it left. documented: seed 2, “messages”; assumed: language and
 * wording (dossier C4)
 */
export function inWorten(
  gelesen: readonly Hinweis[],
  geregelt: readonly Importhinweis[],
  body: unknown
): readonly Hinweis[] {
  const read = gelesen.map(one => ({ ...one, lost: LOST.has(one.reason) }))
  const original = createRestorer(gelesen)
  const ruled = geregelt.map(one => {
    const path = original(one.path)
    return { ...one, path, reason: one.reason.replace('{}', () => path) }
  })
  const left = withoutBuried([...read, ...ruled])
  const told = left.map(({ lost: _, ...one }) => ({
    ...one,
    reason: SAETZE[one.reason]?.(one) ?? one.reason
  }))
  const once = new Map(told.map(one => [`${one.path} ${one.reason}`, one]))
  const rankOf = createRanking(body)
  const ranked = [...once.values()].map(one => ({ one, rank: rankOf(one.path) }))
  return ranked.sort((left, right) => compare(left.rank, right.rank)).map(({ one }) => one)
}

/** The sentences among the hints. What nobody needs to know is passed over in silence. */
export function meldungenIn(hinweise: readonly Hinweis[]): readonly string[] {
  return hinweise.map(({ reason }) => reason).filter(reason => !STUMM.has(reason))
}

/** A hint that a value is not taken over. `grund` completes “Die Angabe … “. */
export function nichtUebernommen(path: string, grund: string): Importhinweis {
  return { path, reason: `Die Angabe {} ${grund} und wurde nicht übernommen.`, lost: true }
}

/** A hint that another value stands there now. */
export function angepasst(path: string, value: unknown, grund: string, neu: string): Importhinweis {
  return {
    path,
    value,
    reason: `Die Angabe {} ${grund} und wurde auf ${neu} geändert.`,
    lost: false
  }
}

/** A hint for the journal alone: export and update know the value, the import does not. */
export function uebergangen(path: string): Importhinweis {
  return { path, reason: 'ignored by the import', lost: true }
}

const LOST = new Set(['wrong type', 'unknown value', 'empty text'])
const STUMM = new Set(['unknown property', 'empty list element', 'ignored by the import'])

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

/** Paths of a document from which the reader dropped list elements, as they were before. */
function createRestorer(gelesen: readonly Hinweis[]): (path: string) => string {
  const dropped = new Map<string, number[]>()
  for (const { path, reason } of gelesen) {
    const [, list = '', index] = /^(.*)\[(\d+)\]$/.exec(path) ?? []
    if (index === undefined || !(LOST.has(reason) || reason === 'empty list element')) continue
    dropped.set(list, [...(dropped.get(list) ?? []), Number(index)])
  }
  if (dropped.size === 0) return path => path

  return path => {
    const steps = path.match(/\[\d+\]|[^[]+/g) ?? []
    return steps.reduce((before, step) => {
      if (!step.startsWith('[')) return before + step
      const gone = dropped.get(before) ?? []
      return `${before}[${gone.reduce((n, index) => (index <= n ? n + 1 : n), Number(step.slice(1, -1)))}]`
    }, '')
  }
}

/** Without hints about values that are gone, or that lie in something that is gone. */
function withoutBuried(hinweise: readonly Importhinweis[]): readonly Importhinweis[] {
  const gone = new Set(hinweise.filter(one => one.lost).map(one => one.path))
  return hinweise.filter(({ path, lost }) => {
    if (!lost && gone.has(path)) return false
    const ends = [...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index))
    return !ends.some(above => gone.has(above))
  })
}

/** Where paths stand in a document, step by step. The order of each object is looked at once. */
function createRanking(body: unknown): (path: string) => readonly number[] {
  const orders = new Map<object, ReadonlyMap<string, number>>()

  function indexOf(step: string, parent: unknown): number {
    if (typeof parent !== 'object' || parent === null) return -1
    if (Array.isArray(parent)) return /^\d+$/.test(step) ? Number(step) : -1
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

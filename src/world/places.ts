/** The name of a place below another: `haushalte[0].name`. */
export function nameOf(at: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${at}[${key}]`
  return at === '' ? key : `${at}.${key}`
}

/** What stands at a place such as `$.haushalte[0].kunden[*].name`; `[*]` and `*` are every item, so there may be many. */
export function valuesAt(value: unknown, place: string): readonly unknown[] {
  const steps = place
    .replace(/^\$\.?/, '')
    .split(/[.[\]]/)
    .filter(step => step !== '')
  return steps.reduce<unknown[]>((found, step) => found.flatMap(one => below(one, step)), [value])
}

function below(value: unknown, step: string): unknown[] {
  if (value === null || typeof value !== 'object') return []
  if (step === '*') return Object.values(value)
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : []
}

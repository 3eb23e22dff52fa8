/** An object of the Kundenangaben as it was read. */
export type Objekt = Readonly<Record<string, unknown>>

/** Where an object stands: the name of its schema and the steps to it. */
export type Ort = { readonly schema: string; readonly path: readonly (string | number)[] }

/**
 * Rebuilds a document along its contract, the innermost object first. `only` names the schemas that matter, so that the
 * rest need not be walked; `change` has to leave other objects as they are. The edge provides it.
 */
export type Umbau = <T>(
  value: T,
  change: (objekt: Objekt, ort: Ort) => Objekt,
  only?: ReadonlySet<string>
) => T

/** Something that was ignored, adapted or found odd, for people only. */
export type Hinweis = { readonly path: string; readonly value?: unknown; readonly reason: string }

/** A copy without a property; the object itself when it has none of that name. */
export function without(objekt: Objekt, ...names: readonly string[]): Objekt {
  if (!names.some(name => name in objekt)) return objekt
  return Object.fromEntries(Object.entries(objekt).filter(([name]) => !names.includes(name)))
}

/** As `haushalte[0].kunden`. */
export function pathText(path: readonly (string | number)[]): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}

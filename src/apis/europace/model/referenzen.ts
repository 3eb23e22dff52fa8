import { type Hinweis, type Objekt, pathText, type Umbau, without } from './umbau.ts'

/** What a referenzId names. Each kind has its own names within one message. */
type Art = 'kunde' | 'darlehen' | 'baustein'

/** documented: dossier B4, “Definer” */
const DEFINIERT: Readonly<Record<string, Art>> = {
  Kunde: 'kunde',
  BestehendesDarlehenDesFinanzierungsobjektes: 'darlehen',
  Annuitaetendarlehen: 'baustein',
  Forwarddarlehen: 'baustein',
  Konstantdarlehen: 'baustein',
  Privatdarlehen: 'baustein',
  VariablesDarlehen: 'baustein',
  Zwischenfinanzierung: 'baustein'
}

type Verweis = { readonly property: string; readonly auf: Art; readonly pflicht?: true }

/** documented: dossier B4, “Referred to by” */
const VERWEISE: Readonly<Record<string, readonly Verweis[]>> = {
  Annuitaetendarlehen: [{ property: 'kundenreferenzIdDerRiesterGefoerdertenPerson', auf: 'kunde' }],
  Bankverbindung: [{ property: 'kundenreferenzIdsDerKontoinhaber', auf: 'kunde' }],
  Bauspardarlehen: [{ property: 'kundenreferenzIdsDerVertragspartner', auf: 'kunde' }],
  Kind: [{ property: 'kundenreferenzIdRiesterzuordnung', auf: 'kunde' }],
  Ratenschutz: [{ property: 'kundenreferenzIdDerVersichertenPerson', auf: 'kunde' }],
  AbloesungBestehendesDarlehen: [
    { property: 'referenzIdAbzuloesendesDarlehen', auf: 'darlehen', pflicht: true },
    { property: 'referenzIdFinanzierungsbaustein', auf: 'baustein' }
  ],
  RangruecktrittBestehendesDarlehen: [
    { property: 'referenzIdBestehendesDarlehen', auf: 'darlehen', pflicht: true }
  ]
}

const DEFINIERENDE = new Set(Object.keys(DEFINIERT))
const MIT_PFLICHT = new Set(['AbloesungBestehendesDarlehen', 'RangruecktrittBestehendesDarlehen'])

/** The objects that name others by a handle. */
export const VERWEISENDE: ReadonlySet<string> = new Set(Object.keys(VERWEISE))

/** The handles of a message by kind, with the internal id of what each names. */
export type Referenzen = Readonly<Record<Art, ReadonlyMap<string, string | undefined>>>

/** Collects the handles. `doppelt` tells those that stand twice. */
export function collectReferenzen(
  kundenangaben: unknown,
  umbau: Umbau
): { readonly referenzen: Referenzen; readonly doppelt: readonly string[] } {
  const referenzen = {
    kunde: new Map(),
    darlehen: new Map(),
    baustein: new Map()
  } satisfies Referenzen
  const doppelt: string[] = []
  umbau(
    kundenangaben,
    (objekt, { schema, path }) => {
      const art = DEFINIERT[schema]
      const referenzId = objekt['referenzId']
      if (!art || typeof referenzId !== 'string') return objekt
      if (referenzen[art].has(referenzId)) doppelt.push(`${pathText(path)}.referenzId`)
      referenzen[art].set(referenzId, internalId(objekt))
      return objekt
    },
    DEFINIERENDE
  )
  return { referenzen, doppelt }
}

/** Places of Ablösung and Rangrücktritt whose loan does not exist. assumed: they cannot be processed (dossier G11) */
export function danglingLoans(
  kundenangaben: unknown,
  referenzen: Referenzen,
  umbau: Umbau
): readonly string[] {
  const places: string[] = []
  umbau(
    kundenangaben,
    (objekt, { schema, path }) => {
      for (const { property, auf, pflicht } of VERWEISE[schema] ?? []) {
        const handle = objekt[property]
        if (pflicht && typeof handle === 'string' && !referenzen[auf].has(handle)) {
          places.push(`${pathText(path)}.${property}`)
        }
      }
      return objekt
    },
    MIT_PFLICHT
  )
  return places
}

/** Takes references away that lead nowhere, and says so. assumed: dossier B4 */
export function dropDangling(
  objekt: Objekt,
  schema: string,
  path: readonly (string | number)[],
  referenzen: Referenzen,
  hinweise: Hinweis[]
): Objekt {
  const verweise = VERWEISE[schema]
  if (!verweise) return objekt
  return verweise.reduce((result, { property, auf }) => {
    const value = result[property]
    if (value === undefined) return result
    const handles = [value].flat() as string[]
    const found = handles.filter(handle => referenzen[auf].has(handle))
    if (found.length === handles.length) return result
    hinweise.push({
      path: `${pathText(path)}.${property}`,
      value,
      reason: 'reference to nothing in this message'
    })
    return Array.isArray(value) ? { ...result, [property]: found } : without(result, property)
  }, objekt)
}

/**
 * Shows internal ids in the place of the caller's handles, everywhere (switch `europace.echoReferenzId` off).
 * documented: the README says that a referenzId is not stored, though its sample shows one (dossier G2)
 */
export function showInternalIds<T>(kundenangaben: T, umbau: Umbau): T {
  const { referenzen } = collectReferenzen(kundenangaben, umbau)
  const translate = (art: Art, handle: unknown) => referenzen[art].get(handle as string) ?? handle
  return umbau(kundenangaben, (objekt, { schema }) => {
    const art = DEFINIERT[schema]
    const shown =
      art && 'referenzId' in objekt
        ? { ...objekt, referenzId: translate(art, objekt['referenzId']) }
        : objekt
    return (VERWEISE[schema] ?? []).reduce((result, { property, auf }) => {
      const value = result[property]
      if (value === undefined) return result
      const ids = Array.isArray(value)
        ? value.map(handle => translate(auf, handle))
        : translate(auf, value)
      return { ...result, [property]: ids }
    }, shown)
  })
}

/** A loan of the property has its id on the loan inside. */
function internalId(objekt: Objekt): string | undefined {
  const id = objekt['id'] ?? (objekt['darlehen'] as Objekt | undefined)?.['id']
  return typeof id === 'string' ? id : undefined
}

import { type Hinweis, type Objekt, pathText, type Umbau, without } from './umbau.ts'

/** The kinds of objects that have an internal id. documented: dossier B4 */
const MIT_ID = new Set(
  [
    'Haushalt Kunde Kind Immobilie BestehendeImmobilie BestehendesDarlehen Finanzierungsbedarf Bankverbindung',
    'BausparAngebotExtern BausparvertragAlsVermoegen LebensOderRentenversicherung Ratenschutz',
    'UnbesichertesExternesDarlehen Verbindlichkeit Annuitaetendarlehen Bauspardarlehen Forwarddarlehen KfwDarlehen',
    'Konstantdarlehen Privatdarlehen RegionalFoerderDarlehen VariablesDarlehen Zwischenfinanzierung'
  ].flatMap(line => line.split(' '))
)

/** The kinds of a BestehendesDarlehen. */
const BESTEHENDE_DARLEHEN = new Set([
  'BestehendesBauspardarlehen',
  'BestehendesFoerderdarlehen',
  'BestehendesImmobiliendarlehen',
  'BestehendesPrivatdarlehen',
  'BestehendesSonstigesDarlehen'
])

/** The schemas whose objects have an id, or name one. */
export const MIT_KENNUNG: ReadonlySet<string> = new Set([
  ...MIT_ID,
  ...BESTEHENDE_DARLEHEN,
  'TilgungAusgesetzt'
])

/** There is only one at each of these places, so that its id stays even if it is not sent. assumed: dossier B6 */
const EINZIG = new Set(['bankverbindung', 'finanzierungsbedarf', 'finanzierungsobjekt.immobilie'])

/** Objects that a TilgungAusgesetzt may name by the id that the caller gave them. assumed: dossier G31 */
const TILGUNGSERSATZ = new Set(['BausparvertragAlsVermoegen', 'LebensOderRentenversicherung'])

/** Objects whose ids have to be known before others are written. */
const VORAB = new Set([...TILGUNGSERSATZ, 'Kunde'])

/** The ids of a case. */
export type Bestand = {
  readonly byKind: ReadonlyMap<string, ReadonlySet<string>>
  /** Those of the objects that stand alone, by their place. */
  readonly byPlace: ReadonlyMap<string, string>
}

/** The ids that the objects of a message get, decided before they are written. */
export type Kennungen = {
  /** The id of an object; `undefined` for kinds without one. */
  idFor(objekt: Objekt, schema: string, path: readonly (string | number)[]): string | undefined
  readonly kunden: ReadonlySet<string>
  /** The id of a repayment substitute, by the handle that the caller gave it. */
  readonly tilgungsersatz: ReadonlyMap<string, string>
}

export function bestandOf(kundenangaben: unknown, umbau: Umbau): Bestand {
  const byKind = new Map<string, Set<string>>()
  const byPlace = new Map<string, string>()
  umbau(
    kundenangaben,
    (objekt, { schema, path }) => {
      const kind = kindOf(schema)
      const id = objekt['id']
      if (!MIT_ID.has(kind) || typeof id !== 'string') return objekt
      byKind.set(kind, (byKind.get(kind) ?? new Set()).add(id))
      if (EINZIG.has(pathText(path))) byPlace.set(pathText(path), id)
      return objekt
    },
    MIT_KENNUNG
  )
  return { byKind, byPlace }
}

/**
 * Ids that the case already has for the same kind of object are kept, once; all others are new.
 * documented: seed 1, “self-defined IDs are always ignored” and “IDs for identical objects must be included”
 */
export function kennungenFor(
  kundenangaben: unknown,
  bestand: Bestand,
  neueId: () => string,
  umbau: Umbau
): Kennungen {
  const used = new Set<string>()
  const kunden = new Set<string>()
  const tilgungsersatz = new Map<string, string>()
  const decided = new Map<string, string>()
  const isKnown = (kind: string, id: unknown) =>
    bestand.byKind.get(kind)?.has(id as string) === true

  // A new case has none, and the text of a path is not for nothing.
  const placed = (path: readonly (string | number)[]) =>
    bestand.byPlace.size === 0 ? undefined : bestand.byPlace.get(pathText(path))

  umbau(
    kundenangaben,
    (objekt, { schema }) => {
      const id = objekt['id']
      if (typeof id !== 'string') return objekt
      if (schema === 'Kunde' && isKnown('Kunde', id)) kunden.add(id)
      if (TILGUNGSERSATZ.has(schema)) {
        const kept = isKnown(schema, id) ? id : neueId()
        tilgungsersatz.set(id, kept)
        decided.set(`${schema} ${id}`, kept)
      }
      return objekt
    },
    VORAB
  )

  function idFor(
    objekt: Objekt,
    schema: string,
    path: readonly (string | number)[]
  ): string | undefined {
    const kind = kindOf(schema)
    if (!MIT_ID.has(kind)) return undefined
    const sent = objekt['id'] as string | undefined
    const kept = isKnown(kind, sent) ? sent : placed(path)
    const id = sent === undefined ? kept : (decided.get(`${schema} ${sent}`) ?? kept)
    // A new one is of no other object.
    if (!id || used.has(id)) return neueId()
    used.add(id)
    return id
  }

  return { idFor, kunden, tilgungsersatz }
}

/** The object with its id first, and with the ids in it that still lead somewhere. */
export function withId(
  objekt: Objekt,
  schema: string,
  path: readonly (string | number)[],
  kennungen: Kennungen,
  hinweise: Hinweis[]
): Objekt {
  const linked = withLinks(objekt, schema, path, kennungen, hinweise)
  const id = kennungen.idFor(linked, schema, path)
  if (id === undefined) return linked
  const sent = linked['id']
  if (sent !== undefined && sent !== id) {
    hinweise.push({
      path: `${pathText(path)}.id`,
      value: sent,
      reason: 'ids are given by the server'
    })
  }
  return withIdFirst(linked, id)
}

/** Behind what tells the kind. A loop, because it is done for most objects of a case. */
function withIdFirst(objekt: Objekt, id: string): Objekt {
  const result: Record<string, unknown> = {}
  if (objekt['@type'] !== undefined) result['@type'] = objekt['@type']
  result['id'] = id
  for (const key in objekt) if (key !== '@type' && key !== 'id') result[key] = objekt[key]
  return result
}

function withLinks(
  objekt: Objekt,
  schema: string,
  path: readonly (string | number)[],
  kennungen: Kennungen,
  hinweise: Hinweis[]
): Objekt {
  if (schema !== 'BausparAngebotExtern' && schema !== 'TilgungAusgesetzt') return objekt
  const lost = (property: string, value: unknown) =>
    hinweise.push({
      path: `${pathText(path)}.${property}`,
      value,
      reason: 'id of nothing in this case'
    })

  if (schema === 'BausparAngebotExtern' && Array.isArray(objekt['vertragsPartnerIds'])) {
    const ids = objekt['vertragsPartnerIds'] as string[]
    const known = ids.filter(id => kennungen.kunden.has(id))
    if (known.length < ids.length) lost('vertragsPartnerIds', ids)
    return { ...objekt, vertragsPartnerIds: known }
  }
  if (schema === 'TilgungAusgesetzt' && typeof objekt['tilgungsersatzProduktId'] === 'string') {
    const id = kennungen.tilgungsersatz.get(objekt['tilgungsersatzProduktId'])
    if (id) return { ...objekt, tilgungsersatzProduktId: id }
    lost('tilgungsersatzProduktId', objekt['tilgungsersatzProduktId'])
    return without(objekt, 'tilgungsersatzProduktId')
  }
  return objekt
}

/** The kinds of a BestehendesDarlehen share their ids: a loan that changes its kind stays the same loan. */
function kindOf(schema: string): string {
  return BESTEHENDE_DARLEHEN.has(schema) ? 'BestehendesDarlehen' : schema
}

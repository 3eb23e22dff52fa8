import { type Hinweis, type Objekt, type Ort, pathText, type Umbau } from './umbau.ts'

/** Combinations that the descriptions of the contract call wrong and the service accepts. documented: dossier B11 */
export function findAuffaelligkeiten(
  kundenangaben: unknown,
  zweck: string | undefined,
  umbau: Umbau
): readonly Hinweis[] {
  const found: Hinweis[] = []
  umbau(kundenangaben, (objekt, ort) => {
    const odd = CHECKS[ort.schema]?.(objekt, zweck, ort)
    if (odd)
      found.push({
        path: `${pathText(ort.path)}.${odd.at}`,
        value: objekt[odd.at],
        reason: odd.reason
      })
    return objekt
  })
  return found
}

/**
 * Loans by instalment that name only their monthly rate.
 * observed: refused by the real service in one report (issue 142); refused here with `europace.hiddenRules`
 */
export function ratesWithoutRestschuld(kundenangaben: unknown, umbau: Umbau): readonly string[] {
  const places: string[] = []
  umbau(kundenangaben, (objekt, { schema, path }) => {
    const isRatenkredit = schema === 'Verbindlichkeit' && path.includes('ratenkredite')
    if (isRatenkredit && 'rateMonatlich' in objekt && !('restschuld' in objekt))
      places.push(pathText(path))
    return objekt
  })
  return places
}

type Check = (
  objekt: Objekt,
  zweck: string | undefined,
  ort: Ort
) => { at: string; reason: string } | undefined

const CHECKS: Readonly<Record<string, Check>> = {
  IngGebaeude: (gebaeude, zweck) =>
    gebaeude['kuerzlicheProlongation'] !== undefined && zweck !== 'KAPITALBESCHAFFUNG'
      ? { at: 'kuerzlicheProlongation', reason: 'only counts for KAPITALBESCHAFFUNG (kept)' }
      : undefined,
  Immobilie: immobilie =>
    beleihungsobjektOf(immobilie)?.some(ing => !fits(ing, typeOf(immobilie)))
      ? {
          at: 'zusatzangaben',
          reason: 'Beleihungsobjekt of ING and type of the property differ (kept)'
        }
      : kellerOf(immobilie),
  VariablesDarlehen: darlehen =>
    (darlehen['tilgungswunsch'] as Objekt | undefined)?.['@type'] === 'VOLLTILGER'
      ? { at: 'tilgungswunsch', reason: 'VOLLTILGER is not possible here (kept)' }
      : undefined,
  TilgungAusgesetzt: tilgung => {
    const verwendung = (tilgung['bausparwunsch'] as Objekt | undefined)?.['verwendung']
    if (tilgung['tilgungsersatzProduktId'] !== undefined || verwendung === 'ABTRETEN')
      return undefined
    return {
      at: 'bausparwunsch',
      reason: 'needs a Bauspardarlehen with verwendung ABTRETEN (kept)'
    }
  },
  Verbindlichkeit: (verbindlichkeit, _, { path }) =>
    path.includes('ratenkredite') &&
    'rateMonatlich' in verbindlichkeit &&
    !('restschuld' in verbindlichkeit)
      ? { at: 'restschuld', reason: 'the real service may want it beside rateMonatlich (kept)' }
      : undefined
}

function kellerOf(immobilie: Objekt): ReturnType<Check> {
  const typ = immobilie['typ'] as Objekt | undefined
  const unterkellerung = (typ?.['nutzflaechen'] as Objekt | undefined)?.['unterkellerung']
  const hasKeller = beleihungsobjektOf(immobilie)?.some(
    ing => (ing['gebaude'] as Objekt | undefined)?.['kellerausbau']
  )
  return hasKeller && unterkellerung === 'NICHT_UNTERKELLERT'
    ? { at: 'zusatzangaben', reason: 'kellerausbau does not count without a cellar (kept)' }
    : undefined
}

function fits(ing: Objekt, typ: unknown): boolean {
  if (typ === undefined || typ === 'IMMOBILIE_OHNE_TYP') return true
  if (typ === 'EIGENTUMSWOHNUNG') return ing['@type'] === 'ING_EIGENTUMSWOHNUNG'
  return ing['@type'] === (typ === 'BAUGRUNDSTUECK' ? 'ING_GRUNDSTUECK' : 'ING_HAUS')
}

function typeOf(immobilie: Objekt): unknown {
  return (immobilie['typ'] as Objekt | undefined)?.['@type']
}

function beleihungsobjektOf(immobilie: Objekt): readonly Objekt[] | undefined {
  const zusatzangaben = immobilie['zusatzangaben'] as Objekt | undefined
  const list = zusatzangaben?.['zusatzangabenProProduktanbieter'] as readonly Objekt[] | undefined
  return list?.flatMap(one => (one['beleihungsobjekt'] ? [one['beleihungsobjekt'] as Objekt] : []))
}

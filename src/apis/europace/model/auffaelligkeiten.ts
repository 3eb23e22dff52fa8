import { type Hinweis, type Objekt, type Ort, pathText, type Umbau } from './umbau.ts'

/** Combinations that the descriptions of the contract call wrong and the service accepts. documented: dossier B11 */
export function findAuffaelligkeiten(
  kundenangaben: unknown,
  zweck: string | undefined,
  umbau: Umbau
): readonly Hinweis[] {
  const found: Hinweis[] = []
  const rahmen = { zweck, anbieter: anbieterOf(kundenangaben as Objekt) }
  umbau(
    kundenangaben,
    (objekt, ort) => {
      const odd = CHECKS[ort.schema]?.(objekt, rahmen, ort)
      if (odd)
        found.push({
          path: `${pathText(ort.path)}.${odd.at}`,
          value: objekt[odd.at],
          reason: odd.reason
        })
      return objekt
    },
    GEPRUEFTE
  )
  return found
}

/**
 * Loans by instalment that name only their monthly rate.
 * observed: refused by the real service in one report (issue 142); refused here with `europace.hiddenRules`
 */
export function ratesWithoutRestschuld(kundenangaben: unknown, umbau: Umbau): readonly string[] {
  const places: string[] = []
  umbau(
    kundenangaben,
    (objekt, { schema, path }) => {
      const isRatenkredit = schema === 'Verbindlichkeit' && path.includes('ratenkredite')
      if (isRatenkredit && 'rateMonatlich' in objekt && !('restschuld' in objekt))
        places.push(pathText(path))
      return objekt
    },
    VERBINDLICHKEITEN
  )
  return places
}

/** What a check looks at beside the object at hand. */
type Rahmen = {
  readonly zweck: string | undefined
  /** Lenders of the loans on the financed property. */
  readonly anbieter: readonly string[]
}

type Check = (
  objekt: Objekt,
  rahmen: Rahmen,
  ort: Ort
) => { at: string; reason: string } | undefined

const CHECKS: Readonly<Record<string, Check>> = {
  IngGebaeude: (gebaeude, { zweck, anbieter }) =>
    gebaeude['kuerzlicheProlongation'] !== undefined &&
    !(zweck === 'KAPITALBESCHAFFUNG' && anbieter.includes('ING_DIBA'))
      ? {
          at: 'kuerzlicheProlongation',
          reason: 'only counts for KAPITALBESCHAFFUNG on a loan of ING (kept)'
        }
      : undefined,
  ZusatzangabenImmobilieDsl: (angaben, { anbieter }) =>
    angaben['nachfinanzierung'] === true && !anbieter.includes('DSL_BANK')
      ? { at: 'nachfinanzierung', reason: 'needs a loan of DSL on the property (kept)' }
      : undefined,
  Kunde: kunde =>
    !isEmployed(kunde) && zusatzangabenOf(kunde).some(one => JOB_DETAILS.some(name => name in one))
      ? { at: 'zusatzangaben', reason: 'details of a job only count for the employed (kept)' }
      : undefined,
  Immobilie: immobilie =>
    beleihungsobjektOf(immobilie).some(ing => !fits(ing, typeOf(immobilie)))
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

const JOB_DETAILS = ['branche', 'beschaeftigungImOeffentlichenDienst']
const EMPLOYED = ['ANGESTELLTER', 'ARBEITER', 'BEAMTER', undefined]

/** A customer whose job is not known may be employed. */
function isEmployed(kunde: Objekt): boolean {
  const finanzielles = kunde['finanzielles'] as Objekt | undefined
  const beschaeftigung = finanzielles?.['beschaeftigung'] as Objekt | undefined
  return EMPLOYED.includes(beschaeftigung?.['@type'] as string | undefined)
}

function zusatzangabenOf(objekt: Objekt): readonly Objekt[] {
  const zusatzangaben = objekt['zusatzangaben'] as Objekt | undefined
  return (zusatzangaben?.['zusatzangabenProProduktanbieter'] ?? []) as readonly Objekt[]
}

function anbieterOf({ finanzierungsobjekt }: Objekt): readonly string[] {
  const erfassung = (finanzierungsobjekt as Objekt | undefined)?.['darlehenslisteErfassung']
  const liste = ((erfassung as Objekt | undefined)?.['darlehensliste'] ?? []) as readonly Objekt[]
  return liste.flatMap(({ darlehen }) => {
    const geber = (darlehen as Objekt | undefined)?.['darlehensgeber'] as Objekt | undefined
    return typeof geber?.['produktanbieter'] === 'string' ? [geber['produktanbieter']] : []
  })
}

const GEPRUEFTE = new Set(Object.keys(CHECKS))
const VERBINDLICHKEITEN = new Set(['Verbindlichkeit'])

function kellerOf(immobilie: Objekt): ReturnType<Check> {
  const typ = immobilie['typ'] as Objekt | undefined
  const unterkellerung = (typ?.['nutzflaechen'] as Objekt | undefined)?.['unterkellerung']
  const hasKeller = beleihungsobjektOf(immobilie).some(
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

function beleihungsobjektOf(immobilie: Objekt): readonly Objekt[] {
  return zusatzangabenOf(immobilie).flatMap(one =>
    one['beleihungsobjekt'] ? [one['beleihungsobjekt'] as Objekt] : []
  )
}

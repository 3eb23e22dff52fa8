import { grunderwerbsteuerFor } from './grunderwerbsteuer.ts'
import { type Hinweis, type Objekt, pathText, without } from './umbau.ts'

/** What the rules of the server look at beside the object at hand. */
export type Rahmen = {
  /** `@type` of the Finanzierungszweck. */
  readonly zweck: string | undefined
  /** Postal code of the financed property. */
  readonly plz: string | undefined
  readonly today: string
  /** Switch `europace.fillNebenkosten`. */
  readonly fillNebenkosten: boolean
}

type Regel = (
  objekt: Objekt,
  rahmen: Rahmen,
  hinweis: (property: string, reason: string) => void,
  inProperty: boolean
) => Objekt

/** What the server decides by itself, per kind of object. documented: descriptions of the contract, dossier B11 */
const REGELN: Readonly<Record<string, Regel>> = {
  EnergieEffizienzAusweis: (ausweis, _, hinweis) => withClass(ausweis, 'endEnergie', hinweis),
  Modernisierungskosten: (kosten, _, hinweis) => withClass(kosten, 'endEnergieGeplant', hinweis),
  VorhandeneModernisierungskosten: (kosten, _, hinweis) =>
    withClass(kosten, 'endEnergieGeplant', hinweis),
  Gebaeude: emptyBaujahr,
  Kauf: fillNebenkosten,
  KaufNeubauVomBautraeger: fillNebenkosten,
  Bauspardarlehen: keepFirstWunschparameter,
  Finanzierungsbedarf: keepFirstRatenschutz,
  Haushalt: dropPrivateKrankenversicherung
}

/** The objects about which the server decides something. */
export const GEREGELTE: ReadonlySet<string> = new Set(Object.keys(REGELN))

export function applyServerregeln(
  objekt: Objekt,
  schema: string,
  path: readonly (string | number)[],
  rahmen: Rahmen,
  hinweise: Hinweis[]
): Objekt {
  const regel = REGELN[schema]
  if (!regel) return objekt
  const hinweis = (property: string, reason: string) =>
    void hinweise.push({ path: `${pathText(path)}.${property}`, value: objekt[property], reason })
  return regel(objekt, rahmen, hinweis, path.includes('finanzierungsobjekt'))
}

/** Kilowatt hours per square metre and year up to which a class goes. assumed: the steps of the GEG */
const KLASSEN = [
  [30, 'A_PLUS'],
  [50, 'A'],
  [75, 'B'],
  [100, 'C'],
  [130, 'D'],
  [160, 'E'],
  [200, 'F'],
  [250, 'G']
] as const

function withClass(
  objekt: Objekt,
  energie: string,
  hinweis: (property: string, reason: string) => void
): Objekt {
  if ('energieEffizienzklasse' in objekt)
    hinweis('energieEffizienzklasse', 'computed by the server')
  const rest = without(objekt, 'energieEffizienzklasse')
  const value = objekt[energie]
  if (typeof value !== 'number') return rest
  const klasse = KLASSEN.find(([below]) => value < below)?.[1] ?? 'H'
  return { ...rest, energieEffizienzklasse: klasse }
}

function emptyBaujahr(
  gebaeude: Objekt,
  { zweck }: Rahmen,
  hinweis: (property: string, reason: string) => void,
  isFinanced: boolean
): Objekt {
  const isNew = zweck === 'NEUBAU' || zweck === 'KAUF_NEUBAU_VOM_BAUTRAEGER'
  if (!isNew || !isFinanced || !('baujahr' in gebaeude)) return gebaeude
  hinweis('baujahr', 'emptied for a new building')
  return without(gebaeude, 'baujahr')
}

/** observed: forum cases of 2020; 2 % for the notary, the rate of the state for the tax */
function fillNebenkosten(zweck: Objekt, rahmen: Rahmen): Objekt {
  if (!rahmen.fillNebenkosten) return zweck
  const sent = zweck['nebenkosten'] as Objekt | null | undefined
  const percent = (wert: number) => ({ wert, einheit: 'PROZENT' })
  const steuer = grunderwerbsteuerFor(rahmen.plz, rahmen.today)
  const notargebuehr = percent(2)
  const filled =
    steuer === undefined ? { notargebuehr } : { grunderwerbsteuer: percent(steuer), notargebuehr }
  return { ...zweck, nebenkosten: sent ? { ...filled, ...sent } : filled }
}

function keepFirstWunschparameter(
  darlehen: Objekt,
  _: Rahmen,
  hinweis: (property: string, reason: string) => void
): Objekt {
  return keepFirst(darlehen, 'wunschparameter', one => one['@type'], hinweis)
}

function keepFirstRatenschutz(
  bedarf: Objekt,
  _: Rahmen,
  hinweis: (property: string, reason: string) => void
): Objekt {
  return keepFirst(
    bedarf,
    'ratenschutzbausteine',
    one => one['kundenreferenzIdDerVersichertenPerson'],
    hinweis
  )
}

function keepFirst(
  objekt: Objekt,
  property: string,
  keyOf: (item: Objekt) => unknown,
  hinweis: (property: string, reason: string) => void
): Objekt {
  const list = (objekt[property] ?? []) as readonly Objekt[]
  const seen = new Set()
  const kept = list.filter(item => {
    const key = keyOf(item)
    const isFirst = key === undefined || !seen.has(key)
    seen.add(key)
    return isFirst
  })
  if (kept.length === list.length) return objekt
  hinweis(property, 'only the first of a kind counts')
  return { ...objekt, [property]: kept }
}

const PKV = 'privateKrankenversicherungMonatlicheAusgaben'

/** The cost of private health insurance per customer counts only if it adds up to the cost of the household. */
function dropPrivateKrankenversicherung(
  haushalt: Objekt,
  _: Rahmen,
  hinweis: (property: string, reason: string) => void
): Objekt {
  const kunden = (haushalt['kunden'] ?? []) as readonly Objekt[]
  const perKunde = kunden
    .flatMap(zusatzangabenOf)
    .flatMap(one => (typeof one[PKV] === 'number' ? [one[PKV]] : []))
  const ausgaben = (haushalt['finanzielleSituation'] as Objekt | undefined)?.['ausgaben'] as
    | Objekt
    | undefined
  const sum = ausgaben?.['summePrivaterKrankenversicherungenMonatlich']
  const cents = (euros: number) => Math.round(euros * 100)
  const total = perKunde.reduce((all, one) => all + cents(one), 0)
  if (perKunde.length === 0 || typeof sum !== 'number' || total === cents(sum)) return haushalt
  hinweis('kunden', `${PKV} does not add up to the sum of the household`)
  return { ...haushalt, kunden: kunden.map(withoutPkv) }
}

function withoutPkv(kunde: Objekt): Objekt {
  const angaben = zusatzangabenOf(kunde)
  if (angaben.length === 0) return kunde
  const zusatzangaben = kunde['zusatzangaben'] as Objekt
  const proAnbieter = angaben.map(one => without(one, PKV))
  return {
    ...kunde,
    zusatzangaben: { ...zusatzangaben, zusatzangabenProProduktanbieter: proAnbieter }
  }
}

function zusatzangabenOf(kunde: Objekt): readonly Objekt[] {
  const zusatzangaben = kunde['zusatzangaben'] as Objekt | undefined
  return (zusatzangaben?.['zusatzangabenProProduktanbieter'] ?? []) as readonly Objekt[]
}

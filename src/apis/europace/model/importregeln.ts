import { isValidBIC, isValidIBAN } from 'ibantools'
import { angepasst, type Importhinweis, nichtUebernommen, uebergangen } from './meldung.ts'
import { type Objekt, pathText, type Umbau, without } from './umbau.ts'

/** What the rules of the import need to know beside the object at hand. */
export type Lage = {
  /** The day in Berlin. */
  readonly today: string
  readonly hasSecond: boolean
  readonly finanzierungszweck: string | undefined
  /** The rules of the update API: those that suit an import, all or none (switch `kex.applyUpdateRules`). */
  readonly updateRules: boolean | 'all'
}

/** The rules of C3 that depend on other values. */
export function applyImportregeln<T extends object>(
  vorgang: T,
  lage: Lage,
  umbau: Umbau
): { readonly vorgang: T; readonly hinweise: readonly Importhinweis[] } {
  const hinweise: Importhinweis[] = []
  const geregelt = umbau(vorgang, (objekt, { schema, path }) => {
    const ort = {
      path: pathText(path),
      lage,
      melden: (one: Importhinweis) => void hinweise.push(one)
    }
    const rules = [...(REGELN[schema] ?? []), ...ALLGEMEIN]
    return rules.reduce((current, rule) => rule(current, ort), objekt)
  })
  return { vorgang: geregelt, hinweise }
}

type Ort = {
  readonly path: string
  readonly lage: Lage
  readonly melden: (hinweis: Importhinweis) => void
}

/** What becomes of an object. */
type Regel = (objekt: Objekt, ort: Ort) => Objekt

/** documented: seed 2, “relevant for the second Antragsteller only” */
const gemeinsamerHaushalt: Regel = (wohnsituation, ort) =>
  ort.path.startsWith('antragsteller1.')
    ? drop(
        wohnsituation,
        ort,
        'gemeinsamerHaushalt',
        'ist nur für den zweiten Antragsteller relevant'
      )
    : wohnsituation

/** documented: seed 2, “only relevant if wohnhaftSeit is more recent than 3 years ago”; assumed: unknown is not recent */
const voranschrift: Regel = (wohnsituation, ort) => {
  const { wohnhaftSeit } = (wohnsituation['anschrift'] ?? {}) as { wohnhaftSeit?: string }
  if (wohnhaftSeit !== undefined && wohnhaftSeit > threeYearsBefore(ort.lage.today))
    return wohnsituation
  const grund =
    'ist nur relevant, wenn wohnhaftSeit der Anschrift weniger als drei Jahre zurückliegt,'
  return drop(wohnsituation, ort, 'voranschrift', grund)
}

/** documented: seed 2, “determines which data is used”; “if … is empty, all data is ignored” */
const beschaeftigung: Regel = (antragsteller, { path, melden }) => {
  const angaben = antragsteller['beschaeftigung'] as Objekt | undefined
  if (angaben === undefined || Object.keys(angaben).length === 0) return antragsteller
  const art = angaben['beschaeftigungsart'] as string | undefined
  const gewaehlt = art?.toLowerCase()
  if (gewaehlt === undefined || isEmpty(angaben[gewaehlt])) {
    const fehlt = gewaehlt ?? 'beschaeftigungsart'
    melden(nichtUebernommen(`${path}.beschaeftigung`, `ist ohne ${fehlt} nicht verwendbar`))
    return without(antragsteller, 'beschaeftigung')
  }
  const others = Object.keys(angaben).filter(
    key => key !== 'beschaeftigungsart' && key !== gewaehlt && !isEmpty(angaben[key])
  )
  for (const other of others) {
    const grund = `passt nicht zur Beschäftigungsart ${art}`
    melden(nichtUebernommen(`${path}.beschaeftigung.${other}`, grund))
  }
  const used = { beschaeftigungsart: art, [gewaehlt]: angaben[gewaehlt] }
  return { ...antragsteller, beschaeftigung: used }
}

/** documented: seed 2, “only processed if the finanzierungszweck is set to FAHRZEUGKAUF” */
const fahrzeugkauf: Regel = (finanzbedarf, ort) =>
  finanzbedarf['finanzierungszweck'] === 'FAHRZEUGKAUF'
    ? finanzbedarf
    : drop(
        finanzbedarf,
        ort,
        'fahrzeugkauf',
        'ist nur beim Finanzierungszweck FAHRZEUGKAUF relevant'
      )

/** documented: seed 2, “only processed if no versicherteRisikenAntragsteller is set” */
const ratenschutz: Regel = (finanzbedarf, ort) => {
  const alt = (finanzbedarf['ratenschutz'] ?? {}) as Record<string, readonly unknown[] | undefined>
  return [1, 2].reduce((current, n) => {
    const isInsured = (alt[`versicherteRisikenAntragsteller${n}`]?.length ?? 0) > 0
    const grund = `entfällt, weil versicherteRisikenAntragsteller${n} angegeben ist,`
    return isInsured ? drop(current, ort, `ratenschutzAntragsteller${n}`, grund) : current
  }, finanzbedarf)
}

/** assumed: cover for somebody who is not there makes no sense */
const ratenschutzZweiter: Regel = (finanzbedarf, ort) =>
  ort.lage.hasSecond
    ? finanzbedarf
    : drop(
        finanzbedarf,
        ort,
        'ratenschutzAntragsteller2',
        'gilt einem zweiten Antragsteller, den es nicht gibt,'
      )

/** assumed: as the update API has it (dossier C3, rules 21 and 22) */
const finanzierungswunsch: Regel = (wunsch, ort) => {
  if (ort.lage.updateRules === false) return wunsch
  const grund = 'ergibt sich aus laufzeitInMonaten'
  const one =
    wunsch['laufzeitInMonaten'] === undefined ? wunsch : drop(wunsch, ort, 'rateMonatlich', grund)
  return one['ratenzahlungstermin'] ? one : { ...one, ratenzahlungstermin: 'MONATSENDE' }
}

/** assumed: as the update API has it (dossier C3, rule 20) */
const bankverbindung: Regel = (konto, ort) => {
  if (ort.lage.updateRules === false) return konto
  const iban = konto['iban'] as string | undefined
  const bic = konto['bic'] as string | undefined
  const one =
    iban === undefined || isValidIBAN(iban.replaceAll(' ', '').toUpperCase())
      ? konto
      : drop(konto, ort, 'iban', 'ist keine gültige IBAN')
  return bic === undefined || isValidBIC(bic.trim().toUpperCase())
    ? one
    : drop(one, ort, 'bic', 'ist kein gültiger BIC')
}

/** assumed: as the update API has it, though hardly meant for an import (dossier C3, rule 19) */
const abloesung: Regel = (verbindlichkeit, ort) => {
  const { updateRules, finanzierungszweck } = ort.lage
  const isMeant = updateRules === 'all' && finanzierungszweck === 'FAHRZEUGKAUF'
  if (!isMeant || verbindlichkeit['abloesen'] !== true) return verbindlichkeit
  const grund = 'ist beim Finanzierungszweck FAHRZEUGKAUF nicht möglich'
  ort.melden(angepasst(`${ort.path}.abloesen`, true, grund, 'false'))
  const overflow = ['bic', 'iban', 'datumErsteZahlung', 'urspruenglicherKreditbetrag']
  return overflow.reduce((current, name) => drop(current, ort, name, 'entfällt ohne Ablösung'), {
    ...verbindlichkeit,
    abloesen: false
  } as Objekt)
}

/** assumed: what belongs to nobody belongs to the first (dossier C3, rule 17), also what belongs to both of one */
const zuordnung: Regel = (position, { path, lage, melden }) => {
  const wer = position['gehoertZuAntragsteller']
  if (wer === undefined || wer === 'ANTRAGSTELLER_1' || lage.hasSecond) return position
  const ort = `${path}.gehoertZuAntragsteller`
  melden(
    angepasst(ort, wer, 'nennt einen zweiten Antragsteller, den es nicht gibt,', 'ANTRAGSTELLER_1')
  )
  return { ...position, gehoertZuAntragsteller: 'ANTRAGSTELLER_1' }
}

/** assumed: what left the documentation in 2023 is told, what only export and update know is passed over (dossier C6) */
const abgekuendigt: Regel = (objekt, ort) => {
  const fremde = ['id', 'antragstellerIds'].filter(name => name in objekt)
  for (const name of fremde) ort.melden(uebergangen(`${ort.path}.${name}`))
  return NICHT_MEHR.reduce(
    (current, name) => drop(current, ort, name, 'wird nicht mehr unterstützt'),
    without(objekt, ...fremde)
  )
}

const NICHT_MEHR = [
  'einkuenfteAusKapitalvermoegen',
  'geschaeftskredite',
  'kontokorrentkredite',
  'bankUndSparguthaben',
  'depotvermoegen',
  'sonstigeVermoegenswerte',
  'angesparterBetrag',
  'rueckkaufswert'
]

const REGELN: Readonly<Record<string, readonly Regel[]>> = {
  Wohnsituation: [gemeinsamerHaushalt, voranschrift],
  Antragsteller: [beschaeftigung],
  Finanzbedarf: [fahrzeugkauf, ratenschutz, ratenschutzZweiter],
  Finanzierungswunsch: [finanzierungswunsch],
  Kontoverbindung: [bankverbindung],
  Dispositionskredit: [bankverbindung, abloesung],
  Kreditkarte: [bankverbindung, abloesung],
  Ratenkredit: [bankverbindung, abloesung],
  SonstigeVerbindlichkeit: [bankverbindung, abloesung]
}

const ALLGEMEIN: readonly Regel[] = [abgekuendigt, zuordnung]

function drop(objekt: Objekt, { path, melden }: Ort, name: string, grund: string): Objekt {
  if (objekt[name] === undefined) return objekt
  melden(nichtUebernommen(`${path}.${name}`, grund))
  return without(objekt, name)
}

/** Nothing is said in it, however deep one looks. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}

/** On 29 February the day of that name, which comparing texts does not mind. */
function threeYearsBefore(day: string): string {
  return `${Number(day.slice(0, 4)) - 3}${day.slice(4)}`
}

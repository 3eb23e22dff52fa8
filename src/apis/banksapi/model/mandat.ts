import type { Zahlung } from './zahlung.ts'

/** How far the debits of a mandate have come. */
export type Mandat = {
  /** Creditor and reference. */
  readonly id: string
  readonly letzte: string
}

/** The mandates that a payment draws on, with the place of the debit in the series. */
export function mandateOf({ inhalt }: Zahlung): readonly Mandat[] {
  if (inhalt.is !== 'lastschrift') return []
  const { creditorSchemeIdentification = '', sequenceType } = inhalt.rahmen
  return inhalt.posten.map(posten => ({
    id: `${creditorSchemeIdentification} ${posten.mandateIdentification ?? ''}`,
    letzte: posten.sequenceType ?? sequenceType ?? 'OOFF'
  }))
}

/** What is wrong with the next debit of a mandate, in German. assumed: the rules of SEPA; a first one need not be FRST */
export function mandatsfehler(mandat: Mandat | undefined, naechste: string): string | undefined {
  if (mandat && (mandat.letzte === 'OOFF' || mandat.letzte === 'FNAL'))
    return 'Das Mandat wurde schon zum letzten Mal genutzt.'
  if (mandat && (naechste === 'FRST' || naechste === 'OOFF'))
    return 'Das Mandat wurde schon genutzt, eine erste oder einmalige Lastschrift ist nicht mehr möglich.'
  return undefined
}

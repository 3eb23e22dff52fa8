/** What a product can be. documented: dossier K33 */
export type Produktkategorie =
  | 'GIROKONTO'
  | 'SPARKONTO'
  | 'FESTGELDKONTO'
  | 'KREDITKONTO'
  | 'TAGESGELDKONTO'
  | 'BAUSPARVERTRAG'
  | 'SONSTIGESKONTO'
  | 'KREDITKARTE'
  | 'KREDITKARTENKONTO'
  | 'SONSTIGEKARTE'
  | 'DEPOT'
  | 'SONSTIGESPRODUKT'

export type Faehigkeit = 'KONTEN' | 'KARTEN' | 'DEPOTS' | 'BAUSPAR'

/** A field that somebody who logs in has to fill. */
export type Feld = {
  readonly fieldkey: string
  readonly label: string
  readonly secret: boolean
  readonly hint?: string
  readonly format: string
}

/** A provider with the fictitious bank behind it. */
export type Anbieter = {
  readonly id: string
  readonly name: string
  readonly consumerRelevant: boolean
  /** Name of the logo, without `.svg`. */
  readonly group?: string
  readonly blz?: string
  readonly bic?: string
  readonly capabilities: readonly Faehigkeit[]
  /** Each inner list is one technical channel; a channel needs a strong authentication of its own. */
  readonly channels: readonly (readonly Produktkategorie[])[]
  readonly loginHint?: string
  readonly fields: readonly Feld[]
  readonly bank: Bank
}

/** How a fictitious bank behaves. */
type Bank = {
  /** When a fetch needs a strong authentication: never, where a channel has no consent, or each time. */
  readonly sca: 'nie' | 'einmal' | 'immer'
  /** Codes of the procedures that it offers; see `verfahren.ts`. */
  readonly verfahren: readonly number[]
  /** What is wrong with it; nothing when left out. */
  readonly stoerung?: 'wartung' | 'inaktiv' | 'gestoert' | 'langsam'
  /** How many days back its bookings reach; all the way when left out. */
  readonly umsatzTage?: number
  readonly ebics?: { readonly hostId: string; readonly hostUrl: string }
}

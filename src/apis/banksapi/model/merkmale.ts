/** An item of a tag tree by its system name. */
export type Benennung = { readonly systemName: string; readonly displayName: string }

/** How often something regular happens. assumed: the documentation names the tag, not its values */
export const PERIODEN = [
  { systemName: 'WEEKLY', displayName: 'Wöchentlich' },
  { systemName: 'MONTHLY', displayName: 'Monatlich' },
  { systemName: 'QUARTERLY', displayName: 'Vierteljährlich' },
  { systemName: 'HALF_YEARLY', displayName: 'Halbjährlich' },
  { systemName: 'YEARLY', displayName: 'Jährlich' }
] as const satisfies readonly Benennung[]

export type Periode = (typeof PERIODEN)[number]['systemName']

/** assumed: the documentation names the tag, not its values */
export const VERSICHERUNGSARTEN = [
  { systemName: 'LIABILITY', displayName: 'Privathaftpflichtversicherung' },
  { systemName: 'HOUSEHOLD', displayName: 'Hausratversicherung' },
  { systemName: 'BUILDING', displayName: 'Wohngebäudeversicherung' },
  { systemName: 'CAR', displayName: 'Kfz-Versicherung' },
  { systemName: 'LIFE', displayName: 'Lebensversicherung' },
  { systemName: 'PENSION', displayName: 'Private Rentenversicherung' },
  { systemName: 'HEALTH', displayName: 'Private Krankenversicherung' },
  { systemName: 'SUPPLEMENTARY_HEALTH', displayName: 'Krankenzusatzversicherung' },
  { systemName: 'LEGAL', displayName: 'Rechtsschutzversicherung' },
  { systemName: 'DISABILITY', displayName: 'Berufsunfähigkeitsversicherung' },
  { systemName: 'ACCIDENT', displayName: 'Unfallversicherung' },
  { systemName: 'TRAVEL', displayName: 'Reiseversicherung' },
  { systemName: 'BUSINESS', displayName: 'Betriebshaftpflichtversicherung' }
] as const satisfies readonly Benennung[]

export type Versicherungsart = (typeof VERSICHERUNGSARTEN)[number]['systemName']

/** What a tax return of freelancers asks for. assumed: the documentation names the tag, not its values */
export const FREIBERUFLICHES = [
  { systemName: 'REVENUE', displayName: 'Betriebseinnahmen' },
  { systemName: 'GOODS', displayName: 'Wareneinkauf' },
  { systemName: 'STAFF', displayName: 'Personalkosten' },
  { systemName: 'OFFICE_RENT', displayName: 'Raumkosten' },
  { systemName: 'ENERGY', displayName: 'Energiekosten' },
  { systemName: 'TELECOMMUNICATIONS', displayName: 'Telefon und Internet' },
  { systemName: 'VEHICLE', displayName: 'Fahrzeugkosten' },
  { systemName: 'TRAVEL', displayName: 'Reisekosten' },
  { systemName: 'ADVERTISING', displayName: 'Werbekosten' },
  { systemName: 'EQUIPMENT', displayName: 'Arbeitsmittel' },
  { systemName: 'CONSULTING', displayName: 'Beratungskosten' },
  { systemName: 'INSURANCE', displayName: 'Betriebliche Versicherungen' },
  { systemName: 'ASSOCIATION', displayName: 'Beiträge' },
  { systemName: 'INCOME_TAX_PREPAYMENT', displayName: 'Einkommensteuer-Vorauszahlung' },
  { systemName: 'VAT_PREPAYMENT', displayName: 'Umsatzsteuer-Vorauszahlung' },
  { systemName: 'TRADE_TAX', displayName: 'Gewerbesteuer' },
  { systemName: 'PRIVATE_WITHDRAWAL', displayName: 'Privatentnahme' }
] as const satisfies readonly Benennung[]

export type Freiberufliches = (typeof FREIBERUFLICHES)[number]['systemName']

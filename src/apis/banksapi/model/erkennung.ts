import { normaliseName } from './buchung.ts'
import { GESCHAEFTSPARTNER } from './geschaeftspartner.ts'
import type { Merkmale, Umsatz } from './konto.ts'
import type { Versicherungsart } from './merkmale.ts'

type Muster = readonly [words: RegExp, kategorie: string, versicherungsart?: Versicherungsart]

/**
 * What a categoriser makes of a booking that no fictitious bank has sorted, as one that was pushed.
 * assumed: known business partners first, then words of counterparty, kind and purpose; the sign tells income apart
 */
export function erkennen(umsatz: Umsatz): Merkmale {
  const { betrag, gegenkontoInhaber, buchungstext, verwendungszweck } = umsatz
  const partner = partnerNamed(normaliseName(gegenkontoInhaber))
  const text = normaliseName(`${gegenkontoInhaber} ${buchungstext} ${verwendungszweck}`)
  const found = (betrag > 0 ? EINGAENGE : AUSGAENGE).find(([words]) => words.test(text))
  const [, kategorie, versicherungsart] = found ?? []
  const usual = betrag > 0 ? kategorie : (partner?.categories[0] ?? kategorie)
  return {
    kategorie: usual ?? (betrag > 0 ? 'INCOME_OTHER' : 'OTHER_OTHER'),
    ...(partner && { geschaeftspartner: partner.systemName }),
    ...(versicherungsart && { versicherungsart })
  }
}

const EINGAENGE: readonly Muster[] = [
  [/ruecklast|retoure/, 'INCOME_RETURNDEBIT'],
  [/\blohn\b|gehalt|bezuege|salary|payroll/, 'INCOME_SALARY'],
  [/\brente|pension/, 'INCOME_PENSION'],
  [/kindergeld|elterngeld|familienkasse/, 'INCOME_STATEFAMILY'],
  [/bafoeg/, 'INCOME_STATEEDUCATION'],
  [/buergergeld|arbeitslosengeld|arbeitsagentur|sozialhilfe|wohngeld/, 'INCOME_SOCIALBENEFIT'],
  [/finanzamt|steuererstattung/, 'INCOME_TAXES'],
  [/versicherung/, 'INCOME_INSURANCE'],
  [/darlehensauszahlung|kreditauszahlung/, 'INCOME_CREDIT'],
  [/\bzins|dividende/, 'INCOME_INVESTMENT'],
  [/\bmiete/, 'INCOME_RENTAL'],
  [/rechnung|honorar/, 'INCOME_BUSINESS'],
  [/einzahlung/, 'INCOME_CASHDEPOSIT'],
  [/erstattung|gutschrift|rueckzahlung|storno/, 'INCOME_REFUND'],
  [/umbuchung|uebertrag\b/, 'TRANSFER_BANKFINANCE']
]

const AUSGAENGE: readonly Muster[] = [
  [/geldautomat|\bga nr|barauszahlung|bargeld/, 'BANKFINANCE_CASHWITHDRAWAL'],
  [/haftpflicht/, 'INSURANCE_LIABILITY', 'LIABILITY'],
  [/hausrat/, 'INSURANCE_PROPERTY', 'HOUSEHOLD'],
  [/wohngebaeude/, 'INSURANCE_PROPERTY', 'BUILDING'],
  [/kfz versicherung|autoversicherung/, 'INSURANCE_VEHICLE', 'CAR'],
  [/lebensversicherung/, 'INSURANCE_LIFE', 'LIFE'],
  [/rentenversicherung/, 'INSURANCE_LIFE', 'PENSION'],
  [/krankenzusatz/, 'INSURANCE_HEALTH', 'SUPPLEMENTARY_HEALTH'],
  [/krankenversicherung/, 'INSURANCE_HEALTH', 'HEALTH'],
  [/rechtsschutz/, 'INSURANCE_LEGAL', 'LEGAL'],
  [/berufsunfaehigkeit/, 'INSURANCE_OTHER', 'DISABILITY'],
  [/unfallversicherung/, 'INSURANCE_ACCIDENT', 'ACCIDENT'],
  [/reiseversicherung/, 'INSURANCE_TRAVEL', 'TRAVEL'],
  [/versicherung/, 'INSURANCE_OTHER'],
  [/\bmiete|wohngeld/, 'HOUSING_RENT'],
  [/nebenkosten/, 'HOUSING_ANCILLARYCOSTS'],
  [/baufinanzierung|immobilienkredit/, 'HOUSING_FINANCING'],
  [/rundfunk/, 'BILLS_PUBLICRADIO'],
  [/\bstrom|\bgas\b|energie|stadtwerk/, 'BILLS_ENERGY'],
  [/telefon|mobilfunk|internet|\bdsl\b/, 'BILLS_TELECOMMUNICATIONS'],
  [/wasser|abfall|muell/, 'BILLS_WATERANDDISPOSAL'],
  [/kreditkartenabrechnung/, 'TRANSFER_CREDITCARDSETTLEMENT'],
  [/kredit|darlehen|\brate\b/, 'BANKFINANCE_CREDITPAYMENT'],
  [/kontofuehrung|entgelt|gebuehr/, 'BANKFINANCE_FEES'],
  [/kfz steuer|kraftfahrzeugsteuer/, 'MOBILITY_TAXES'],
  [/finanzamt|einkommensteuer/, 'TAXES_INCOME'],
  [/tankstelle|benzin|diesel/, 'MOBILITY_FUEL'],
  [/\bbahn\b|verkehrsbetrieb|fahrkarte/, 'MOBILITY_PUBLICTRANSPORT'],
  [/\btaxi/, 'MOBILITY_TAXI'],
  [/parkhaus|parken/, 'MOBILITY_PARKING'],
  [/drogerie/, 'LIVING_DRUGSTORE'],
  [/spende/, 'LIVING_CHARITY'],
  [/supermarkt|lebensmittel|baecker|metzger|discount/, 'LIVING_GROCERIES'],
  [/restaurant|gasthaus|pizzeria|\bcafe\b|kantine/, 'RECREATION_FOODANDDRINKS'],
  [/streaming|pay tv/, 'RECREATION_STREAMING'],
  [/fitness|sportverein/, 'RECREATION_SPORTS'],
  [/lotto|lotterie|wette|casino|spielbank/, 'RECREATION_GAMBLING'],
  [/apotheke/, 'HEALTH_CONSUMABLES'],
  [/\barzt|praxis|krankenhaus/, 'HEALTH_SERVICES'],
  [/hotel/, 'TRAVEL_ACCOMMODATION'],
  [/bausparen|bausparkasse/, 'SAVINGS_BUILDING'],
  [/sparen|sparplan/, 'TRANSFER_SAVINGS'],
  [/umbuchung|uebertrag\b/, 'TRANSFER_BANKFINANCE']
]

const PARTNER = GESCHAEFTSPARTNER.map(partner => ({
  name: normaliseName(partner.displayName),
  partner
}))

function partnerNamed(name: string) {
  return PARTNER.find(one => name === one.name || name.startsWith(`${one.name} `))?.partner
}

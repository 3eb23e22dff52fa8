import { KUNDSCHAFT } from './gegenkonten.ts'
import { einkaeufe } from './muster-alltag.ts'
import { kartenabrechnung, sparen, zinsen } from './muster-uebertrag.ts'
import { jaehrlich, monatlich, oft, type Regel, regel, vierteljaehrlich } from './regel.ts'

const RUECKLAGE = sparen(11, 400_00, 'yildiz-giro', 'yildiz-ruecklage')
const KARTE = kartenabrechnung(6, 'yildiz-karte')

const KUNDEN = 'kundeHochzeit kundeKanzlei kundeMesse kundeAgentur kundeVerein'
const RECHNUNG = 'RECHNUNG {jahr}-{nummer} VIELEN DANK FÜR DAS SCHÖNE FEST'
const STEUER = 'STEUERNUMMER {steuernummer} {monat}'

const EINNAHMEN: readonly Regel[] = [
  regel('rechnung', 'gutschrift', oft(260), [380_00, 3900_00, 10_00], KUNDEN, RECHNUNG, {
    kategorie: 'INCOME_BUSINESS',
    freiberuflich: 'REVENUE'
  }),
  regel('anzahlung', 'echtzeit', oft(40), [150_00, 600_00, 50_00], KUNDEN, 'ANZAHLUNG', {
    kategorie: 'INCOME_BUSINESS',
    freiberuflich: 'REVENUE'
  })
]

const STEUERN: readonly Regel[] = [
  regel('ust', 'lastschrift', monatlich(10), -980_00, 'FINANZAMT', `USt-VZ ${STEUER}`, {
    kategorie: 'TAXES_SALES',
    freiberuflich: 'VAT_PREPAYMENT'
  }),
  regel('est', 'lastschrift', vierteljaehrlich(10, 3), -5600_00, 'FINANZAMT', `ESt-VZ ${STEUER}`, {
    kategorie: 'TAXES_INCOME',
    freiberuflich: 'INCOME_TAX_PREPAYMENT'
  }),
  regel(
    'gewst',
    'lastschrift',
    vierteljaehrlich(15, 2),
    -620_00,
    'STADTKASSE',
    'GEWERBESTEUER VZ',
    {
      kategorie: 'BUSINESS_TAXES',
      freiberuflich: 'TRADE_TAX'
    }
  ),
  regel('steuererstattung', 'gutschrift', jaehrlich(19, 8), 412_36, 'FINANZAMT', `EST ${STEUER}`, {
    kategorie: 'INCOME_TAXES'
  })
]

const FESTES: readonly Regel[] = [
  regel('halle', 'dauerauftrag', monatlich(1), -1450_00, 'HALLENMEISTER', 'Miete Küche {monat}', {
    freiberuflich: 'OFFICE_RENT'
  }),
  regel('lohn', 'ueberweisung', monatlich('ultimo'), -1380_00, 'aushilfe', 'Lohn {monat}', {
    kategorie: 'BUSINESS_SALARY',
    freiberuflich: 'STAFF'
  }),
  regel('strom', 'lastschrift', monatlich(5), -386_00, 'STROMQUELLE', 'ABSCHLAG GEWERBE {monat}', {
    kategorie: 'BUSINESS_ENERGY',
    freiberuflich: 'ENERGY'
  }),
  regel('telefon', 'lastschrift', monatlich(12), -69_90, 'DRAHTLOS', undefined, {
    freiberuflich: 'TELECOMMUNICATIONS'
  }),
  regel('leihrad', 'lastschrift', monatlich(15), -119_00, 'LEIHRAD', 'Leasingrate Lastenrad', {
    freiberuflich: 'VEHICLE'
  }),
  regel('steuerberatung', 'lastschrift', vierteljaehrlich(20), -540_00, 'ZAHLENWERK', undefined, {
    freiberuflich: 'CONSULTING'
  }),
  regel('haftpflicht', 'lastschrift', vierteljaehrlich(1), -164_50, 'SONNENSCHIRM', undefined, {
    kategorie: 'INSURANCE_BUSINESS',
    versicherungsart: 'BUSINESS',
    freiberuflich: 'INSURANCE'
  }),
  regel('verband', 'lastschrift', jaehrlich(15, 1), -180_00, 'GASTROVERBAND', 'Beitrag {jahr}', {
    freiberuflich: 'ASSOCIATION'
  }),
  regel('haus', 'lastschrift', monatlich('ultimo'), -940_00, 'DEICHBAU', 'Darlehen {vertrag}', {
    kategorie: 'HOUSING_FINANCING'
  }),
  regel('leben', 'lastschrift', monatlich(1), -240_00, 'LEUCHTFEUER', undefined, {
    versicherungsart: 'LIFE'
  }),
  regel('kranken', 'lastschrift', monatlich(1), -498_70, 'HEILGUT', undefined, {
    versicherungsart: 'HEALTH'
  }),
  regel('entnahme', 'dauerauftrag', monatlich(2), -1100_00, 'haushaltskasse', 'Haushalt', {
    kategorie: 'TRANSFER_BANKFINANCE',
    freiberuflich: 'PRIVATE_WITHDRAWAL'
  }),
  regel('kindergeld', 'gutschrift', monatlich(10), 259_00, 'FAMILIENKASSE', 'KINDERGELD {monat}')
]

const BETRIEB: readonly Regel[] = [
  regel('ware', 'lastschrift', oft(170), [-620_00, -45_00], 'MARKTHALLE', undefined, {
    freiberuflich: 'GOODS'
  }),
  regel(
    'geschirr',
    'ueberweisung',
    oft(14),
    [-380_00, -60_00],
    'lieferantTuch lieferantKeramik',
    '',
    {
      kategorie: 'BUSINESS_EQUIPMENT',
      freiberuflich: 'EQUIPMENT'
    }
  ),
  regel('geraete', 'lastschrift', oft(8), [-890_00, -70_00], 'GROSSKUECHE', undefined, {
    freiberuflich: 'EQUIPMENT'
  }),
  regel('werbung', 'ueberweisung', oft(12), [-290_00, -40_00], 'PLAKATWAND', 'Rechnung {nummer}', {
    freiberuflich: 'ADVERTISING'
  }),
  regel('barentnahme', 'bar', oft(30), [-400_00, -100_00, 50_00], '', undefined, {
    kategorie: 'BANKFINANCE_CASHWITHDRAWAL',
    freiberuflich: 'PRIVATE_WITHDRAWAL'
  })
]

const FIRMENKARTE: readonly Regel[] = [
  regel('tanken', 'umsatz', oft(140), [-110_00, -38_00], 'TANKSTERN ZAPFHAHN', undefined, {
    kategorie: 'BUSINESS_MOBILITY',
    freiberuflich: 'VEHICLE'
  }),
  regel('reise', 'umsatz', oft(12), [-190_00, -39_00], 'FERNGLEIS BETTENTURM', undefined, {
    kategorie: 'BUSINESS_TRAVEL',
    freiberuflich: 'TRAVEL'
  }),
  regel('bewirtung', 'umsatz', oft(20), [-140_00, -22_00], 'TELLERRAND ZUM_ANKER', undefined, {
    kategorie: 'BUSINESS_HOSPITALITY'
  }),
  regel('technik', 'umsatz', oft(8), [-260_00, -19_00], 'STECKDOSE', undefined, {
    kategorie: 'BUSINESS_EQUIPMENT',
    freiberuflich: 'EQUIPMENT'
  }),
  KARTE.zu
]

/** A mail order business with some 20,000 bookings a year: 79 on each of at least 255 banking days. */
const VERSANDHANDEL: readonly Regel[] = [
  regel(
    'verkauf',
    'gutschrift',
    { jeBanktag: 62 },
    [9_90, 94_90],
    KUNDSCHAFT,
    'BESTELLUNG {nummer}',
    {
      kategorie: 'INCOME_SALES',
      freiberuflich: 'REVENUE'
    }
  ),
  regel(
    'retoure',
    'ueberweisung',
    { jeBanktag: 6 },
    [-94_90, -9_90],
    KUNDSCHAFT,
    'RETOURE {nummer}',
    {
      kategorie: 'BUSINESS_OTHER'
    }
  ),
  regel('porto', 'lastschrift', { jeBanktag: 5 }, [-95_00, -18_00], 'BRIEFTAUBE', undefined, {
    kategorie: 'SERVICES_MAIL'
  }),
  regel('einkauf', 'ueberweisung', { jeBanktag: 4 }, [-960_00, -166_00], 'MARKTHALLE', undefined, {
    freiberuflich: 'GOODS'
  }),
  regel('kartenumsatz', 'gutschrift', { jeBanktag: 2 }, [40_00, 480_00], 'ZAHLWERK', 'AUSZAHLUNG', {
    kategorie: 'INCOME_SALES'
  }),
  regel('lager', 'dauerauftrag', monatlich(1), -4200_00, 'HALLENMEISTER', 'Lager {monat}'),
  regel('loehne', 'ueberweisung', monatlich('ultimo'), -6400_00, 'aushilfe', 'LÖHNE {monat}', {
    kategorie: 'BUSINESS_SALARY'
  })
]

export const GEWERBE: Readonly<Record<string, readonly Regel[]>> = {
  'yildiz-giro': [
    ...EINNAHMEN,
    ...STEUERN,
    ...FESTES,
    ...BETRIEB,
    ...einkaeufe(0.8),
    RUECKLAGE.ab,
    KARTE.ab
  ],
  'yildiz-ruecklage': [RUECKLAGE.zu, zinsen(0.0175)],
  'yildiz-karte': FIRMENKARTE,
  'yildiz-kaution': [zinsen(0.005)],
  'gross-giro': VERSANDHANDEL
}

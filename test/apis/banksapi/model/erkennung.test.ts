import t from 'tap'
import { erkennen } from '../../../../src/apis/banksapi/model/erkennung.ts'
import type { Umsatz } from '../../../../src/apis/banksapi/model/konto.ts'
import { findItem } from '../../../../src/apis/banksapi/model/tagbaum.ts'
import { buchung, items } from './buchungen.ts'

function merkmaleOf(betrag: number, more: Partial<Umsatz>) {
  return erkennen(buchung('2026-11-02', betrag, {}, more).umsatz)
}

t.test('words tell the category, and the sign tells income apart', async t => {
  const cases: readonly (readonly [number, string, string])[] = [
    [-85000, 'Miete November 2026', 'HOUSING_RENT'],
    [85000, 'Miete November 2026', 'INCOME_RENTAL'],
    [250000, 'LOHN/GEHALT 11/2026', 'INCOME_SALARY'],
    [25000, 'Kindergeld KG123', 'INCOME_STATEFAMILY'],
    [120000, 'RENTE 11/26', 'INCOME_PENSION'],
    [4711, 'RÜCKLASTSCHRIFT wegen Widerspruch', 'INCOME_RETURNDEBIT'],
    [9900, 'Rechnung Nr. 17', 'INCOME_BUSINESS'],
    [100, 'irgendetwas', 'INCOME_OTHER'],
    [-10000, 'GA NR00006110 BLZ70020270 3 07.02/14.29UHR MÜNCHEN', 'BANKFINANCE_CASHWITHDRAWAL'],
    [-7500, 'Abschlag Strom', 'BILLS_ENERGY'],
    [-3000, 'Lotto 6 aus 49', 'RECREATION_GAMBLING'],
    [-20000, 'Umbuchung', 'TRANSFER_BANKFINANCE'],
    [-100, 'irgendetwas', 'OTHER_OTHER'],
    [0, '', 'OTHER_OTHER']
  ]
  for (const [betrag, verwendungszweck, kategorie] of cases)
    t.strictSame(merkmaleOf(betrag, { verwendungszweck }), { kategorie }, verwendungszweck)
})

t.test('insurances have a type as well', async t => {
  t.strictSame(merkmaleOf(-6900, { verwendungszweck: 'Privathaftpflicht 2026' }), {
    kategorie: 'INSURANCE_LIABILITY',
    versicherungsart: 'LIABILITY'
  })
  t.strictSame(merkmaleOf(-6900, { verwendungszweck: 'Versicherung' }), {
    kategorie: 'INSURANCE_OTHER'
  })
})

t.test('a known business partner tells the category of what goes out', async t => {
  for (const gegenkontoInhaber of ['Kornkramer Markt', 'KORNKRAMER MARKT Köln'])
    t.strictSame(merkmaleOf(-2350, { gegenkontoInhaber }), {
      kategorie: 'LIVING_GROCERIES',
      geschaeftspartner: 'KORNKRAMER'
    })
  t.strictSame(merkmaleOf(500, { gegenkontoInhaber: 'Kornkramer Markt' }), {
    kategorie: 'INCOME_OTHER',
    geschaeftspartner: 'KORNKRAMER'
  })
  t.strictSame(merkmaleOf(-2350, { gegenkontoInhaber: 'Kornkramer Marktplatz' }), {
    kategorie: 'OTHER_OTHER'
  })
})

t.test('what words tell is an item of the trees', async t => {
  const words =
    'ruecklast gehalt rente kindergeld bafoeg buergergeld finanzamt versicherung darlehensauszahlung zins miete honorar einzahlung erstattung umbuchung geldautomat haftpflicht hausrat wohngebaeude autoversicherung lebensversicherung rentenversicherung krankenzusatz krankenversicherung rechtsschutz berufsunfaehigkeit unfallversicherung reiseversicherung nebenkosten baufinanzierung rundfunk strom telefon wasser kreditkartenabrechnung kredit entgelt kraftfahrzeugsteuer einkommensteuer tankstelle fahrkarte taxi parken drogerie spende supermarkt restaurant streaming fitness lotto apotheke arzt hotel bausparen sparplan uebertrag'
  for (const verwendungszweck of words.split(' '))
    for (const betrag of [-100, 100]) {
      const { kategorie = '', versicherungsart } = merkmaleOf(betrag, { verwendungszweck })
      t.ok(findItem(items, 'CATEGORIES', kategorie), `${verwendungszweck} ${kategorie}`)
      if (versicherungsart) t.ok(findItem(items, 'INSURANCE_TYPES', versicherungsart))
    }
})

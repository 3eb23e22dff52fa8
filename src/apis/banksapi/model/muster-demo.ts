import {
  ABOS,
  AUTO,
  alltag,
  besonderes,
  einkaeufe,
  KONTOFUEHRUNG,
  unterwegs,
  WOHNUNG
} from './muster-alltag.ts'
import {
  bausparen,
  kartenabrechnung,
  rate,
  sollzinsen,
  sparen,
  zinsen
} from './muster-uebertrag.ts'
import {
  jaehrlich,
  monatlich,
  oft,
  type Regel,
  regel,
  vierteljaehrlich,
  woechentlich
} from './regel.ts'

const SPAREN1 = sparen(2, 250_00, 'demo1-giro', 'demo1-tagesgeld')
const SPAREN2 = sparen(2, 100_00, 'demo2-giro', 'demo2-tagesgeld')
const SPARBUCH2 = sparen(15, 50_00, 'demo2-giro', 'demo2-spar')
const KARTE2 = kartenabrechnung(12, 'demo2-karte')
const BAUSPAREN3 = bausparen(1, 80_00, 'demo3-giro')
const RATE3 = rate(15, 198_40, 'demo3-giro', 'demo3-kredit')
const SPAREN_SCA = sparen(3, 75_00, 'sca-giro', 'sca-tagesgeld')
const KARTE_SCA = kartenabrechnung(5, 'sca-karte')
const SPAREN_MEDIA = sparen(3, 200_00, 'media-giro', 'media-tagesgeld')

/** Work, a rented flat and everyday life. Cents per month. */
function mieterin(gehalt: number, miete: number, arbeitgeber: string): readonly Regel[] {
  return [
    regel('gehalt', 'gehalt', monatlich('ultimo'), gehalt, arbeitgeber, 'LOHN/GEHALT {monat}', {
      kategorie: 'INCOME_SALARY'
    }),
    regel('miete', 'dauerauftrag', monatlich(1), -miete, 'vermieter', 'Miete {monat}', {
      kategorie: 'HOUSING_RENT'
    }),
    ...WOHNUNG,
    ...ABOS,
    KONTOFUEHRUNG
  ]
}

/** The purchases of a card, some of them abroad. */
const KARTE: readonly Regel[] = [
  ...unterwegs(0.6),
  ...besonderes(0.5).filter(({ art }) => art === 'karte'),
  regel('hotel', 'karte', oft(9), [-340_00, -59_00], 'BETTENTURM'),
  regel('ausland', 'karte', oft(20), [-90_00, -6_00], 'WORTWOLKE', 'AUSLANDSUMSATZ USD {dollar}')
].map(kauf => ({ ...kauf, art: 'umsatz' }))

const RUECKLASTSCHRIFT: readonly Regel[] = [
  regel(
    'ruecklastschrift',
    'ruecklastschrift',
    jaehrlich(18, 9),
    39_99,
    'GLASNETZ',
    'RÜCKLASTSCHRIFT MANGELS KONTODECKUNG VOM 15.09.{jahr}',
    { kategorie: 'INCOME_RETURNDEBIT' }
  ),
  regel('rueckentgelt', 'abschluss', jaehrlich(18, 9), -3_50, '', 'ENTGELT RÜCKLASTSCHRIFT', {
    kategorie: 'BANKFINANCE_FEES'
  })
]

export const DEMO: Readonly<Record<string, readonly Regel[]>> = {
  'demo1-giro': [...mieterin(2580_00, 780_00, 'musterwerk'), ...AUTO, ...alltag(), SPAREN1.ab],
  'demo1-tagesgeld': [SPAREN1.zu, zinsen(0.0175)],
  'demo2-giro': [
    ...mieterin(2310_00, 790_00, 'strandkorb'),
    ...einkaeufe(1.1),
    SPAREN2.ab,
    SPARBUCH2.ab,
    KARTE2.ab,
    regel('spende', 'dauerauftrag', vierteljaehrlich(20, 2), -25_00, 'WOLKE_HILFT', 'Spende')
  ],
  'demo2-tagesgeld': [SPAREN2.zu, zinsen(0.0175)],
  'demo2-karte': [...KARTE, KARTE2.zu],
  'demo2-spar': [SPARBUCH2.zu, zinsen(0.005)],
  'demo3-giro': [
    ...mieterin(2140_00, 690_00, 'seestern'),
    ...alltag(0.8),
    ...RUECKLASTSCHRIFT,
    BAUSPAREN3.ab,
    RATE3.ab,
    regel('lotto', 'lastschrift', woechentlich(3), -12_60, 'WUERFELGLUECK', 'Dauerschein {vertrag}')
  ],
  'demo3-bauspar': [BAUSPAREN3.zu, zinsen(0.0025)],
  'demo3-kredit': [RATE3.zu, sollzinsen(0.0549)],
  'demo3-festgeld': [zinsen(0.0225)],
  'sca-giro': [
    ...mieterin(2090_00, 780_00, 'musterwerk'),
    ...einkaeufe(0.9),
    SPAREN_SCA.ab,
    KARTE_SCA.ab
  ],
  'sca-tagesgeld': [SPAREN_SCA.zu, zinsen(0.0175)],
  'sca-karte': [...KARTE, KARTE_SCA.zu],
  'media-giro': [...mieterin(2420_00, 890_00, 'strandkorb'), ...alltag(), SPAREN_MEDIA.ab],
  'media-tagesgeld': [SPAREN_MEDIA.zu, zinsen(0.0175)],
  'failing-giro': [
    ...mieterin(1780_00, 640_00, 'seestern'),
    ...alltag(0.75),
    ...RUECKLASTSCHRIFT,
    regel('inkasso', 'dauerauftrag', monatlich(3), -45_00, 'INKASSO_EBBE', 'Rate AZ {vertrag}')
  ],
  'ohneiban-karte': [
    ...KARTE,
    regel('ausgleich', 'gutschrift', monatlich(10), [120_00, 260_00], 'freund', 'Ausgleich Karte', {
      kategorie: 'TRANSFER_CREDITCARDSETTLEMENT'
    })
  ],
  'fremd-usd': [
    regel('payroll', 'gutschrift', monatlich('ultimo'), 3020_00, 'payrollUsd', 'PAYROLL {monat}', {
      kategorie: 'INCOME_SALARY'
    }),
    regel('rent', 'dauerauftrag', monatlich(1), -2400_00, 'sampleStore', 'RENT {monat}', {
      kategorie: 'HOUSING_RENT'
    }),
    regel('deli', 'karte', oft(450), [-60_00, -8_00], 'sampleStore', undefined, {
      kategorie: 'LIVING_GROCERIES'
    }),
    regel('atm', 'bar', oft(70), [-300_00, -60_00, 20_00], '', 'ATM WITHDRAWAL {datum}', {
      kategorie: 'BANKFINANCE_CASHWITHDRAWAL'
    })
  ],
  'fremd-chf': [zinsen(0.004)]
}

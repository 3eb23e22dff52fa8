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
  halbjaehrlich,
  jaehrlich,
  monatlich,
  oft,
  type Regel,
  regel,
  vierteljaehrlich
} from './regel.ts'

const DARLEHEN = 'RATE {monat} DARLEHEN {vertrag} MREF+{mandat} CRED+{glaeubiger}'
const RENTE = 'RENTE {monat} VERSICHERUNGSNUMMER {vertrag}'
const ZEITUNG = 'Abonnement Kundennummer {vertrag}'

function kindergeld(kinder: number): string {
  return `KINDERGELD {monat} FÜR ${kinder} ${kinder === 1 ? 'KIND' : 'KINDER'} FK{vertrag}`
}

const EIGENHEIM: readonly Regel[] = [
  regel('grundsteuer', 'lastschrift', vierteljaehrlich(15, 2), -96_40, 'STADTKASSE', 'GRUNDSTEUER'),
  regel('gas', 'lastschrift', monatlich(3), -118_00, 'WARMHAUS', 'Abschlag Gas {monat}'),
  regel('wasser', 'lastschrift', vierteljaehrlich(20), -74_30, 'WASSERWERK', 'Abschlag {monat}'),
  regel('gebaeude', 'lastschrift', jaehrlich(2, 1), -318_60, 'SONNENSCHIRM', undefined, {
    kategorie: 'INSURANCE_PROPERTY',
    versicherungsart: 'BUILDING'
  }),
  regel('handwerk', 'karte', oft(18), [-180_00, -12_00], 'HAMMERFELD')
]

const KINDER: readonly Regel[] = [
  regel('spielzeug', 'karte', oft(25), [-49_00, -7_00], 'SPIELESTUBE'),
  regel('fussball', 'lastschrift', halbjaehrlich(1, 2), -66_00, 'fussball', 'Beitrag Jugend', {
    kategorie: 'FAMILY_CHILDACTIVITIES'
  }),
  regel('klavier', 'dauerauftrag', monatlich(4), -64_00, 'klavier', 'Unterricht Nika {monat}', {
    kategorie: 'FAMILY_CHILDACTIVITIES'
  })
]

const FAMILIENKARTE: readonly Regel[] = [
  ...unterwegs(0.8),
  regel('streaming', 'karte', monatlich(8), -17_99, 'FLIMMERKISTE'),
  regel('spiele', 'karte', oft(14), [-59_99, -4_99], 'PIXELHEIM'),
  regel('hotel', 'karte', oft(5), [-380_00, -79_00], 'BETTENTURM')
].map(kauf => ({ ...kauf, art: 'umsatz' }))

const ANNA_SPART = sparen(2, 350_00, 'anna-giro', 'anna-tagesgeld')
const ANNA_BAUT = bausparen(1, 50_00, 'anna-giro')

const ANNA: Readonly<Record<string, readonly Regel[]>> = {
  'anna-giro': [
    regel('gehalt', 'gehalt', monatlich('ultimo'), 2950_00, 'spreebogen', 'LOHN/GEHALT {monat}', {
      kategorie: 'INCOME_SALARY'
    }),
    regel('miete', 'dauerauftrag', monatlich(1), -890_00, 'ZIEGELSTEIN', 'Miete {monat} WE 12'),
    ANNA_SPART.ab,
    ANNA_BAUT.ab,
    ...WOHNUNG,
    ...ABOS,
    ...AUTO,
    ...alltag(),
    regel('bu', 'lastschrift', monatlich(1), -48_20, 'LEUCHTFEUER', 'Beitrag BU {vertrag}', {
      kategorie: 'INSURANCE_OTHER',
      versicherungsart: 'DISABILITY'
    }),
    regel('reiseschutz', 'lastschrift', jaehrlich(3, 5), -49_00, 'SONNENSCHIRM', undefined, {
      kategorie: 'INSURANCE_TRAVEL',
      versicherungsart: 'TRAVEL'
    }),
    regel('urlaub', 'ueberweisung', jaehrlich(12, 6), -780_00, 'FERNWEH', 'Buchung {nummer}'),
    KONTOFUEHRUNG
  ],
  'anna-tagesgeld': [ANNA_SPART.zu, zinsen(0.0175)],
  'anna-bauspar': [ANNA_BAUT.zu, zinsen(0.001)]
}

const BRANDT_TILGT = rate(30, 910_00, 'brandt-giro', 'brandt-darlehen')
const BRANDT_SPART = sparen(3, 120_00, 'brandt-giro', 'brandt-spar')

const BRANDT: Readonly<Record<string, readonly Regel[]>> = {
  'brandt-giro': [
    regel('bezuege', 'gehalt', monatlich('ultimo'), 3890_00, 'gewaesserkunde', 'BEZÜGE {monat}', {
      kategorie: 'INCOME_SALARY'
    }),
    regel('kindergeld', 'gutschrift', monatlich(8), 259_00, 'FAMILIENKASSE', kindergeld(1)),
    regel('pkv', 'lastschrift', monatlich(1), -312_40, 'HEILGUT', undefined, {
      versicherungsart: 'HEALTH'
    }),
    regel('moebelkredit', 'lastschrift', monatlich('ultimo'), -245_00, 'MOEBELHOF', DARLEHEN),
    BRANDT_TILGT.ab,
    BRANDT_SPART.ab,
    regel('bausparen', 'dauerauftrag', monatlich(1), -100_00, 'DEICHBAU', 'Sparbeitrag {vertrag}'),
    regel('vorsorge', 'lastschrift', monatlich(1), -60_00, 'LEUCHTFEUER', 'Rente {vertrag}', {
      versicherungsart: 'PENSION'
    }),
    regel('leben', 'lastschrift', monatlich(1), -85_00, 'LEUCHTFEUER', undefined, {
      versicherungsart: 'LIFE'
    }),
    regel(
      'beihilfe',
      'gutschrift',
      oft(9),
      [48_00, 260_00],
      'gewaesserkunde',
      'BEIHILFE {nummer}',
      {
        kategorie: 'INCOME_INSURANCE'
      }
    ),
    ...EIGENHEIM,
    ...WOHNUNG,
    ...AUTO,
    regel('urlaub', 'ueberweisung', halbjaehrlich(12, 2), -980_00, 'FERNWEH', 'Buchung {nummer}'),
    regel('hund', 'karte', oft(40), [-62_00, -9_00], 'PFOTENGLUECK'),
    ...einkaeufe(1.5),
    ...unterwegs(1.1),
    ...besonderes(1.1)
  ],
  'brandt-darlehen': [BRANDT_TILGT.zu, sollzinsen(0.0185)],
  'brandt-spar': [BRANDT_SPART.zu, zinsen(0.005)]
}

const TESTERINE_SPART = sparen(4, 50_00, 'testerine-giro', 'testerine-spar')

const TESTERINE: Readonly<Record<string, readonly Regel[]>> = {
  'testerine-giro': [
    regel('rente', 'rente', monatlich('ultimo'), 1480_00, 'RENTENVERSICHERUNG', RENTE),
    regel('witwenrente', 'rente', monatlich('ultimo'), 390_50, 'witwenrente', RENTE, {
      kategorie: 'INCOME_PENSION'
    }),
    regel(
      'betriebsrente',
      'rente',
      monatlich(28),
      310_00,
      'betriebsrente',
      'Betriebsrente {monat}',
      {
        kategorie: 'INCOME_PENSION'
      }
    ),
    TESTERINE_SPART.ab,
    ...EIGENHEIM,
    ...WOHNUNG,
    ...einkaeufe(1.3),
    ...unterwegs(0.7),
    ...besonderes(0.5),
    regel('garten', 'ueberweisung', monatlich(25), -120_00, 'gartenhilfe', 'Garten {monat}', {
      kategorie: 'HOUSING_SERVICES'
    }),
    regel('zusatz', 'lastschrift', monatlich(1), -46_80, 'HEILGUT', 'Zahnzusatz {vertrag}', {
      versicherungsart: 'SUPPLEMENTARY_HEALTH'
    }),
    regel('reise', 'ueberweisung', jaehrlich(9, 5), -1290_00, 'FERNWEH', 'Kurreise {nummer}'),
    regel('notruf', 'lastschrift', monatlich(3), -29_90, 'hausnotruf', undefined, {
      kategorie: 'HEALTH_SERVICES'
    }),
    regel('fuss', 'ueberweisung', monatlich(17), -38_00, 'fusspflege', 'Behandlung {monat}', {
      kategorie: 'HEALTH_SERVICES'
    }),
    regel('zeitung', 'lastschrift', vierteljaehrlich(2), -134_70, 'MUSTERHAFENER_BOTE', ZEITUNG),
    regel('enkel', 'ueberweisung', halbjaehrlich(6, 6), -150_00, 'enkel', 'Für Dich, Deine Oma', {
      kategorie: 'FAMILY_OTHER'
    }),
    regel('spende', 'ueberweisung', jaehrlich(4, 12), -100_00, 'WOLKE_HILFT', 'Spende'),
    regel('optik', 'karte', jaehrlich(21, 10), -389_00, 'KLARBLICK')
  ],
  'testerine-spar': [TESTERINE_SPART.zu, zinsen(0.005)],
  'testerine-festgeld': [zinsen(0.024)]
}

const TESTER_SPART = sparen(2, 200_00, 'tester-giro', 'tester-tagesgeld')
const TESTER_BAUT = bausparen(1, 150_00, 'tester-giro')
const TESTER_KARTE = kartenabrechnung(8, 'tester-karte')

const TESTER: Readonly<Record<string, readonly Regel[]>> = {
  'tester-giro': [
    regel('gehalt', 'gehalt', monatlich('ultimo'), 3780_00, 'elbkontor', 'LOHN/GEHALT {monat}', {
      kategorie: 'INCOME_SALARY'
    }),
    regel('nebenjob', 'gehalt', monatlich(28), 520_00, 'buerobedarf', 'Minijob {monat}', {
      kategorie: 'INCOME_SALARY'
    }),
    regel('pflegegeld', 'gutschrift', monatlich(1), 347_00, 'pflegekasse', 'PFLEGEGELD {monat}', {
      kategorie: 'INCOME_SOCIALBENEFIT'
    }),
    regel('kindergeld', 'gutschrift', monatlich(14), 518_00, 'FAMILIENKASSE', kindergeld(2)),
    regel('miete', 'dauerauftrag', monatlich(1), -1420_00, 'ELBBLICK', 'Miete Hegestieg {monat}'),
    TESTER_SPART.ab,
    TESTER_BAUT.ab,
    TESTER_KARTE.ab,
    regel('autokredit', 'lastschrift', monatlich('ultimo'), -289_00, 'NORDLICHT', DARLEHEN),
    regel('studium', 'lastschrift', monatlich(15), -130_00, 'STUDIERENDENWERK', DARLEHEN),
    regel('leben', 'lastschrift', monatlich(1), -62_00, 'LEUCHTFEUER', undefined, {
      versicherungsart: 'LIFE'
    }),
    regel('kita', 'lastschrift', monatlich(5), -186_00, 'KITA_MOEWENNEST', 'Elternbeitrag {monat}'),
    ...KINDER,
    ...WOHNUNG,
    ...AUTO,
    regel('unfall', 'lastschrift', jaehrlich(1, 9), -168_00, 'SONNENSCHIRM', undefined, {
      kategorie: 'INSURANCE_ACCIDENT',
      versicherungsart: 'ACCIDENT'
    }),
    regel('recht', 'lastschrift', jaehrlich(1, 7), -214_00, 'PARAGRAF', undefined, {
      versicherungsart: 'LEGAL'
    }),
    regel('urlaub', 'ueberweisung', halbjaehrlich(20, 1), -1150_00, 'FERNWEH', 'Buchung {nummer}'),
    ...einkaeufe(2.2),
    ...besonderes(1)
  ],
  'tester-tagesgeld': [TESTER_SPART.zu, zinsen(0.0175)],
  'tester-karte': [...FAMILIENKARTE, TESTER_KARTE.zu],
  'tester-bauspar': [TESTER_BAUT.zu, zinsen(0.0015)]
}

export const PERSONEN = { ...ANNA, ...BRANDT, ...TESTERINE, ...TESTER }

import { jaehrlich, monatlich, oft, type Regel, regel, vierteljaehrlich } from './regel.ts'

/** What people buy, draw and get back in everyday life. `faktor` says how often, 1 is a single household. */
export function alltag(faktor = 1): readonly Regel[] {
  return [...einkaeufe(faktor), ...unterwegs(faktor), ...besonderes(faktor)]
}

export function einkaeufe(faktor: number): readonly Regel[] {
  return [
    regel('markt', 'karte', oft(330 * faktor), [-95_00, -6_50], 'KORNKRAMER FRISCHHOF BUNTE_TUETE'),
    regel('bio', 'karte', oft(90 * faktor), [-48_00, -4_20], 'BIOSPROSS'),
    regel('baecker', 'karte', oft(120 * faktor), [-14_90, -2_35], 'KOERNLE'),
    regel('drogerie', 'karte', oft(90 * faktor), [-42_00, -3_95], 'SEIFENKISTE TIEGEL'),
    regel('bargeld', 'bar', oft(60 * faktor), [-150_00, -20_00, 10_00], '', undefined, {
      kategorie: 'BANKFINANCE_CASHWITHDRAWAL'
    }),
    regel('versand', 'lastschrift', oft(70 * faktor), [-129_00, -8_99], 'PAKETPILOT'),
    regel('zahlwerk', 'lastschrift', oft(45 * faktor), [-79_00, -4_99], 'ZAHLWERK', ZAHLWERK, {
      abweichend: 'Strickliesel Handarbeiten'
    }),
    regel('mode', 'karte', oft(30 * faktor), [-119_00, -14_95], 'STOFFWECHSEL KAUFPALAST'),
    regel('apotheke', 'karte', oft(30 * faktor), [-38_00, -4_75], 'APOTHEKE_AM_TOR')
  ]
}

/** A purpose of more than 140 characters. */
const ZAHLWERK =
  'PP.{nummer}.PP . Strickliesel Handarbeiten, Ihr Einkauf bei Strickliesel Handarbeiten, Artikel laut Rechnung {nummer} vom {datum} MREF+{mandat} CRED+{glaeubiger} SVWZ+Vielen Dank für Ihren Einkauf'

export function unterwegs(faktor: number): readonly Regel[] {
  return [
    regel('essen', 'karte', oft(110 * faktor), [-68_00, -9_80], 'TELLERRAND ZUM_ANKER NUDELHAUS'),
    regel('kaffee', 'karte', oft(110 * faktor), [-12_40, -3_20], 'ROESTWERK'),
    regel('parken', 'karte', oft(35 * faktor), [-9_00, -1_50, 50], 'PARKWIESE'),
    regel('bahn', 'karte', oft(25 * faktor), [-89_90, -12_90], 'FERNGLEIS')
  ]
}

/** What stands out: foreign currency, refunds, friends who give no purpose. */
export function besonderes(faktor: number): readonly Regel[] {
  return [
    regel('buch', 'karte', oft(25 * faktor), [-39_00, -9_00], 'LESEECKE'),
    regel('kultur', 'lastschrift', oft(15 * faktor), [-84_00, -14_00], 'BUEHNENTOR'),
    regel('friseur', 'karte', oft(25 * faktor), [-64_00, -22_00, 50], 'SCHERENSCHNITT'),
    regel('dollar', 'karte', oft(15 * faktor), [-45_00, -4_00], 'WORTWOLKE', DOLLAR),
    regel('freundin', 'echtzeit', oft(18 * faktor), [-40_00, -5_00, 50], 'freundin freund', '', {
      kategorie: 'OTHER_OTHER'
    }),
    regel('freund', 'gutschrift', oft(12 * faktor), [5_00, 40_00, 50], 'freund freundin', '', {
      kategorie: 'INCOME_OTHER'
    }),
    regel('erstattung', 'gutschrift', oft(18 * faktor), [8_99, 79_00], 'PAKETPILOT', ERSTATTUNG, {
      kategorie: 'INCOME_REFUND'
    }),
    regel('moebel', 'karte', oft(6 * faktor), [-310_00, -19_00], 'REGALWELT HAMMERFELD')
  ]
}

const DOLLAR =
  'WORTWOLKE CLOUD//SAMPLE CITY/US {datum} USD {dollar} KURS 1,0850 INKL. ENTGELT FÜR AUSLANDSEINSATZ'

const ERSTATTUNG = 'Erstattung zu Ihrer Rücksendung {nummer}, vielen Dank'

export const AUTO: readonly Regel[] = [
  regel('tanken', 'karte', oft(85), [-89_00, -28_00], 'TANKSTERN ZAPFHAHN'),
  regel('werkstatt', 'karte', oft(4), [-420_00, -49_00], 'SCHRAUBER'),
  regel('kfz', 'lastschrift', vierteljaehrlich(1), -118_50, 'ROLLWERK', undefined, {
    versicherungsart: 'CAR'
  }),
  regel('kfzsteuer', 'lastschrift', jaehrlich(14, 4), -96_00, 'HAUPTZOLLAMT', 'KFZ-STEUER {jahr}')
]

/** The contracts that a flat brings along. */
export const WOHNUNG: readonly Regel[] = [
  regel('strom', 'lastschrift', monatlich(5), -74_00, 'STROMQUELLE', 'ABSCHLAG STROM {monat}'),
  regel('internet', 'lastschrift', monatlich(15), -39_99, 'GLASNETZ'),
  regel('mobilfunk', 'lastschrift', monatlich(10), -19_99, 'FUNKTURM'),
  regel('rundfunk', 'lastschrift', vierteljaehrlich(15, 2), -55_08, 'RUNDFUNK'),
  regel('haftpflicht', 'lastschrift', jaehrlich(2, 1), -64_80, 'SONNENSCHIRM', beitrag('PHV'), {
    kategorie: 'INSURANCE_LIABILITY',
    versicherungsart: 'LIABILITY'
  }),
  regel('hausrat', 'lastschrift', jaehrlich(1, 3), -89_40, 'SONNENSCHIRM', beitrag('HR'), {
    kategorie: 'INSURANCE_PROPERTY',
    versicherungsart: 'HOUSEHOLD'
  })
]

/** The purpose of a premium, of more than 140 characters. */
function beitrag(sparte: string): string {
  return `Beitrag ${sparte} Versicherungsnummer {vertrag} fällig am {datum}, bitte bei Rückfragen stets angeben MREF+{mandat} CRED+{glaeubiger} Ihre Sonnenschirm Versicherung AG, Erfurt`
}

export const ABOS: readonly Regel[] = [
  regel('streaming', 'lastschrift', monatlich(8), -12_99, 'FLIMMERKISTE'),
  regel('musik', 'lastschrift', monatlich(22), -10_99, 'OHRWURM'),
  regel('fitness', 'lastschrift', monatlich(1), -29_90, 'KRAFTRAUM', 'Mitgliedsbeitrag {monat}'),
  regel('nahverkehr', 'lastschrift', monatlich(2), -63_00, 'STADTLINIE', 'Monatsabo {monat}')
]

export const KONTOFUEHRUNG: Regel = regel(
  'entgelt',
  'abschluss',
  monatlich('ultimo'),
  -4_90,
  '',
  'ENTGELT KONTOFÜHRUNG {monat}',
  { kategorie: 'BANKFINANCE_FEES' }
)

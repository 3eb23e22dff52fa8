/** A message for the end customer. */
export type Meldung = {
  readonly level: 'INFO' | 'ERROR'
  readonly code: Code
  readonly message: string
  readonly details?: string
}

type Text = readonly [level: 'INFO' | 'ERROR', message: string, details?: string]

/** documented: the codes, their meaning and the texts of BA1011, BA1110, BA3000 to BA3040; assumed: the other texts (dossier F) */
const TEXTE = {
  BA999: ['ERROR', 'Interner Fehler', 'Bitte versuchen Sie es später erneut.'],
  BA1000: ['ERROR', 'Wartungsarbeiten beim Anbieter'],
  BA1001: ['ERROR', 'Anbieter nicht mehr aktiv'],
  BA1010: [
    'ERROR',
    'Zugang gesperrt',
    'Die PIN wurde dreimal falsch eingegeben. Der Zugang ist aus Sicherheitsgründen vorübergehend gesperrt.'
  ],
  BA1011: ['ERROR', 'Zugangsdaten nicht korrekt', 'Ungültige Zugangsdaten'],
  BA1012: ['ERROR', 'Zugangsdaten unvollständig'],
  BA1013: ['ERROR', 'Bankzugang nicht freigeschaltet'],
  BA1014: ['ERROR', 'Zu viele erfolglose Anmeldungen'],
  BA1020: ['ERROR', 'Unzureichende Berechtigungen'],
  BA1051: [
    'ERROR',
    'Bankzugang nicht verfügbar',
    'Bei Ihrer Bank ist eine technische Störung aufgetreten. Bitte aktualisieren Sie den Bankzugang später.'
  ],
  BA1052: ['ERROR', 'Bankzugang nicht vollständig verfügbar'],
  BA1053: ['ERROR', 'Zugriffe überschritten'],
  BA1060: ['ERROR', 'Produkt konnte nicht aktualisiert werden'],
  BA1062: ['ERROR', 'Umsätze konnten nicht aktualisiert werden'],
  BA1063: ['ERROR', 'Depotpositionen konnten nicht aktualisiert werden'],
  BA1064: [
    'ERROR',
    'Mitteilung Ihrer Bank',
    'Bitte vereinbaren Sie einen Termin in Ihrer Filiale.'
  ],
  BA1100: ['ERROR', 'Überweisungsdaten ungültig', 'Bitte prüfen Sie Ihre Eingaben.'],
  BA1101: ['ERROR', 'Ungültiges TAN-Verfahren'],
  BA1102: ['ERROR', 'Ungültiges TAN-Medium'],
  BA1103: ['ERROR', 'TAN ungültig', 'Die TAN ist falsch oder nicht mehr gültig.'],
  BA1104: ['ERROR', 'Überweisung nicht möglich'],
  BA1110: ['INFO', 'TAN-Eingabe nötig', 'Bitte geben Sie die TAN ein'],
  BA1111: ['INFO', 'Die Überweisung wurde erfolgreich ausgeführt'],
  BA1112: ['INFO', 'Die Überweisung wurde erfolgreich eingereicht'],
  BA1200: ['ERROR', 'Lastschriftdaten ungültig', 'Bitte prüfen Sie Ihre Eingaben.'],
  BA1204: ['ERROR', 'Lastschrift nicht unterstützt'],
  BA1212: ['INFO', 'Die Lastschrift wurde erfolgreich eingereicht'],
  BA2002: [
    'INFO',
    'Es liegen Nachrichten Ihrer Bank vor',
    'Bitte melden Sie sich in Ihrem Online-Banking an.'
  ],
  BA2003: ['INFO', 'Produkttyp nicht unterstützt'],
  BA2004: ['INFO', 'Bankzugang noch nicht freigeschaltet'],
  BA2021: ['INFO', 'Fehlende Berechtigung'],
  BA2062: ['INFO', 'Umsätze nicht verfügbar'],
  BA3000: ['INFO', 'SCA notwendig'],
  BA3005: [
    'INFO',
    'SCA-Weiterleitung nötig',
    'Bitte authentifizieren Sie sich auf der Seite Ihrer Bank.'
  ],
  BA3010: ['INFO', 'SCA benötigt', 'Bitte wählen Sie eine SCA-Methode aus'],
  BA3020: ['INFO', 'SCA Medium auswählen', 'Bitte wählen Sie ein SCA-Medium aus'],
  BA3030: ['INFO', 'SCA Challenge', 'Bitte autorisieren Sie den Vorgang'],
  BA3040: ['ERROR', 'SCA fehlgeschlagen'],
  BA3060: ['ERROR', 'Keine unterstützte SCA-Methode gefunden']
} as const satisfies Readonly<Record<string, Text>>

export type Code = keyof typeof TEXTE

export const CODES = Object.keys(TEXTE) as readonly Code[]

export function isCode(text: string): text is Code {
  return Object.hasOwn(TEXTE, text)
}

/** The message of a code; details of its own instead of the usual ones. */
export function meldung(code: Code, details?: string): Meldung {
  const [level, message, usual]: Text = TEXTE[code]
  const told = details ?? usual
  return { level, code, message, ...(told !== undefined && { details: told }) }
}

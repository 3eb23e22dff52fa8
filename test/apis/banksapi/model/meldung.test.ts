import t from 'tap'
import { CODES, isCode, meldung } from '../../../../src/apis/banksapi/model/meldung.ts'

type Row = readonly [code: string, level: 'E' | 'I', message: string, details?: string]

const CHECK = 'Bitte prüfen Sie Ihre Eingaben.'

const MELDUNGEN: readonly Row[] = [
  ['BA999', 'E', 'Interner Fehler', 'Bitte versuchen Sie es später erneut.'],
  ['BA1000', 'E', 'Wartungsarbeiten beim Anbieter'],
  ['BA1001', 'E', 'Anbieter nicht mehr aktiv'],
  [
    'BA1010',
    'E',
    'Zugang gesperrt',
    'Die PIN wurde dreimal falsch eingegeben. Der Zugang ist aus Sicherheitsgründen vorübergehend gesperrt.'
  ],
  ['BA1011', 'E', 'Zugangsdaten nicht korrekt', 'Ungültige Zugangsdaten'],
  ['BA1012', 'E', 'Zugangsdaten unvollständig'],
  ['BA1013', 'E', 'Bankzugang nicht freigeschaltet'],
  ['BA1014', 'E', 'Zu viele erfolglose Anmeldungen'],
  ['BA1020', 'E', 'Unzureichende Berechtigungen'],
  [
    'BA1051',
    'E',
    'Bankzugang nicht verfügbar',
    'Bei Ihrer Bank ist eine technische Störung aufgetreten. Bitte aktualisieren Sie den Bankzugang später.'
  ],
  ['BA1052', 'E', 'Bankzugang nicht vollständig verfügbar'],
  ['BA1053', 'E', 'Zugriffe überschritten'],
  ['BA1060', 'E', 'Produkt konnte nicht aktualisiert werden'],
  ['BA1062', 'E', 'Umsätze konnten nicht aktualisiert werden'],
  ['BA1063', 'E', 'Depotpositionen konnten nicht aktualisiert werden'],
  ['BA1100', 'E', 'Überweisungsdaten ungültig', CHECK],
  ['BA1101', 'E', 'Ungültiges TAN-Verfahren'],
  ['BA1102', 'E', 'Ungültiges TAN-Medium'],
  ['BA1103', 'E', 'TAN ungültig', 'Die TAN ist falsch oder nicht mehr gültig.'],
  ['BA1104', 'E', 'Überweisung nicht möglich'],
  ['BA1110', 'I', 'TAN-Eingabe nötig', 'Bitte geben Sie die TAN ein'],
  ['BA1111', 'I', 'Die Überweisung wurde erfolgreich ausgeführt'],
  ['BA1112', 'I', 'Die Überweisung wurde erfolgreich eingereicht'],
  ['BA1200', 'E', 'Lastschriftdaten ungültig', CHECK],
  ['BA1204', 'E', 'Lastschrift nicht unterstützt'],
  ['BA1212', 'I', 'Die Lastschrift wurde erfolgreich eingereicht'],
  [
    'BA2002',
    'I',
    'Es liegen Nachrichten Ihrer Bank vor',
    'Bitte melden Sie sich in Ihrem Online-Banking an.'
  ],
  ['BA2003', 'I', 'Produkttyp nicht unterstützt'],
  ['BA2004', 'I', 'Bankzugang noch nicht freigeschaltet'],
  ['BA2021', 'I', 'Fehlende Berechtigung'],
  ['BA2062', 'I', 'Umsätze nicht verfügbar'],
  ['BA3000', 'I', 'SCA notwendig'],
  [
    'BA3005',
    'I',
    'SCA-Weiterleitung nötig',
    'Bitte authentifizieren Sie sich auf der Seite Ihrer Bank.'
  ],
  ['BA3010', 'I', 'SCA benötigt', 'Bitte wählen Sie eine SCA-Methode aus'],
  ['BA3020', 'I', 'SCA Medium auswählen', 'Bitte wählen Sie ein SCA-Medium aus'],
  ['BA3030', 'I', 'SCA Challenge', 'Bitte autorisieren Sie den Vorgang'],
  ['BA3040', 'E', 'SCA fehlgeschlagen'],
  ['BA3060', 'E', 'Keine unterstützte SCA-Methode gefunden']
]

t.test('every code has its level and its German words', async t => {
  for (const [code, level, message, details] of MELDUNGEN) {
    if (!isCode(code)) return t.fail(`${code} is unknown`)
    const expected = { level: level === 'E' ? 'ERROR' : 'INFO', code, message }
    t.strictSame(meldung(code), details === undefined ? expected : { ...expected, details }, code)
  }
  const bank = meldung('BA1064')
  t.match(bank, { level: 'ERROR', code: 'BA1064', message: 'Mitteilung Ihrer Bank' })
  t.ok(bank.details, 'a free text of the bank')
})

t.test('there are no codes beside the documented ones', async t => {
  t.strictSame([...CODES].sort(), ['BA1064', ...MELDUNGEN.map(([code]) => code)].sort())
})

t.test('a message may have details of its own', async t => {
  t.equal(meldung('BA3030', 'TAN falsch.').details, 'TAN falsch.')
  t.equal(meldung('BA3040', 'Zeit abgelaufen').details, 'Zeit abgelaufen')
})

t.test('a message without details does not have the attribute', async t => {
  t.strictSame(Object.keys(meldung('BA3000')), ['level', 'code', 'message'])
})

t.test('what only looks like a code is none', async t => {
  for (const text of ['', 'BA', 'ba1011', 'BA1011 ', 'BA9999', 'BA0999', 'toString', '__proto__'])
    t.notOk(isCode(text), text)
})

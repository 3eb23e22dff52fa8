import type { Language } from '../../http/page.ts'

const DE = {
  language: 'Deutsch',
  languages: 'Sprachen',
  brand: 'Kontoanbindung',
  sandbox:
    'Sandkasten: Alle Banken und Konten dieser Seiten sind erfunden. Geben Sie keine echten Zugangsdaten ein.',
  terms: 'Bedingungen und Datenschutz',
  provider: 'Bank auswählen',
  credentials: 'Anmelden',
  method: 'Verfahren auswählen',
  medium: 'TAN-Medium auswählen',
  tan: 'TAN eingeben',
  decoupled: 'In der App freigeben',
  redirect: 'Auf der Seite der Bank freigeben',
  accounts: 'Konten auswählen',
  done: 'Fertig',
  error: 'Fehler',
  termsText: [
    'Um Ihre Konten anzubinden, melden wir uns einmal mit Ihren Zugangsdaten bei Ihrer Bank an und lesen Konten, Salden und Umsätze.',
    'Ihre Zugangsdaten sieht nur dieses Formular. Das Portal, von dem Sie kommen, erhält sie nicht.',
    'Sie können die Anbindung jederzeit im Portal löschen.'
  ],
  accept: 'Zustimmen und weiter',
  decline: 'Ablehnen',
  search: 'Name, BIC oder Bankleitzahl',
  find: 'Suchen',
  banks: 'Banken',
  noBank: 'Keine Bank passt zu Ihrer Suche.',
  moreBanks: 'Es gibt noch mehr Banken. Bitte suchen Sie genauer.',
  loginAt: 'Ihre Zugangsdaten bei:',
  format: 'Format',
  login: 'Anmelden',
  changeBank: 'Andere Bank wählen',
  methodText: 'Womit möchten Sie die Anmeldung bestätigen?',
  mediumText: 'Welches Medium möchten Sie verwenden?',
  next: 'Weiter',
  tanLabel: 'TAN',
  hhd: 'Startcode für den TAN-Generator',
  photo: 'Grafik für photoTAN',
  confirm: 'Bestätigen',
  phone: 'Virtuelles Telefon öffnen (neuer Tab)',
  phoneSms: 'Die TAN steht auf dem virtuellen Telefon.',
  phonePush: 'Die Freigabe wartet auf dem virtuellen Telefon.',
  released: 'Ich habe freigegeben, weiter',
  notReleased: 'Es gibt noch keine Freigabe.',
  toBank: 'Weiter zur Bank',
  oneMore: 'Danach folgt noch eine Freigabe.',
  more: (count: number) => `Danach folgen noch ${count} Freigaben.`,
  accountsText: 'Welche Konten möchten Sie anbinden?',
  connect: 'Konten anbinden',
  cancel: 'Abbrechen und zurück zum Portal',
  back: 'Zurück zum Portal',
  doneText: 'Sie können dieses Fenster schließen.',
  missing: 'Bitte füllen Sie alle Felder aus.',
  choose: 'Bitte treffen Sie eine Auswahl.',
  errors: {
    unknown: 'Diese Sitzung gibt es nicht oder nicht mehr.',
    expired: 'Diese Sitzung ist abgelaufen.',
    used: 'Dieser Link wurde schon benutzt. Er funktioniert nur ein Mal.',
    'no-session': 'In der Adresse dieser Seite fehlt der Parameter session.',
    'no-callback': 'In der Adresse dieser Seite fehlt der Parameter callbackUrl.',
    'bad-callback': 'Der Parameter callbackUrl ist keine Adresse, zu der Sie zurückkehren können.',
    'no-redirect': 'Diese Freigabe gibt es nicht, oder sie ist schon abgeschlossen.',
    'no-phone': 'Diesen Arbeitsbereich gibt es nicht.'
  },
  bank: {
    title: 'Zugriff freigeben',
    customer: 'Angemeldet als',
    asks: 'Ein Dienst möchte Ihre Kontoinformationen abrufen:',
    service: 'Dienst',
    scope: 'Umfang',
    scopeText: 'Konten, Salden und Umsätze lesen',
    approve: 'Freigeben',
    decline: 'Ablehnen'
  },
  telefon: {
    title: 'Telefon von',
    none: 'Keine Nachrichten.',
    sms: 'SMS',
    push: 'Freigabe in der App',
    approve: 'Freigeben',
    reject: 'Ablehnen',
    reload: 'Neu laden',
    states: {
      open: 'Wartet auf Ihre Freigabe.',
      approved: 'Freigegeben.',
      rejected: 'Abgelehnt.',
      over: 'Nicht mehr offen.'
    }
  }
} as const

export type Texte = Widened<typeof DE>

type Widened<T> = T extends string
  ? string
  : T extends (count: number) => string
    ? T
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widened<T[K]> }

const EN: Texte = {
  language: 'English',
  languages: 'Languages',
  brand: 'Account connection',
  sandbox:
    'Sandkasten: all banks and accounts on these pages are invented. Do not enter real credentials.',
  terms: 'Terms and privacy',
  provider: 'Choose your bank',
  credentials: 'Log in',
  method: 'Choose a procedure',
  medium: 'Choose a TAN medium',
  tan: 'Enter the TAN',
  decoupled: 'Approve in the app',
  redirect: 'Approve on the page of your bank',
  accounts: 'Choose accounts',
  done: 'Done',
  error: 'Error',
  termsText: [
    'To connect your accounts, we log in at your bank with your credentials and read accounts, balances and bookings.',
    'Only this form sees your credentials. The portal that you come from does not receive them.',
    'You can delete the connection in the portal at any time.'
  ],
  accept: 'Accept and continue',
  decline: 'Decline',
  search: 'Name, BIC or bank code',
  find: 'Search',
  banks: 'Banks',
  noBank: 'No bank matches your search.',
  moreBanks: 'There are more banks. Please search more precisely.',
  loginAt: 'Your credentials at:',
  format: 'Format',
  login: 'Log in',
  changeBank: 'Choose another bank',
  methodText: 'How do you want to confirm the login?',
  mediumText: 'Which medium do you want to use?',
  next: 'Continue',
  tanLabel: 'TAN',
  hhd: 'Start code for the TAN generator',
  photo: 'Picture for photoTAN',
  confirm: 'Confirm',
  phone: 'Open the virtual phone (new tab)',
  phoneSms: 'The TAN is on the virtual phone.',
  phonePush: 'The approval waits on the virtual phone.',
  released: 'I have approved, continue',
  notReleased: 'There is no approval yet.',
  toBank: 'Continue to your bank',
  oneMore: 'One more approval follows.',
  more: count => `${count} more approvals follow.`,
  accountsText: 'Which accounts do you want to connect?',
  connect: 'Connect accounts',
  cancel: 'Cancel and return to the portal',
  back: 'Back to the portal',
  doneText: 'You can close this window.',
  missing: 'Please fill in all fields.',
  choose: 'Please make a choice.',
  errors: {
    unknown: 'This session does not exist, or no longer.',
    expired: 'This session has expired.',
    used: 'This link has been used. It works only once.',
    'no-session': 'The address of this page lacks the parameter session.',
    'no-callback': 'The address of this page lacks the parameter callbackUrl.',
    'bad-callback': 'The parameter callbackUrl is no address that you can return to.',
    'no-redirect': 'This approval does not exist, or it is over.',
    'no-phone': 'There is no such workspace.'
  },
  bank: {
    title: 'Approve access',
    customer: 'Logged in as',
    asks: 'A service wants to read your account information:',
    service: 'Service',
    scope: 'Scope',
    scopeText: 'Read accounts, balances and bookings',
    approve: 'Approve',
    decline: 'Decline'
  },
  telefon: {
    title: 'Phone of',
    none: 'No messages.',
    sms: 'Text message',
    push: 'Approval in the app',
    approve: 'Approve',
    reject: 'Reject',
    reload: 'Reload',
    states: {
      open: 'Waits for your approval.',
      approved: 'Approved.',
      rejected: 'Rejected.',
      over: 'No longer open.'
    }
  }
}

export const TEXTE: Readonly<Record<Language, Texte>> = { de: DE, en: EN }

/** Hints of banks in English, by how they begin. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^Zugangsdaten nicht korrekt/, 'The credentials are wrong.'],
  [/^Zugangsdaten unvollständig/, 'The credentials are incomplete.'],
  [/^Zugang gesperrt/, 'The login is locked after three wrong PINs.'],
  [/^TAN falsch. Noch 2/, 'Wrong TAN. Two tries are left.'],
  [/^TAN falsch. Noch 1/, 'Wrong TAN. One try is left.'],
  [/^Bitte wählen Sie mindestens ein Konto/, 'Please choose at least one account.'],
  [/^Wartungsarbeiten/, 'The bank is under maintenance.'],
  [/^Anbieter nicht mehr aktiv/, 'The bank is no longer active.'],
  [/^Bankzugang nicht verfügbar/, 'The bank has a technical problem. Please try again later.'],
  [/^Keine unterstützte SCA-Methode/, 'The bank offers no procedure that is supported.']
]

/** A hint in the language of the page. One that is known in German alone stays German, which `lang` tells. */
export function hintIn(
  language: Language,
  hint: string
): { readonly text: string; readonly lang: Language } {
  if (language === 'de') return { text: hint, lang: 'de' }
  const known = HINTS.find(([start]) => start.test(hint))
  return known ? { text: known[1], lang: 'en' } : { text: hint, lang: 'de' }
}

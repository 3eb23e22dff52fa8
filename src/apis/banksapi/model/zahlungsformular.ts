import type { Zugangsdaten } from './anmeldung.ts'
import type { Bankprodukt } from './bankprodukt.ts'
import { type Meldung, meldung } from './meldung.ts'
import { type BaReentry, end, goTo, type Sitzung } from './regprotect.ts'
import { isLastschrift, isOffen, isSammel, type Zahlung } from './zahlung.ts'
import type { Lastschriftposten, Ueberweisungsposten, Zahlungsinhalt } from './zahlungsinhalt.ts'

/** What the bank said to a login that is to pay. */
export type Anmeldeantwort =
  | { readonly is: 'in'; readonly konten: readonly Bankprodukt[] }
  | { readonly is: 'refused'; readonly meldung: Meldung }

const MOST_FAILURES = 3

/** The session after the bank answered to a login. documented: dossier D1b, NO_ACCOUNTS and INVALID_CREDENTIALS */
export function nachAnmeldung(
  sitzung: Sitzung,
  credentials: Zugangsdaten,
  antwort: Anmeldeantwort,
  zahlung: Zahlung
): Sitzung {
  const known = { ...sitzung, credentials }
  if (antwort.is === 'refused') return nachAblehnung(known, antwort.meldung)
  const { konten } = antwort
  if (konten.length === 0) return end(known, 'NO_ACCOUNTS')
  const offered = { ...known, zahlungskonten: konten }
  const isGiven = konten.some(({ id }) => id === zahlung.produktId)
  return isGiven ? zurEingabe(offered, zahlung) : goTo(offered, 'KONTEN')
}

function nachAblehnung(sitzung: Sitzung, { code, message, details }: Meldung): Sitzung {
  const hinweis = [message, details].filter(Boolean).join('. ')
  const fehlversuche = sitzung.fehlversuche + 1
  const failing: Sitzung = { ...sitzung, hinweis, fehlversuche, schritt: 'LOGIN' }
  if (code === 'BA1010') return end(failing, 'INVALID_CREDENTIALS')
  if (code !== 'BA1011' && code !== 'BA1012') return { ...failing, fehlversuche: 0 }
  return fehlversuche < MOST_FAILURES ? failing : end(failing, 'INVALID_CREDENTIALS')
}

/** documented: dossier D7, what is prefilled can be changed, several orders cannot */
export function zurEingabe(sitzung: Sitzung, zahlung: Zahlung): Sitzung {
  return goTo(sitzung, isSammel(zahlung) ? 'PRUEFEN' : 'DATEN')
}

/** Whether the customer may enter the data of a payment again after the bank refused them. */
export function isKorrigierbar(zahlung: Zahlung): boolean {
  if (zahlung.stand !== 'gescheitert' || isSammel(zahlung)) return false
  return zahlung.meldungen.some(({ code }) => code === 'BA1100' || code === 'BA1200')
}

/** The session after the bank took a payment, refused it, or wants it authenticated. */
export function nachBank(sitzung: Sitzung, zahlung: Zahlung, told: readonly Meldung[]): Sitzung {
  if (isKorrigierbar(zahlung)) return { ...goTo(sitzung, 'DATEN'), hinweis: textOf(told) }
  if (!isOffen(zahlung)) return nachEnde(sitzung, zahlung)
  const isNews = told.some(one => one.level === 'ERROR' || one.details?.startsWith('TAN falsch'))
  return { ...goTo(sitzung, 'SCA'), hinweis: isNews ? textOf(told) : undefined }
}

/** The session of a payment that has its outcome. How a customer left stays as it was. */
export function nachEnde(sitzung: Sitzung, zahlung: Zahlung): Sitzung {
  if (sitzung.schritt === 'ENDE') return sitzung
  const baReentry = zahlung.stand === 'gescheitert' ? reentryOf(zahlung) : 'FINISHED'
  // What was told of a step before, as of a wrong TAN, is no news any more; why the bank refused is.
  const hinweis = baReentry === 'ERROR' ? textOf(zahlung.meldungen) : undefined
  return end({ ...sitzung, hinweis }, baReentry)
}

/** Whether the customer reads what the bank said before going back. assumed: only what the customer cannot know yet */
export function isAbgelehnt({ schritt, baReentry, zahlung, hinweis }: Sitzung): boolean {
  const isRefused = zahlung !== undefined && baReentry === 'ERROR' && hinweis !== undefined
  return schritt === 'ENDE' && isRefused
}

/** documented: dossier D1b; assumed: what the bank refuses for good is an ERROR */
function reentryOf({ meldungen }: Zahlung): BaReentry {
  const codes = meldungen.map(({ code }) => code)
  if (codes.includes('BA1103') || codes.includes('BA3040')) return 'INVALID_TAN'
  return codes.some(code => code === 'BA1010' || code === 'BA1011' || code === 'BA1012')
    ? 'INVALID_CREDENTIALS'
    : 'ERROR'
}

function textOf(told: readonly Meldung[]): string | undefined {
  const [first] = told
  if (first?.details?.startsWith('TAN falsch')) return first.details
  return first && [first.message, first.details].filter(Boolean).join('. ')
}

/** Why a payment came to nothing that its customer never finished; nothing when it has an outcome. */
export function abbruchOf({ baReentry, hinweis }: Sitzung, zahlung: Zahlung): Meldung | undefined {
  if (!isOffen(zahlung) || baReentry === undefined || baReentry === 'FINISHED') return undefined
  switch (baReentry) {
    case 'INVALID_CREDENTIALS':
      return meldung(hinweis?.startsWith('Zugang gesperrt') ? 'BA1010' : 'BA1011')
    case 'NO_ACCOUNTS':
      return isLastschrift(zahlung)
        ? meldung('BA1204', 'Kein Konto dieses Zugangs kann Lastschriften einziehen.')
        : meldung('BA1104', 'Kein Konto dieses Zugangs kann überweisen.')
    case 'USER_CANCELLED':
    case 'LEGAL_NOT_ACCEPTED':
      return meldung('BA3040', 'Vom Kunden abgebrochen')
    default:
      return meldung('BA999')
  }
}

/** What the fields of the form are called, and which of them may stay empty. */
export const FELDER = {
  ueberweisung: {
    needed: ['recipient', 'iban', 'amount', 'purpose'],
    optional: ['bic', 'requestedExecutionDate']
  },
  lastschrift: {
    needed: [
      'debtorName',
      'debtorIban',
      'amount',
      'purpose',
      'endToEndId',
      'mandateIdentification',
      'mandateDateOfSignature',
      'creditorSchemeIdentification',
      'requestedCollectionDate',
      'sequenceType',
      'business'
    ],
    optional: ['debtorBic']
  }
} as const

/** The values of the fields as far as they are known. */
export function werteOf(inhalt: Zahlungsinhalt): Readonly<Record<string, string>> {
  const [posten] = inhalt.posten
  const rahmen = inhalt.is === 'lastschrift' ? inhalt.rahmen : {}
  const ausfuehrung = inhalt.is === 'ueberweisung' ? inhalt.ausfuehrung : undefined
  const all = {
    ...rahmen,
    ...posten,
    ...(ausfuehrung !== undefined && { requestedExecutionDate: ausfuehrung })
  }
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)])
  )
}

/** The content of a payment after the customer filled the form; what was prefilled beside its fields stays. */
export function ausgefuellt(
  inhalt: Zahlungsinhalt,
  werte: Readonly<Record<string, string>>
): Zahlungsinhalt {
  const given = Object.fromEntries(Object.entries(werte).filter(([, value]) => value !== ''))
  const { amount, requestedExecutionDate, ...texte } = given
  const betrag = amount === undefined ? undefined : eurosIn(amount)
  const money = { currency: 'EUR', ...(betrag !== undefined && { amount: betrag }) }
  if (inhalt.is === 'ueberweisung') {
    const { amount: _, bic: _bic, ...before } = inhalt.posten[0] ?? {}
    const posten: Ueberweisungsposten = { ...before, ...texte, ...money }
    const ausfuehrung = requestedExecutionDate
    return { is: inhalt.is, posten: [posten], ...(ausfuehrung && { ausfuehrung }) }
  }
  const { creditorSchemeIdentification, requestedCollectionDate, sequenceType, business, ...rest } =
    texte
  const {
    amount: _,
    sequenceType: _s,
    business: _b,
    debtorBic: _bic,
    ...before
  } = inhalt.posten[0] ?? {}
  const posten: Lastschriftposten = { ...before, ...rest, ...money }
  const rahmen = {
    ...(creditorSchemeIdentification && { creditorSchemeIdentification }),
    ...(requestedCollectionDate && { requestedCollectionDate }),
    ...(sequenceType && { sequenceType }),
    business: business === 'true'
  }
  return { is: inhalt.is, posten: [posten], rahmen }
}

/** Euros as people write them, with a comma or with a dot; nothing when it is no amount. */
function eurosIn(text: string): number | undefined {
  const plain = text.replace(/[\s€]/g, '')
  const isEnglish = /^\d{1,3}(,\d{3})+\.\d{1,2}$/.test(plain)
  const german = plain.includes(',') ? plain.replaceAll('.', '').replace(',', '.') : plain
  const dotted = isEnglish ? plain.replaceAll(',', '') : german
  return /^\d{1,12}(\.\d+)?$/.test(dotted) ? Number(dotted) : undefined
}

import type { Language } from '../../http/page.ts'
import { DE } from './webform-deutsch.ts'
import { EN } from './webform-english.ts'

/** The texts of all pages. */
export type Texte = Widened<typeof DE>

type Widened<T> = T extends string
  ? string
  : T extends (count: number) => string
    ? T
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widened<T[K]> }

export const TEXTE: Readonly<Record<Language, Texte>> = { de: DE, en: EN }

/** Hints of banks in English, by how they begin. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^Zugangsdaten nicht korrekt/, 'The credentials are wrong.'],
  [/^Zugangsdaten unvollständig/, 'The credentials are incomplete.'],
  [/^Zugang gesperrt/, 'The login is locked after three wrong PINs.'],
  [/^TAN falsch. Noch 2/, 'Wrong TAN. Two tries are left.'],
  [/^TAN falsch. Noch 1/, 'Wrong TAN. One try is left.'],
  [/^Bitte wählen Sie mindestens ein Konto/, 'Please choose at least one account.'],
  [/^Bitte prüfen Sie die markierten/, 'Please check the marked fields.'],
  [/^Bitte wählen Sie ein Konto/, 'Please choose an account.'],
  [/^Überweisungsdaten ungültig/, 'The details of the transfer are invalid.'],
  [/^Lastschriftdaten ungültig/, 'The details of the debit are invalid.'],
  [/^Ungültiges TAN-Verfahren/, 'That procedure is not known.'],
  [/^Überweisung nicht möglich/, 'The bank refuses this transfer.'],
  [/^Lastschrift nicht unterstützt/, 'The bank does not support this debit.'],
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

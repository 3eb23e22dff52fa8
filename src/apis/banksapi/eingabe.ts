import type { Zugangsdaten } from './model/anmeldung.ts'
import type { SitzungEvent } from './model/regprotect.ts'
import type { Sca, ScaEvent } from './model/sca.ts'

/** What the customer enters on a page; unknown actions change nothing. */
export type Eingabe =
  | Exclude<SitzungEvent, { type: 'bank-answered' | 'broken' }>
  | { readonly type: 'enter-credentials'; readonly credentials: Zugangsdaten }
  | { readonly type: 'sca'; readonly event: ScaEvent }
  /** The customer comes back from the page of the bank. */
  | { readonly type: 'decide'; readonly entscheidung: NonNullable<Sca['entscheidung']> }
  /** The first page is about to be shown. */
  | { readonly type: 'begin' }
  | { readonly type: 'choose-access'; readonly accessId: string }
  /** Values by field. */
  | { readonly type: 'enter-payment'; readonly werte: Readonly<Record<string, string>> }
  | { readonly type: 'change-payment' | 'submit' }

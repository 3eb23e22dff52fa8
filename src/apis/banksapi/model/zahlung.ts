import type { Zugangsdaten } from './anmeldung.ts'
import { type Meldung, meldung } from './meldung.ts'
import {
  advanceSca,
  type Einstellung,
  meldungOf,
  type Regeln,
  type Sca,
  type ScaEvent,
  startSca,
  timedOut,
  verfahrenOf
} from './sca.ts'
import type { Zahlungsinhalt } from './zahlungsinhalt.ts'

export type Zahlungsart = `${'single' | 'bulk'}-${'transfer' | 'debit'}`

/** A transfer or debit, or several of them at once. Instants are epoch milliseconds. */
export type Zahlung = {
  /** Of the payment and of its consent. */
  readonly id: string
  readonly user: string
  readonly tenant: string
  readonly art: Zahlungsart
  /** Which interface it came by: that of today, or the older Überweisung. */
  readonly weg: 'payment' | 'ueberweisung'
  readonly inhalt: Zahlungsinhalt
  readonly providerId?: string
  /** Id of the account that pays, or that collects. */
  readonly produktId?: string
  /** The account at the fictitious bank, once the bank has been asked. */
  readonly konto?: string
  readonly ebics: boolean
  /** Only until the bank has the last word. */
  readonly credentials?: Zugangsdaten
  /** The access whose credentials are used; its settings are saved and reused. */
  readonly zugang?: string
  /** Where the browser goes after a redirect. */
  readonly callbackUrl?: string | undefined
  /** What an Überweisung says of its authentication and shows again. */
  readonly alt?: Altangaben
  /**
   * `entwurf` while the web form is being filled, `offen` while an authentication is, `terminiert` when the bank waits for
   * the day of execution.
   */
  readonly stand: 'entwurf' | 'offen' | 'terminiert' | 'gebucht' | 'gescheitert'
  readonly sca?: Sca
  readonly meldungen: readonly Meldung[]
  /** A redirect that was given up: there is nothing to do any more. */
  readonly abgebrochen?: true
  /** The session of the web form that it is made in. */
  readonly sitzung?: string
  readonly angelegtAt: number
  /** When the bank executes it; at once when left out. */
  readonly faelligAt?: number
}

export type Altangaben = {
  readonly ausfuehrungsdatum?: string
  readonly tanMediumName?: string
  readonly kodierung?: number
}

/** What the bank says to a payment, and how it wants it authenticated. */
export type Annahme = {
  /** Why the bank refuses it. */
  readonly fehler?: Meldung | undefined
  /** Told beside the outcome. */
  readonly hinweise: readonly Meldung[]
  readonly verfahren: readonly number[]
  readonly medien: readonly string[]
  /** Neither TAN nor approval: EBICS, or the word `nosca`. */
  readonly ohneSca: boolean
  readonly einstellung?: Einstellung | undefined
}

/** What became of a payment, and the messages of this answer alone. */
export type Zahlungsschritt = {
  readonly zahlung: Zahlung
  readonly told: readonly Meldung[]
  /** Whether the bank now has everything and may book. */
  readonly isFrei: boolean
}

/** The payment after it was handed to the bank. documented: dossier D7, step 1 */
export function einreichen(
  zahlung: Zahlung,
  annahme: Annahme,
  now: number,
  neueTan: () => string
): Zahlungsschritt {
  if (annahme.fehler) return ended(scheitern(zahlung, [annahme.fehler]))
  if (annahme.ohneSca) return { zahlung, told: annahme.hinweise, isFrei: true }
  const { verfahren, medien, einstellung } = annahme
  const sca = startSca(zahlung.id, verfahren, medien, einstellung, now, neueTan)
  if (!sca) return ended(scheitern(zahlung, [meldung('BA3060')]))
  const waiting = warten(zahlung, sca, [meldungOf(sca)])
  return waehlen(waiting, now, neueTan)
}

/** An Überweisung may name its method and its medium at once. */
function waehlen(schritt: Zahlungsschritt, now: number, neueTan: () => string): Zahlungsschritt {
  const { kodierung, tanMediumName } = schritt.zahlung.alt ?? {}
  const { sca } = schritt.zahlung
  const regeln = { pollsUntilConfirmed: 0 }
  if (sca?.schritt === 'METHODE' && kodierung !== undefined) {
    const event = { type: 'method', kodierung } as const
    const next = bewegen(schritt.zahlung, event, regeln, now, neueTan)
    return next.told.length > 1 ? next : waehlen(next, now, neueTan)
  }
  if (sca?.schritt === 'MEDIUM' && tanMediumName) {
    const event = { type: 'medium', name: tanMediumName } as const
    return bewegen(schritt.zahlung, event, regeln, now, neueTan)
  }
  return schritt
}

/** The payment after the customer's next move in its authentication. documented: dossier D7, steps 2 to 4b */
export function bewegen(
  zahlung: Zahlung,
  event: ScaEvent,
  regeln: Regeln,
  now: number,
  neueTan: () => string
): Zahlungsschritt {
  const { sca } = zahlung
  if (!sca) return { zahlung, told: zahlung.meldungen, isFrei: false }
  const outcome = advanceSca(sca, event, regeln, now, neueTan)
  if (outcome.is === 'open')
    return warten(zahlung, withFrist(zahlung, sca, outcome.sca, now), outcome.meldungen)
  if (outcome.is === 'done') return { zahlung, told: [], isFrei: true }
  const isTan = verfahrenOf(sca)?.art === 'tan'
  const failed = scheitern(zahlung, [...(isTan ? [meldung('BA1103')] : []), outcome.meldung])
  return ended(event.type === 'cancelled' ? { ...failed, abgebrochen: true } : failed)
}

/** documented: dossier D7, step 3a: after a wrong TAN an Überweisung has a new timeout */
function withFrist({ weg }: Zahlung, vorher: Sca, sca: Sca, now: number): Sca {
  const isWrong = sca.fehlversuche > vorher.fehlversuche
  return weg === 'ueberweisung' && isWrong ? { ...sca, begonnenAt: now } : sca
}

/** The payment that nobody authenticated in time. documented: dossier D7, BA1103 */
export function ablaufen(zahlung: Zahlung): Zahlung {
  // Only a TAN can be too old: nobody types one for a push, and none was asked for before a method was chosen.
  const isTan = zahlung.sca?.schritt === 'CHALLENGE' && verfahrenOf(zahlung.sca)?.art === 'tan'
  return scheitern(zahlung, [...(isTan ? [meldung('BA1103')] : []), timedOut()])
}

/** The payment that the bank, the customer or nobody at all made an end of. */
export function scheitern(zahlung: Zahlung, meldungen: readonly Meldung[]): Zahlung {
  return { ...ohneAnmeldung(zahlung), stand: 'gescheitert', meldungen }
}

/** The payment that the bank has taken, and waits with. documented: dossier D7, future dates end with BA1112 */
export function terminieren(zahlung: Zahlung, hinweise: readonly Meldung[]): Zahlung {
  const code = isLastschrift(zahlung) ? 'BA1212' : 'BA1112'
  return {
    ...ohneAnmeldung(zahlung),
    stand: 'terminiert',
    meldungen: [meldung(code), ...hinweise]
  }
}

/** The payment whose money has moved. assumed: one transfer is told as executed, several as submitted (dossier I-16) */
export function alsGebucht(zahlung: Zahlung, hinweise: readonly Meldung[]): Zahlung {
  const code = zahlung.art === 'single-transfer' ? 'BA1111' : 'BA1112'
  const end = meldung(isLastschrift(zahlung) ? 'BA1212' : code)
  return { ...ohneAnmeldung(zahlung), stand: 'gebucht', meldungen: [end, ...hinweise] }
}

export function isLastschrift({ art }: Pick<Zahlung, 'art'>): boolean {
  return art === 'single-debit' || art === 'bulk-debit'
}

export function isSammel({ art }: Pick<Zahlung, 'art'>): boolean {
  return art === 'bulk-transfer' || art === 'bulk-debit'
}

/** Whether anything can still become of a payment by the customer. */
export function isOffen({ stand }: Zahlung): boolean {
  return stand === 'entwurf' || stand === 'offen'
}

/** Whether the customer is at it in the web form, where nobody else can do or see anything. */
export function isInWebform(zahlung: Zahlung): boolean {
  return zahlung.sitzung !== undefined && isOffen(zahlung)
}

function ended(zahlung: Zahlung): Zahlungsschritt {
  return { zahlung, told: zahlung.meldungen, isFrei: false }
}

function warten(zahlung: Zahlung, sca: Sca, told: readonly Meldung[]): Zahlungsschritt {
  // A choice that nobody knows is told once; the step itself is what stays.
  const meldungen = told.filter(one => one.level === 'INFO')
  return { zahlung: { ...zahlung, stand: 'offen', sca, meldungen }, told, isFrei: false }
}

function ohneAnmeldung({ credentials: _, sca: _sca, ...zahlung }: Zahlung) {
  return zahlung
}

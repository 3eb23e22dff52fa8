import { type Buchungssatz, buchId, type Eintrag, normaliseIban } from './hauptbuch.ts'
import type { Konto } from './konto.ts'
import type { Zahlung } from './zahlung.ts'
import { type Posten, postenOf, type Zahlungsinhalt } from './zahlungsinhalt.ts'

/**
 * What a payment books: each movement once on either side, so that no cent is lost or made. Accounts of other banks have
 * books too; nobody looks into them. `tag` is the day in Berlin. assumed: several orders are booked one by one
 */
export function saetzeFor(zahlung: Zahlung, konto: Konto, tag: string): readonly Buchungssatz[] {
  const eigenes = buchId(konto, zahlung.providerId ?? '')
  const inhaber: Gegenseite = {
    name: konto.inhaber,
    iban: konto.iban ?? '',
    bic: konto.bic ?? ''
  }
  const { inhalt } = zahlung
  return postenOf(inhalt).flatMap((posten, index) => {
    const texte =
      inhalt.is === 'lastschrift'
        ? lastschrifttexte(inhalt, index)
        : { eigen: 'ONLINE-UEBERWEISUNG', fremd: 'GUTSCHRIFT', zusatz: '' }
    const cents = posten.betrag ?? 0
    const betrag = inhalt.is === 'lastschrift' ? cents : -cents
    const zweck = `${posten.zweck}${texte.zusatz}`
    return [
      { buch: eigenes, eintrag: eintrag(betrag, zweck, texte.eigen, posten, tag) },
      {
        buch: normaliseIban(posten.iban),
        eintrag: eintrag(-betrag, zweck, texte.fremd, inhaber, tag)
      }
    ]
  })
}

type Gegenseite = Pick<Posten, 'name' | 'iban' | 'bic'>

function eintrag(
  betrag: number,
  verwendungszweck: string,
  buchungstext: string,
  { name, iban, bic }: Gegenseite,
  tag: string
): Eintrag {
  return {
    // Minus zero is no amount.
    betrag: betrag + 0,
    verwendungszweck,
    buchungstext,
    buchungsdatum: tag,
    wertstellungsdatum: tag,
    gegenkontoInhaber: name,
    gegenkontoIban: normaliseIban(iban),
    gegenkontoBic: bic,
    primanotaNummer: buchungstext === 'ONLINE-UEBERWEISUNG' ? '9310' : '9249',
    merkmale: {}
  }
}

/** assumed: how the debtor's bank names the place of a debit in its series */
const FOLGETEXTE: Readonly<Record<string, string>> = {
  FRST: 'ERSTLASTSCHRIFT',
  RCUR: 'FOLGELASTSCHRIFT',
  FNAL: 'LETZTE LASTSCHRIFT',
  OOFF: 'EINMALLASTSCHRIFT'
}

function lastschrifttexte(
  { rahmen, posten: alle }: Extract<Zahlungsinhalt, { is: 'lastschrift' }>,
  index: number
) {
  const posten = alle[index]
  const folge = posten?.sequenceType ?? rahmen.sequenceType ?? 'OOFF'
  const isFirma = posten?.business ?? rahmen.business ?? false
  return {
    eigen: 'LASTSCHRIFTEINZUG',
    fremd: `${isFirma ? 'FIRMEN' : ''}${FOLGETEXTE[folge] ?? 'LASTSCHRIFT'}`,
    zusatz: ` EREF+${posten?.endToEndId ?? ''} MREF+${posten?.mandateIdentification ?? ''} CRED+${rahmen.creditorSchemeIdentification ?? ''}`
  }
}

import type { components } from '../../../contract/types/banksapi-customer.ts'
import { berlinTime } from '../../../world/berlin.ts'
import type { Produktkategorie } from './anbieter.ts'
import type { Bankprodukt } from './bankprodukt.ts'
import { type Bankzugang, statusOf } from './bankzugang.ts'
import { challengeOf } from './challenge.ts'
import type { Meldung } from './meldung.ts'
import { type Adressen, issueRelationsOf, produktRelationsOf, relationsOf } from './relationen.ts'
import { type Sca, usableMedien, verfahrenOf } from './sca.ts'
import { type Verfahren, verfahrenMit } from './verfahren.ts'

type Schemas = components['schemas']

/** An access in its stable state. `told` are messages of this answer alone. documented: dossier C3 and D0 */
export function presentBankzugang(
  zugang: Bankzugang,
  adressen: Adressen,
  told: readonly Meldung[] = zugang.meldungen
): Schemas['BankAccess'] {
  const { accessId, providerId, type, timeoutAt, offen } = zugang
  return {
    id: accessId,
    providerId,
    ...(type !== 'DEFAULT' && { type }),
    status: statusOf(zugang),
    aktualisierungszeitpunkt: berlinTime(zugang.aktualisiertAt),
    ...(timeoutAt !== undefined && { timeout: berlinTime(timeoutAt) }),
    messages: [...told],
    ...scaOf(offen?.sca, adressen),
    relations: [...relationsOf(zugang, adressen)],
    bankprodukte: zugang.produkte.map(produkt => presentBankprodukt(zugang, produkt, adressen)),
    sync: zugang.sync
  }
}

/** An access in its tentative state: how the last fetch went. documented: dossier D5 */
export function presentIssues(zugang: Bankzugang, adressen: Adressen): Schemas['BankAccessIssues'] {
  return {
    id: zugang.accessId,
    providerId: zugang.providerId,
    aktualisierungszeitpunkt: berlinTime(zugang.versuch.at),
    messages: [...zugang.versuch.meldungen],
    ...scaOf(zugang.offen?.sca, adressen),
    relations: [...issueRelationsOf(zugang, adressen)]
  }
}

export function presentBankprodukt(
  zugang: Bankzugang,
  produkt: Bankprodukt,
  adressen: Adressen
): Schemas['Product'] {
  const { saldo, saldoAt, ueberziehungslimit, verfuegterBetrag, bausparvertrag } = produkt
  return {
    ...texteOf(produkt),
    ...(adressen.oldKinds && { kategorie: OLD_KINDS[produkt.kategorie] ?? produkt.kategorie }),
    kontonummer: produkt.kontonummer ?? produkt.id,
    status: statusOf(zugang),
    aktualisierungszeitpunkt: berlinTime(produkt.aktualisiertAt),
    ...(saldo !== undefined && { saldo: euros(saldo) }),
    ...(saldoAt !== undefined && { saldoDatum: berlinTime(saldoAt) }),
    ...(produkt.kategorie === 'DEPOT' && { saldoDatenquelle: 'SONSTIGE' as const }),
    ...(ueberziehungslimit !== undefined && { ueberziehungslimit: euros(ueberziehungslimit) }),
    ...verfuegbar(saldo, verfuegterBetrag),
    ...(bausparvertrag && {
      ...bausparvertrag,
      vertragsDatum: `${bausparvertrag.vertragsDatum} 00:00:00`
    }),
    messages: [...produkt.meldungen],
    relations: [...produktRelationsOf(zugang, produkt, adressen)]
  }
}

/** observed: dossier K33, what the vendor's old Java client has no word for */
const OLD_KINDS: Readonly<Partial<Record<Produktkategorie, Produktkategorie>>> = {
  KREDITKARTE: 'KREDITKARTENKONTO',
  SONSTIGESPRODUKT: 'SONSTIGESKONTO'
}

/** What is shown as it is kept. */
function texteOf(produkt: Bankprodukt) {
  const { id, kategorie, bezeichnung, iban, bic, blz, kreditinstitut, inhaber, waehrung } = produkt
  const { transferSupport } = produkt
  return {
    id,
    bezeichnung,
    kategorie,
    ...(iban !== undefined && { iban }),
    ...(bic !== undefined && { bic }),
    ...(blz !== undefined && { blz }),
    ...(kreditinstitut !== undefined && { kreditinstitut }),
    ...(inhaber !== undefined && { inhaber }),
    ...(waehrung !== undefined && { waehrung }),
    transferSupport
  }
}

/** documented: dossier K35, what is earmarked lowers what is at hand; the overdraft is not added */
function verfuegbar(saldo: number | undefined, verfuegt: number | undefined) {
  if (saldo === undefined || verfuegt === undefined) return {}
  return { verfuegungsrahmen: euros(saldo - verfuegt), verfuegterBetrag: euros(verfuegt) }
}

/** Cents as the API shows money. */
export function euros(cents: number): number {
  return cents / 100
}

/** What an open authentication adds; two empty lists without one. */
function scaOf(sca: Sca | undefined, { photo }: Adressen) {
  if (!sca) return { tanMedien: [], sicherheitsverfahren: [] }
  const aktiv = verfahrenOf(sca)
  const offered = sca.angebot.map(verfahrenMit).filter(one => one !== undefined)
  return {
    tanMedien: usableMedien(sca).map(({ name, medienklasse }) => ({ name, medienklasse })),
    sicherheitsverfahren: offered.map(presentVerfahren),
    ...(aktiv && { aktivesSicherheitsverfahren: presentVerfahren(aktiv) }),
    ...(sca.schritt === 'CHALLENGE' && aktiv && { challenge: challengeOf(aktiv, photo) })
  }
}

function presentVerfahren({ kodierung, name, hinweis }: Verfahren): Schemas['SecurityProcedure'] {
  return { kodierung, name, hinweis }
}

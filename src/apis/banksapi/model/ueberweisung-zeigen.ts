import type { components } from '../../../contract/types/banksapi-payment.ts'
import { berlinTime } from '../../../world/berlin.ts'
import { challengeOf } from './challenge.ts'
import { type Meldung, meldung } from './meldung.ts'
import { type Adressen, type Relation, scaRelations } from './relationen.ts'
import { SCA_TIMEOUT_MINUTES, type Sca, usableMedien, verfahrenOf } from './sca.ts'
import { MEDIEN, type Verfahren, verfahrenMit } from './verfahren.ts'
import { isOffen, type Zahlung } from './zahlung.ts'
import { consentHref } from './zahlung-zeigen.ts'

type Schemas = components['schemas']

/** An Überweisung. documented: dossier D7, the older interface, with what its examples show beside the schema */
export function presentUeberweisung(
  zahlung: Zahlung,
  adressen: Adressen,
  told: readonly Meldung[] = zahlung.meldungen
): Schemas['UeberweisungState'] {
  const { ausfuehrungsdatum, tanMediumName } = zahlung.alt ?? {}
  const posten = zahlung.inhalt.is === 'ueberweisung' ? zahlung.inhalt.posten.map(aufDeutsch) : []
  const [erster] = posten
  return {
    ...(zahlung.art === 'bulk-transfer' || !erster
      ? { payments: posten }
      : { ueberweisung: erster }),
    ...(ausfuehrungsdatum !== undefined && { ausfuehrungsdatum }),
    ...(tanMediumName !== undefined && { tanMediumName }),
    ...presentInteraktion(zahlung, adressen, told),
    ...angebotOf(zahlung.sca)
  }
}

function aufDeutsch({
  recipient = '',
  purpose = '',
  iban = '',
  bic,
  currency = '',
  amount = 0
}: Schemas['TransferDetailsPrepared']): Schemas['UeberweisungDetails'] {
  return {
    empfaenger: recipient,
    verwendungszweck: purpose,
    iban,
    ...(bic !== undefined && { bic }),
    waehrung: currency,
    betrag: amount
  }
}

/** What a TAN brought about. documented: dossier D7, without relations and timeout once it is over */
export function presentInteraktion(
  zahlung: Zahlung,
  adressen: Adressen,
  told: readonly Meldung[] = zahlung.meldungen
): Schemas['Interaction'] {
  const { sca } = zahlung
  const verfahren = sca?.schritt === 'CHALLENGE' ? verfahrenOf(sca) : undefined
  const isTan = verfahren?.art === 'tan'
  return {
    messages: told.map(one => (isTan ? alsTanmeldung(one) : one)),
    relations: [...altRelations(zahlung, adressen)],
    ...(sca?.schritt === 'CHALLENGE' && {
      timeout: berlinTime(sca.begonnenAt + SCA_TIMEOUT_MINUTES * 60_000)
    }),
    ...(verfahren && { challenge: challengeOf(verfahren, adressen.photo) })
  }
}

/** documented: dossier D7, an Überweisung asks for its TAN with BA1110 */
function alsTanmeldung(one: Meldung): Meldung {
  if (one.code !== 'BA3030') return one
  return one.details?.startsWith('TAN falsch') ? meldung('BA1110', one.details) : meldung('BA1110')
}

function altRelations(zahlung: Zahlung, adressen: Adressen): readonly Relation[] {
  const { sca, id, providerId, produktId = '', callbackUrl, art } = zahlung
  if (!isOffen(zahlung) || !sca) return []
  const { base } = adressen
  const older = `${base}/customer/v2/ueberweisung`
  const today = consentHref(zahlung, adressen)
  const isTan = sca.schritt === 'CHALLENGE' && verfahrenOf(sca)?.art === 'tan'
  // assumed: what the older interface never knew, polls and redirects, is found where payments have it
  const consent = isTan || sca.schritt !== 'CHALLENGE' ? `${older}/${id}/consent` : today
  const steps = scaRelations(sca, consent, callbackUrl, base, `${today}/poll`)
  if (!isTan) return steps
  const place = `${providerId}/${encodeURIComponent(produktId)}/${id}`
  const bulk = art === 'bulk-transfer' ? 'bulk/' : ''
  return [{ rel: 'submit_text_tan', href: `${older}/${bulk}${place}` }, ...steps]
}

/** The methods and media of an Überweisung. */
function angebotOf(sca: Sca | undefined) {
  if (!sca) return {}
  const aktiv = verfahrenOf(sca)
  const offered = sca.angebot.map(verfahrenMit).filter(one => one !== undefined)
  const medien =
    sca.schritt === 'METHODE'
      ? MEDIEN.filter(({ name }) => sca.medien.includes(name))
      : usableMedien(sca)
  return {
    tanMedien: medien.map(({ name, medienklasse }) => ({ name, medienklasse })),
    sicherheitsverfahren: offered.map(presentVerfahren),
    ...(aktiv && { aktivesSicherheitsverfahren: presentVerfahren(aktiv) })
  }
}

function presentVerfahren({ kodierung, name, hinweis }: Verfahren): Schemas['SecurityProcedure'] {
  return { kodierung, name, hinweis }
}

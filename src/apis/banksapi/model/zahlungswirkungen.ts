import type { Effect } from '../../../world/effects.ts'
import { loginOf } from './anmeldung.ts'
import { type Anlass, scaWirkungen, telefonWirkungen } from './nachwirkungen.ts'
import { isLastschrift, type Zahlung } from './zahlung.ts'
import { postenOf } from './zahlungsinhalt.ts'
import { summeOf } from './zahlungspruefung.ts'

export const ZAHLUNG_FAELLIG = 'banksapi/zahlung-faellig'
export const ENTWURF_TIMEOUT = 'banksapi/zahlungsentwurf-timeout'

/** Everything that follows from a new state of a payment: to keep it, timers, the phone. */
export function zahlungswirkungen(
  vorher: Zahlung | undefined,
  zahlung: Zahlung,
  now: number
): readonly Effect[] {
  const halter = { collection: 'zahlungen', id: zahlung.id }
  const person = loginOf(zahlung.credentials?.['userid'] ?? '')
  return [
    { do: 'put', collection: 'zahlungen', document: zahlung },
    ...scaWirkungen(vorher?.sca, zahlung.sca, halter, now),
    ...telefonWirkungen(vorher?.sca, zahlung.sca, halter, person, now, anlassOf(zahlung)),
    ...faelligWirkungen(vorher, zahlung)
  ]
}

/** A draft that nobody finishes in the web form is over some time. */
export function entwurfWirkungen(zahlung: Zahlung, endsAt: number): readonly Effect[] {
  const job = {
    id: `${ENTWURF_TIMEOUT}-${zahlung.id}`,
    kind: ENTWURF_TIMEOUT,
    dueAt: endsAt,
    about: `the web form of payment ${zahlung.id} is over`,
    payload: { zahlung: zahlung.id }
  }
  return [
    { do: 'put', collection: 'zahlungen', document: zahlung },
    { do: 'schedule', job }
  ]
}

function faelligWirkungen(vorher: Zahlung | undefined, zahlung: Zahlung): readonly Effect[] {
  const id = `${ZAHLUNG_FAELLIG}-${zahlung.id}`
  if (zahlung.stand !== 'terminiert')
    return vorher?.stand === 'terminiert' ? [{ do: 'cancel', job: id }] : []
  const { faelligAt = 0 } = zahlung
  const about = `payment ${zahlung.id} is executed`
  const payload = { zahlung: zahlung.id }
  return [{ do: 'schedule', job: { id, kind: ZAHLUNG_FAELLIG, dueAt: faelligAt, about, payload } }]
}

/** What the phone says of a payment. */
function anlassOf(zahlung: Zahlung): Anlass {
  const was = isLastschrift(zahlung) ? 'Lastschrift' : 'Überweisung'
  const posten = postenOf(zahlung.inhalt)
  const [erster] = posten
  const richtung = isLastschrift(zahlung) ? 'von' : 'an'
  const wen = posten.length === 1 ? `${richtung} ${erster?.name}` : `mit ${posten.length} Aufträgen`
  const betrag = (summeOf(zahlung) / 100).toLocaleString('de-DE', {
    style: 'currency',
    currency: 'EUR'
  })
  return {
    sms: `Ihre TAN für die ${was} über ${betrag} ${wen} lautet`,
    push: `Möchten Sie die ${was} über ${betrag} ${wen} freigeben?`
  }
}

import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-payment.ts'
import type { Context } from './context.ts'
import type { Verschluesselung } from './credentials.ts'
import { presentInteraktion, presentUeberweisung } from './model/ueberweisung-zeigen.ts'
import { altangabenIn, DEUTSCH, ueberweisungIn } from './model/zahlungseingang.ts'
import { eventIn } from './sca-eingabe.ts'
import { stepZahlung } from './zahlung-consent.ts'
import { checkComplete, missingMember, type NeueZahlung, newZahlung } from './zahlung-lesen.ts'
import { openZahlung } from './zahlung-oeffnen.ts'
import { submitZahlung } from './zahlungsverkehr.ts'
import { adressenOf, checkCustomerIp, isRegulated, plainCredentials } from './zugang-lesen.ts'

type Operationen =
  | 'createUeberweisung'
  | 'createSammelueberweisung'
  | 'submitUeberweisungConsent'
  | 'submitUeberweisungTan'
  | 'submitSammelueberweisungTan'

/** The handlers of the older transfers. documented: dossier B5 #48 to #51 and D7, legacy */
export function createUeberweisungen(
  verschluesselung: Verschluesselung
): Pick<Handlers<operations, Context>, Operationen> {
  return { ...createAnfaenge(verschluesselung), ...schritte }
}

function createAnfaenge(
  verschluesselung: Verschluesselung
): Pick<Handlers<operations, Context>, Extract<Operationen, `create${string}`>> {
  /** Starts with credentials, or in the web form. */
  async function start(
    was: NeueZahlung,
    credentials: Readonly<Record<string, string>> | undefined,
    context: Context
  ) {
    const { world, trail } = context
    if (!(await isRegulated(context))) {
      const { location } = await openZahlung(context, was, '')
      return { status: 451, headers: { Location: location } } as const
    }
    if (credentials === undefined) throw missingMember('credentials')
    const { inhalt, art } = was
    checkComplete(inhalt, art === 'bulk-transfer', inGerman)
    const plain = plainCredentials(credentials, verschluesselung, context)
    const { zahlung, told } = await world.turn(async state => {
      const entwurf = await newZahlung(context, state, was)
      return submitZahlung(world, state, entwurf, plain, false)
    }, trail.changes)
    const body = presentUeberweisung(zahlung, adressenOf(context), told)
    return { status: 200, body } as const
  }

  return {
    async createUeberweisung({ path, query, body, headers }, context) {
      checkCustomerIp(headers, context, true)
      const { ausfuehrungsdatum } = body
      const isEmpty = !('betrag' in body) && !('iban' in body)
      const posten = isEmpty && !(await isRegulated(context)) ? [] : [body]
      const answer = await start(
        {
          ...placeOf(path, query),
          art: 'single-transfer',
          inhalt: ueberweisungIn(posten, ausfuehrungsdatum),
          alt: altangabenIn(body)
        },
        body.credentials,
        context
      )
      return answer as Extract<Answer<'createUeberweisung'>, { status: 200 | 451 }>
    },

    async createSammelueberweisung({ path, query, body, headers }, context) {
      checkCustomerIp(headers, context, true)
      const { payments, ausfuehrungsdatum } = body
      if (payments === undefined) throw missingMember('payments')
      const answer = await start(
        {
          ...placeOf(path, query),
          art: 'bulk-transfer',
          inhalt: ueberweisungIn(payments, ausfuehrungsdatum),
          alt: altangabenIn(body)
        },
        body.credentials,
        context
      )
      return answer as Extract<Answer<'createSammelueberweisung'>, { status: 200 | 451 }>
    }
  }
}

const schritte: Pick<Handlers<operations, Context>, Extract<Operationen, `submit${string}`>> = {
  async submitUeberweisungConsent({ path, body }, context) {
    const { zahlung, told } = await stepZahlung(context, path['payment-id'], sca =>
      eventIn(body, sca)
    )
    return { status: 200, body: presentUeberweisung(zahlung, adressenOf(context), told) }
  },

  async submitUeberweisungTan({ path, body }, context) {
    return { status: 200, body: await sendTan(path['payment-id'], body.tan, context) }
  },

  async submitSammelueberweisungTan({ path, body }, context) {
    return { status: 200, body: await sendTan(path['payment-id'], body.tan, context) }
  }
}

type Answer<Id extends Operationen> = Awaited<ReturnType<Handlers<operations, Context>[Id]>>

/** observed: the product in the path need not be the one that pays, the id of the payment decides (dossier B5) */
async function sendTan(id: string, tan: string, context: Context) {
  const { zahlung, told } = await stepZahlung(context, id, () => ({ type: 'tan', tan }))
  return presentInteraktion(zahlung, adressenOf(context), told)
}

function placeOf(
  path: { readonly 'provider-id': string; readonly 'product-id': string },
  { callbackUrl }: { readonly callbackUrl?: string }
) {
  return {
    weg: 'ueberweisung',
    providerId: path['provider-id'].toLowerCase(),
    produktId: path['product-id'],
    callbackUrl
  } as const
}

/** `transferDetails.amount` as `betrag`, `transferDetails[1].amount` as `payments[1].betrag`. */
function inGerman(path: string): string {
  const [place = '', name = ''] = path.split('.')
  const german = DEUTSCH[name] ?? name
  const index = /\[\d+\]$/.exec(place)?.[0]
  return index === undefined ? german : `payments${index}.${german}`
}

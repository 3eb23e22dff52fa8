import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/banksapi-payment.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import type { Verschluesselung } from './credentials.ts'
import type { Zugangsdaten } from './model/anmeldung.ts'
import { isInWebform, isSammel, type Zahlungsart } from './model/zahlung.ts'
import { presentEntwurf, presentZahlung } from './model/zahlung-zeigen.ts'
import { debitIn, transferIn } from './model/zahlungseingang.ts'
import type { Zahlungsinhalt } from './model/zahlungsinhalt.ts'
import { findProdukt } from './produkte.ts'
import {
  checkComplete,
  findZahlung,
  missingMember,
  type NeueZahlung,
  newZahlung
} from './zahlung-lesen.ts'
import { openZahlung } from './zahlung-oeffnen.ts'
import { submitZahlung, type Zahlungsbewegung } from './zahlungsverkehr.ts'
import { adressenOf, checkCustomerIp, isRegulated, plainCredentials } from './zugang-lesen.ts'

type Schemas = components['schemas']

type Operationen = Exclude<
  keyof operations,
  `${string}Consent` | `${string}${'Ueberweisung' | 'Sammelueberweisung' | 'ueberweisung'}${string}`
>

/** What a request wants to pay, and with what. */
type Auftrag = {
  readonly art: Zahlungsart
  readonly inhalt: Zahlungsinhalt
  readonly provider?: string | undefined
  readonly product?: string | undefined
  readonly credentials?: Zugangsdaten | undefined
  readonly callbackUrl?: string | undefined
  readonly queryTanSettings?: boolean | undefined
}

type Path = { readonly 'access-id': string; readonly 'product-id': string }

/** The handlers of payments, with credentials and on an access. documented: dossier B5 and D7 */
export function createZahlungen(
  verschluesselung: Verschluesselung
): Pick<Handlers<operations, Context>, Operationen> {
  return { ...createMitZugangsdaten(verschluesselung), ...aufZugang, ...abfragen }
}

type Query = {
  readonly callbackUrl?: string | undefined
  readonly queryTanSettings?: boolean | undefined
}
type Angaben = {
  readonly provider?: string
  readonly product?: string
  readonly credentials?: Zugangsdaten
}

function createMitZugangsdaten(
  verschluesselung: Verschluesselung
): Pick<
  Handlers<operations, Context>,
  'initiateSingleTransfer' | 'initiateBulkTransfer' | 'initiateSingleDebit' | 'initiateBulkDebit'
> {
  const start = (
    art: Zahlungsart,
    inhalt: Zahlungsinhalt,
    { provider, product, credentials: sent }: Angaben,
    query: Query,
    context: Context
  ) => {
    const credentials = sent && plainCredentials(sent, verschluesselung, context)
    return startZahlung({ art, inhalt, provider, product, credentials, ...query }, context)
  }
  return {
    async initiateSingleTransfer({ body, query, headers }, context) {
      checkCustomerIp(headers, context, true)
      const started = await start('single-transfer', transferIn(body), body, query, context)
      return started as Transfer
    },

    async initiateBulkTransfer({ body, query, headers }, context) {
      checkCustomerIp(headers, context, true)
      const started = await start('bulk-transfer', transferIn(body), body, query, context)
      return started as BulkTransfer
    },

    async initiateSingleDebit({ body, query }, context) {
      return (await start(
        'single-debit',
        debitIn(body),
        body,
        { queryTanSettings: query.queryTanSettings },
        context
      )) as Debit
    },

    async initiateBulkDebit({ body, query }, context) {
      return (await start(
        'bulk-debit',
        debitIn(body),
        body,
        { queryTanSettings: query.queryTanSettings },
        context
      )) as BulkDebit
    }
  }
}

const aufZugang: Pick<
  Handlers<operations, Context>,
  Extract<Operationen, `${string}WithSavedCredentials`>
> = {
  async initiateSingleTransferWithSavedCredentials({ path, body, query, headers }, context) {
    checkCustomerIp(headers, context, false)
    const auftrag = {
      art: 'single-transfer',
      inhalt: transferIn(body),
      callbackUrl: query.callbackUrl
    } as const
    return (await startOnZugang(auftrag, path, context)) as Transfer
  },

  async initiateBulkTransferWithSavedCredentials({ path, body, query, headers }, context) {
    checkCustomerIp(headers, context, false)
    const auftrag = {
      art: 'bulk-transfer',
      inhalt: transferIn(body),
      callbackUrl: query.callbackUrl
    } as const
    return (await startOnZugang(auftrag, path, context)) as BulkTransfer
  },

  async initiateSingleDebitWithSavedCredentials({ path, body }, context) {
    const auftrag = { art: 'single-debit', inhalt: debitIn(body) } as const
    return (await startOnZugang(auftrag, path, context)) as Debit
  },

  async initiateBulkDebitWithSavedCredentials({ path, body }, context) {
    const auftrag = { art: 'bulk-debit', inhalt: debitIn(body) } as const
    return (await startOnZugang(auftrag, path, context)) as BulkDebit
  }
}

const abfragen: Pick<Handlers<operations, Context>, Extract<Operationen, `get${string}`>> = {
  async getSingleTransfer({ path }, context) {
    const body = await shown(path['payment-id'], 'single-transfer', context)
    return { status: 200, body: body as Schemas['SingleTransferState'] }
  },

  async getBulkTransfer({ path }, context) {
    const body = await shown(path['payment-id'], 'bulk-transfer', context)
    return { status: 200, body: body as Schemas['BulkTransferState'] }
  },

  async getSingleDebit({ path }, context) {
    const body = await shown(path['payment-id'], 'single-debit', context)
    return { status: 200, body: body as Schemas['SingleDebitState'] }
  },

  async getBulkDebit({ path }, context) {
    const body = await shown(path['payment-id'], 'bulk-debit', context)
    return { status: 200, body: body as Schemas['BulkDebitState'] }
  }
}

type Answer<Result, Prepared> =
  | { readonly status: 200; readonly body: Result }
  | { readonly status: 451; readonly headers: { Location: string }; readonly body: Prepared }

type Transfer = Answer<Schemas['SingleTransferResult'], Schemas['SingleTransferPrepared']>
type BulkTransfer = Answer<Schemas['BulkTransferResult'], Schemas['BulkTransferPrepared']>
type Debit = Answer<Schemas['SingleDebitResult'], Schemas['SingleDebitPrepared']>
type BulkDebit = Answer<Schemas['BulkDebitResult'], Schemas['BulkDebitPrepared']>

async function shown(id: string, art: Zahlungsart, context: Context) {
  const zahlung = await findZahlung(context, id, art)
  const adressen = adressenOf(context)
  // As long as the customer fills the web form, there is nothing to tell.
  return isInWebform(zahlung)
    ? presentEntwurf(zahlung, adressen)
    : presentZahlung(zahlung, adressen)
}

/** A payment with everything in its body; without a licence it goes on in the web form. */
async function startZahlung(auftrag: Auftrag, context: Context): Promise<Answer<object, object>> {
  const { art, inhalt, provider, product, credentials, callbackUrl } = auftrag
  const place = {
    ...(provider !== undefined && { providerId: provider.toLowerCase() }),
    ...(product !== undefined && { produktId: product })
  }
  const was = { art, inhalt, weg: 'payment', callbackUrl, ...place } as const
  if (!(await isRegulated(context))) return inWebform(was, context)
  if (provider === undefined) throw missingMember('provider')
  if (credentials === undefined) throw missingMember('credentials')
  if (product === undefined) throw missingMember('product')
  checkDetails(was)
  return answer(await handOver(was, credentials, auftrag, context), context)
}

/** A payment of an access with stored credentials. documented: dossier B5 #44 to #47, 404 without them */
async function startOnZugang(
  auftrag: Auftrag,
  path: Path,
  context: Context
): Promise<Answer<object, object>> {
  const { zugang, produkt } = await findProdukt(context, path)
  const { credentials, providerId } = zugang
  if (!credentials || zugang.type === 'BUILDER')
    throw new Problem(404, 'Not Found', 'There are no stored credentials')
  const { art, inhalt, callbackUrl } = auftrag
  const place = { providerId, produktId: produkt.id, zugang: zugang.id }
  const was = { art, inhalt, weg: 'payment', callbackUrl, ...place } as const
  if (!(await isRegulated(context))) return inWebform(was, context, zugang.accessId)
  checkDetails(was)
  return answer(await handOver(was, credentials, auftrag, context), context)
}

function checkDetails({ art, inhalt }: NeueZahlung): void {
  const isBulk = isSammel({ art })
  if (!isBulk && inhalt.posten.length === 0)
    throw missingMember(inhalt.is === 'ueberweisung' ? 'transferDetails' : 'debitDetails')
  checkComplete(inhalt, isBulk)
}

function handOver(
  was: NeueZahlung,
  credentials: Zugangsdaten,
  { queryTanSettings = false }: Auftrag,
  context: Context
): Promise<Zahlungsbewegung> {
  const { world, trail } = context
  return world.turn(async state => {
    const zahlung = await newZahlung(context, state, was)
    return submitZahlung(world, state, zahlung, credentials, queryTanSettings)
  }, trail.changes)
}

function answer({ zahlung, told }: Zahlungsbewegung, context: Context) {
  return { status: 200, body: presentZahlung(zahlung, adressenOf(context), told) } as const
}

/** documented: dossier D7, REG/Protect; several orders have to be there from the start */
async function inWebform(was: NeueZahlung, context: Context, accessId = '') {
  if (isSammel(was) && was.inhalt.posten.length === 0)
    throw missingMember(was.inhalt.is === 'ueberweisung' ? 'transferDetails' : 'debitDetails')
  const { zahlung, location } = await openZahlung(context, was, accessId)
  const body = presentEntwurf(zahlung, adressenOf(context))
  return { status: 451, headers: { Location: location }, body } as const
}

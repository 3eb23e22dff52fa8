import type { Bankprodukt } from './bankprodukt.ts'
import { hasUmsaetze } from './bankprodukt.ts'
import type { Bankzugang } from './bankzugang.ts'
import { type Sca, verfahrenOf } from './sca.ts'

export type Relation = { readonly rel: string; readonly href: string }

/** How relations are made in a workspace. */
export type Adressen = {
  /** Address of this server, without a slash at the end. */
  readonly base: string
  /** Whether relations of older versions stand beside those of today. */
  readonly legacy: boolean
  /** Whether kinds of products that an old client of the vendor cannot read are named as older ones. */
  readonly oldKinds: boolean
  /** The picture of a photoTAN, a PNG in Base64. */
  readonly photo: string
}

/** What can be done with an access now. documented: dossier D0; each rel at most once */
export function relationsOf(zugang: Bankzugang, { base }: Adressen): readonly Relation[] {
  const self = `${base}/customer/v2/bankzugaenge/${zugang.accessId}`
  const relations: Relation[] = [
    { rel: 'self', href: self },
    { rel: 'delete_bankzugang', href: self },
    { rel: 'get_issues', href: `${self}/issues` }
  ]
  if (zugang.type === 'BUILDER') return relations
  if (zugang.brief) relations.push({ rel: 'get_challenge_pdf', href: `${self}/challenge/pdf` })
  if (zugang.offen) {
    const { sca, abruf } = zugang.offen
    const consent = `${self}/consent/${sca.id}`
    return [...relations, ...scaRelations(sca, consent, abruf.callbackUrl, base, consent)]
  }
  if (zugang.scaNoetig) relations.push({ rel: 'start_sca', href: `${self}/consent` })
  if (zugang.scaNoetig === 'abgelaufen') return relations
  const refresh = {
    rel: 'refresh_bankzugang',
    href: `${base}/customer/v2/bankzugaenge?refresh=true`
  }
  const isUsable = zugang.stabil !== undefined || zugang.scaNoetig !== undefined
  return isUsable ? [...relations, refresh] : relations
}

/** What can be done with the tentative state. documented: dossier B3 #34 and D5 */
export function issueRelationsOf(zugang: Bankzugang, adressen: Adressen): readonly Relation[] {
  return relationsOf(zugang, adressen).filter(({ rel }) => !OF_ACCESS_ALONE.has(rel))
}

const OF_ACCESS_ALONE: ReadonlySet<string> = new Set([
  'refresh_bankzugang',
  'start_sca',
  'get_challenge_pdf'
])

/** The next step of an authentication. `poll` is where a decoupled one is asked for. */
export function scaRelations(
  sca: Sca,
  consent: string,
  callbackUrl: string | undefined,
  base: string,
  poll: string
): readonly Relation[] {
  if (sca.schritt === 'METHODE') return [{ rel: 'set_method', href: consent }]
  if (sca.schritt === 'MEDIUM') return [{ rel: 'set_medium', href: consent }]
  switch (verfahrenOf(sca)?.art) {
    case 'entkoppelt':
      return [
        { rel: 'authenticate', href: consent },
        { rel: 'authenticate_decoupled', href: poll }
      ]
    case 'umleitung':
      return [
        { rel: 'redirect_url', href: redirectUrl(sca, callbackUrl, base) },
        { rel: 'cancel', href: `${consent}/cancel` }
      ]
    default:
      return [{ rel: 'authenticate', href: consent }]
  }
}

/** The page that leads to the bank and back. observed: its three parameters (dossier D2d) */
function redirectUrl({ id }: Sca, callbackUrl: string | undefined, base: string): string {
  const query = new URLSearchParams({
    ...(callbackUrl !== undefined && { callbackUrl }),
    forwardUrl: `${base}/bank/${id}`,
    sessionUrl: `${base}/customer/v2/redirect/sessions/${id}`
  })
  return `${base}/redirect/?${query}`
}

/** What can be done with a product. documented: dossier B3 #36 and B8, both generations */
export function produktRelationsOf(
  zugang: Bankzugang,
  produkt: Bankprodukt,
  { base, legacy }: Adressen
): readonly Relation[] {
  const id = encodeURIComponent(produkt.id)
  const self = `${base}/customer/v2/bankzugaenge/${zugang.accessId}/${id}`
  const relations: Relation[] = [{ rel: 'self', href: self }]
  if (hasUmsaetze(produkt.kategorie) && produkt.zeitraum) {
    const umsaetze = `${self}/kontoumsaetze`
    relations.push({ rel: 'get_kontoumsaetze', href: umsaetze })
    for (const [name, tag] of TAGS)
      relations.push({ rel: `get_kontoumsaetze_${name}`, href: `${umsaetze}?tag=${tag}` })
    if (legacy) {
      relations.push(
        { rel: 'get_kontoumsaetze_tagged', href: `${umsaetze}?tag=true` },
        { rel: 'get_kontoumsaetze_insurances', href: `${umsaetze}?tag=insurances` },
        { rel: 'get_kontoumsaetze_kategorisiert', href: `${umsaetze}?categorize=true` }
      )
    }
  }
  if (produkt.kategorie === 'DEPOT' && produkt.zeitraum)
    relations.push({ rel: 'get_depotpositionen', href: `${self}/depotpositionen` })
  return produkt.transferSupport
    ? [...relations, ...zahlungsRelationsOf(zugang, self, id, base, legacy)]
    : relations
}

/** documented: dossier B8; stored credentials are those of accesses with background updates */
function zahlungsRelationsOf(
  { providerId, credentials }: Bankzugang,
  self: string,
  id: string,
  base: string,
  legacy: boolean
): readonly Relation[] {
  const customer = `${base}/customer/v2`
  const relations: Relation[] = []
  for (const art of ['single', 'bulk']) {
    const rel = `initiate_${art}_transfer`
    const path = `payment/${art}-transfer`
    relations.push({ rel, href: `${customer}/${path}` })
    if (credentials)
      relations.push({ rel: `${rel}_with_saved_credentials`, href: `${self}/${path}` })
  }
  const older = { rel: 'start_ueberweisung', href: `${customer}/ueberweisung/${providerId}/${id}` }
  return legacy ? [...relations, older] : relations
}

const TAGS = [
  ['categories', 'categories'],
  ['business_partners', 'business-partners'],
  ['periods', 'periods'],
  ['insurance_types', 'insurance-types'],
  ['freelancer_categories', 'freelancer-categories']
] as const

/** What a customer can do. documented: dossier K44 and K45 */
export function customerRelations({ base }: Adressen): readonly Relation[] {
  const customer = `${base}/customer/v2`
  const bankzugaenge = `${customer}/bankzugaenge`
  return [
    { rel: 'self', href: customer },
    { rel: 'get_bankzugaenge', href: bankzugaenge },
    { rel: 'add_bankzugaenge', href: bankzugaenge },
    { rel: 'delete_bankzugaenge', href: bankzugaenge },
    { rel: 'delete_regprotect_sessions', href: `${customer}/regprotect/sessions` },
    ...EINSICHTEN.map(([rel, path]) => ({ rel, href: `${customer}/${path}` }))
  ]
}

const EINSICHTEN = [
  ['get_contracts', 'contracts'],
  ['get_sales_triggers', 'sales-triggers'],
  ['get_life_events', 'life-events'],
  ['get_life_stages', 'life-stages'],
  ['get_cashflow', 'cashflow'],
  ['get_credit_check', 'credit-check'],
  ['get_disposable_money', 'disposable-money'],
  ['get_affinities', 'affinities'],
  ['get_credit_attributes', 'credit-attributes'],
  ['get_tagging_rules', 'tagging-rules'],
  ['add_tagging_rules', 'tagging-rules'],
  ['delete_tagging_rules', 'tagging-rules']
] as const

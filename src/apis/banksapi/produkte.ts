import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import { Problem } from '../../http/problem.ts'
import { DAY } from '../../world/clock.ts'
import type { World } from '../../world/world.ts'
import { alleBuchungen, buchungenOf, tagwissenOf } from './buchungen.ts'
import type { Context } from './context.ts'
import { type Bankprodukt, hasUmsaetze } from './model/bankprodukt.ts'
import { type Bankzugang, produktKey } from './model/bankzugang.ts'
import type { Buchung } from './model/buchung.ts'
import { kategorisieren, readTagWunsch } from './model/kategorisierung.ts'
import type { Position } from './model/konto.ts'
import { rekategorisieren } from './model/rekategorisierung.ts'
import type { GeschobenerUmsatz } from './model/schieben.ts'
import { type Fenster, liegtIn, presentUmsatz, readFenster } from './model/umsatzliste.ts'
import { presentBankprodukt } from './model/zeigen.ts'
import { adressenOf, findZugang } from './zugang-lesen.ts'

type Operationen =
  | 'getBankprodukt'
  | 'listKontoumsaetze'
  | 'recategoriseKontoumsatz'
  | 'listDepotpositionen'

/** The handlers of products, bookings and portfolios. documented: dossier B3 #36 to #39 and D9 */
export const produkte: Pick<Handlers<operations, Context>, Operationen> = {
  async getBankprodukt({ path }, context) {
    const { zugang, produkt } = await findProdukt(context, path)
    return { status: 200, body: presentBankprodukt(zugang, produkt, adressenOf(context)) }
  },

  async listKontoumsaetze({ path, query }, context) {
    const { zugang, produkt } = await findProdukt(context, path)
    // assumed: a depot has positions, no bookings (dossier I-37)
    if (!hasUmsaetze(produkt.kategorie))
      throw new Problem(404, 'Not Found', 'There are no bookings')
    const gelesen = readTagWunsch(query)
    if (gelesen.is === 'refused') throw bad(gelesen.message)
    const fenster = readFenster(query)
    if (typeof fenster === 'string') throw bad(fenster)
    const all = await buchungenOf(context, zugang, produkt)
    const wanted = select(all, fenster, query.filter, context).toReversed()
    if (gelesen.is === 'none')
      return { status: 200, body: wanted.map(one => presentUmsatz(one, undefined)) }
    await rememberKategorisiert(context, zugang, produkt)
    const wissen = await tagwissenOf(context)
    const tagged = kategorisieren(wanted, gelesen.wunsch, wissen)
    return { status: 200, body: tagged.map(({ buchung, tags }) => presentUmsatz(buchung, tags)) }
  },

  async recategoriseKontoumsatz({ path, query, body }, context) {
    const { world, trail } = context
    const { zugang, produkt } = await findProdukt(context, path)
    const buchungen = await alleBuchungen(context)
    const ziel = {
      accessId: zugang.accessId,
      productId: produkt.id,
      transactionId: path['transaction-id']
    }
    await world.turn(async state => {
      const known = await state.get('kategorisiert', produktKey(zugang, produkt.id))
      const reichweite = {
        isKategorisiert: known !== undefined,
        changeExisting: query['changeExisting'] === true,
        createRule: query['createRule'] === true
      }
      const wissen = await tagwissenOf(context, state)
      const now = world.clock.now()
      const outcome = rekategorisieren(buchungen, ziel, body, reichweite, wissen, now)
      if (outcome.is === 'unknown') throw new Problem(404, 'Not Found', 'There is no such booking')
      if (outcome.is === 'refused') throw bad(outcome.message)
      state.perform([
        ...outcome.zuordnungen.map(
          document => ({ do: 'put', collection: 'zuordnungen', document }) as const
        ),
        ...outcome.regeln.map(
          document => ({ do: 'put', collection: 'tagregeln', document }) as const
        )
      ])
    }, trail.changes)
    return { status: 200 }
  },

  async listDepotpositionen({ path }, context) {
    const { produkt } = await findProdukt(context, path)
    if (produkt.kategorie !== 'DEPOT') throw new Problem(404, 'Not Found', 'This is no portfolio')
    return { status: 200, body: (produkt.positionen ?? []).map(presentPosition) }
  }
}

type Path = { readonly 'access-id': string; readonly 'product-id': string }

/** A product of an access of the caller. */
export async function findProdukt(
  context: Context,
  path: Path,
  store: Pick<World['store'], 'get'> = context.world.store
): Promise<{ zugang: Bankzugang; produkt: Bankprodukt }> {
  const zugang = await findZugang(context, path['access-id'], store)
  const produkt = zugang.produkte.find(one => one.id === path['product-id'])
  if (!produkt) throw new Problem(404, 'Not Found', `There is no product ${path['product-id']}`)
  return { zugang, produkt }
}

/** documented: dossier D9, bookings are categorised before they can be put elsewhere */
async function rememberKategorisiert(
  { world }: Context,
  zugang: Bankzugang,
  produkt: Bankprodukt
): Promise<void> {
  const id = produktKey(zugang, produkt.id)
  if (await world.store.get('kategorisiert', id)) return
  await world.turn(async state =>
    state.perform([{ do: 'put', collection: 'kategorisiert', document: { id } }])
  )
}

function select(
  all: readonly Buchung[],
  fenster: Fenster,
  filter: string | undefined,
  { world, behaviour }: Context
): readonly Buchung[] {
  const days = behaviour['banksapi.transactions.defaultWindowDays']
  const isOpen = fenster.von === undefined && fenster.bis === undefined
  // assumed: everything that was fetched, unless the switch says otherwise (dossier I-6)
  const window = isOpen && days > 0 ? { von: world.clock.now() - days * DAY } : fenster
  const inclusive = behaviour['banksapi.transactions.inclusive']
  const batch = /^identifier\.batchId=(.*)$/.exec(filter ?? '')?.[1]
  if (filter !== undefined && batch === undefined)
    throw bad('filter has to be identifier.batchId=…')
  return all.filter(one => {
    const { mehr } = one.umsatz as Partial<GeschobenerUmsatz>
    const isBatch = batch === undefined || mehr?.identifier?.batchId === batch
    return isBatch && liegtIn(one, window, inclusive)
  })
}

function presentPosition({ kursDatum, ...position }: Position) {
  return { ...position, kursDatum: `${kursDatum} 00:00:00` }
}

function bad(detail: string): Problem {
  return new Problem(400, 'Bad Request', detail)
}

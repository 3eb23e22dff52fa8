import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/banksapi-customer.ts'
import { Problem } from '../../http/problem.ts'
import { fromBerlin } from '../../world/berlin.ts'
import type { Geschoben } from './buchungen.ts'
import type { Context } from './context.ts'
import type { Produktkategorie } from './model/anbieter.ts'
import type { Bankprodukt } from './model/bankprodukt.ts'
import { type Bankzugang, neuerBankzugang, produktKey } from './model/bankzugang.ts'
import { cents, faultOf, schieben } from './model/schieben.ts'
import { findProdukt } from './produkte.ts'
import { forgetBankzugang } from './zugang-vergessen.ts'

type SimpleProduct = components['schemas']['CreateSimpleProduct']

/** The handlers of accesses that are built by hand. documented: dossier B6 #67, #68 and D10 */
export const builder: Pick<
  Handlers<operations, Context>,
  'putBankzugangBuilder' | 'pushKontoumsaetze'
> = {
  async putBankzugangBuilder({ body }, { world, caller, base, trail }) {
    const now = world.clock.now()
    const wrong = body.bankprodukte.find(
      ({ saldo }) => saldo !== undefined && cents(saldo) === undefined
    )
    if (wrong) throw bad(`saldo of ${wrong.id} has to be an amount`)
    const was = {
      user: caller.user ?? '',
      tenant: caller.tenant,
      accessId: body.id,
      providerId: body.providerId,
      type: 'BUILDER',
      sync: false
    } as const
    const zugang: Bankzugang = {
      ...neuerBankzugang(was, now),
      stabil: [],
      produkte: body.bankprodukte.map(produkt => read(produkt, now))
    }
    await world.turn(async state => {
      const known = await state.get<Bankzugang>('bankzugaenge', zugang.id)
      if (known) await forgetBankzugang(state, known)
      state.perform([{ do: 'put', collection: 'bankzugaenge', document: zugang }])
    }, trail.changes)
    const location = `${base}/customer/v2/bankzugaenge/${zugang.accessId}`
    return { status: 201, headers: { Location: location } }
  },

  async pushKontoumsaetze({ path, body }, context) {
    const { world, trail } = context
    const fault = faultOf(body)
    if (fault !== undefined) throw bad(fault)
    await world.turn(async state => {
      const { zugang, produkt } = await findProdukt(context, path, state)
      if (zugang.type !== 'BUILDER') throw bad('Bookings are pushed to builder accesses alone')
      const id = produktKey(zugang, produkt.id)
      const known = await state.get<Geschoben>('umsaetze', id)
      const umsaetze = schieben(known?.umsaetze ?? [], body, id, world.chance)
      state.perform([
        { do: 'put', collection: 'umsaetze', document: { id, umsaetze } as Geschoben }
      ])
    }, trail.changes)
    return { status: 201 }
  }
}

/** A product as it is kept. assumed: what older kinds are today (dossier K33 and K34) */
function read(produkt: SimpleProduct, now: number): Bankprodukt {
  const { id, kategorie = 'SONSTIGESKONTO', saldo, saldoDatum } = produkt
  const { bezeichnung, waehrung, kontonummer, iban, bic, blz, kreditinstitut, inhaber } = produkt
  const saldoAt = saldoDatum === undefined ? now : (fromBerlin(saldoDatum) ?? now)
  return {
    id,
    kategorie: KINDS.get(kategorie) ?? (kategorie as Produktkategorie),
    bezeichnung: bezeichnung ?? id,
    ...(kontonummer !== undefined && { kontonummer }),
    ...(iban !== undefined && { iban }),
    ...(bic !== undefined && { bic }),
    ...(blz !== undefined && { blz }),
    ...(kreditinstitut !== undefined && { kreditinstitut }),
    ...(inhaber !== undefined && { inhaber }),
    ...(waehrung !== undefined && { waehrung }),
    ...(saldo !== undefined && { saldo: cents(saldo) ?? 0, saldoAt }),
    transferSupport: false,
    // Bookings come by being pushed; there is no day that was not fetched.
    zeitraum: { von: '0000-01-01', bis: '9999-12-31' },
    aktualisiertAt: now,
    meldungen: []
  }
}

const KINDS: ReadonlyMap<string, Produktkategorie> = new Map([
  ['VERSICHERUNG', 'SONSTIGESPRODUKT'],
  ['AMERICANEXPRESS', 'KREDITKARTE'],
  ['MASTERCARD', 'KREDITKARTE'],
  ['VISA', 'KREDITKARTE'],
  ['DINERSCLUB', 'KREDITKARTE']
])

function bad(detail: string): Problem {
  return new Problem(400, 'Bad Request', detail)
}

import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/control.ts'
import { Problem } from '../../http/problem.ts'
import type { World } from '../../world/world.ts'
import type { ControlContext } from '../api.ts'
import { kontoIn } from './bankblick.ts'
import { bookAll } from './bankbuch.ts'
import type { Bankprodukt } from './model/bankprodukt.ts'
import { buchId, type Eintrag, type Hauptbuch } from './model/hauptbuch.ts'
import type { Konto } from './model/konto.ts'
import { isCode, meldung } from './model/meldung.ts'
import { cents } from './model/schieben.ts'
import { presentUmsatz } from './model/umsatzliste.ts'
import { isOffen, type Zahlung } from './model/zahlung.ts'
import { gegenbuchung, vonSelbst } from './model/zufallsbuchung.ts'
import { findZugang } from './simulation.ts'
import { executeZahlung, failZahlung } from './zahlungsverkehr.ts'

type NewTransaction = components['schemas']['NewTransaction']

/** Money that moves on command. */
export const geldSimulation: Pick<
  Handlers<operations, ControlContext>,
  'simulateNewTransactions' | 'simulatePaymentOutcome'
> = {
  async simulateNewTransactions({ body }, { world }) {
    const { accessId, productId, count = 1, transactions } = body
    const zugang = await findZugang(world, accessId)
    const produkt = zugang.produkte.find(({ id }) => id === productId)
    const konto = produkt && (await kontoOf(world, produkt, zugang.providerId))
    if (!konto)
      throw new Problem(404, 'Not Found', `The access has no product ${productId} at its bank`)
    const booked = await world.turn(async state => {
      const buch = buchId(konto, zugang.providerId)
      const known = await state.get<Hauptbuch>('bank-buecher', buch)
      const first = known?.umsaetze.length ?? 0
      const heute = world.clock.today()
      const entries =
        transactions?.map(one => eintragOf(one, heute)) ??
        Array.from({ length: count }, (_, n) => vonSelbst(buch, first + n, heute, world.chance))
      const saetze = entries.flatMap(eintrag => [{ buch, eintrag }, gegenbuchung(eintrag, konto)])
      const books = await bookAll(world, state, saetze)
      return books.find(({ id }) => id === buch)?.umsaetze.slice(first) ?? []
    })
    const { accessId: access } = zugang
    const waehrung = konto.waehrung
    const shown = booked.map(umsatz =>
      presentUmsatz({ umsatz, accessId: access, productId, waehrung }, undefined)
    )
    return { status: 200, body: { productId, transactions: shown } }
  },

  async simulatePaymentOutcome({ body: { paymentId, outcome, code } }, { world }) {
    const zahlung = await world.turn(async state => {
      const known = await state.get<Zahlung>('zahlungen', paymentId.toLowerCase())
      if (!known) throw new Problem(404, 'Not Found', `There is no payment ${paymentId}`)
      if (!isOffen(known) && known.stand !== 'terminiert')
        throw new Problem(409, 'Conflict', `The payment ${paymentId} is over`)
      if (outcome === 'failed') return failZahlung(world, state, known, [failureOf(code)])
      if (code !== undefined)
        throw new Problem(400, 'Bad Request', 'A code goes with the outcome failed')
      if (known.stand === 'entwurf')
        throw new Problem(409, 'Conflict', 'The customer has not finished the web form yet')
      return executeZahlung(world, state, known, [])
    })
    const state = zahlung.stand === 'gebucht' ? 'executed' : 'failed'
    const messages = zahlung.meldungen.map(one => one.code)
    return { status: 200, body: { paymentId: zahlung.id, state, messages } }
  }
}

async function kontoOf(
  world: World,
  { konto }: Bankprodukt,
  providerId: string
): Promise<Konto | undefined> {
  return konto === undefined ? undefined : kontoIn(world.store, konto, providerId)
}

function eintragOf(one: NewTransaction, heute: string): Eintrag {
  const betrag = /\.\d{3}/.test(String(one.betrag)) ? undefined : cents(one.betrag)
  if (betrag === undefined) throw new Problem(400, 'Bad Request', 'betrag has at most two decimals')
  return {
    betrag,
    verwendungszweck: one.verwendungszweck ?? '',
    buchungstext: one.buchungstext ?? '',
    buchungsdatum: heute,
    wertstellungsdatum: heute,
    gegenkontoInhaber: one.gegenkontoInhaber ?? '',
    gegenkontoIban: one.gegenkontoIban ?? '',
    gegenkontoBic: one.gegenkontoBic ?? '',
    primanotaNummer: '0',
    merkmale: {}
  }
}

function failureOf(code = 'BA1104') {
  const told = isCode(code) ? meldung(code) : undefined
  if (told?.level !== 'ERROR') throw new Problem(400, 'Bad Request', `${code} is no error code`)
  return told
}

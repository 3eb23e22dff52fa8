import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/control.ts'
import { Problem } from '../../http/problem.ts'
import { DAY, toIso } from '../../world/clock.ts'
import type { Turn, World } from '../../world/world.ts'
import type { ControlContext } from '../api.ts'
import { sperreId } from './bankblick.ts'
import { bookingsOf } from './buchungen.ts'
import { notify, updateZugang } from './hintergrund.ts'
import type { Anbieter } from './model/anbieter.ts'
import { loginOf, type Sperre } from './model/anmeldung.ts'
import type { Bankprodukt } from './model/bankprodukt.ts'
import { type Bankzugang, isOver, statusOf, withdraw } from './model/bankzugang.ts'
import { type Ereignis, fehler, saldo, transaktion } from './model/benachrichtigung.ts'
import { meldung } from './model/meldung.ts'
import { nachwirkungen } from './model/nachwirkungen.ts'

type Operationen = Exclude<
  Extract<keyof operations, `simulate${string}`>,
  `simulate${'Ing' | 'Kreditsmart' | 'Payment' | 'NewTransactions'}${string}`
>

const DEMO_PROVIDER = '00000000-0000-0000-0000-000000000000'

/** What banks and customers at their banks would do, on command. documented: the bodies are those of the design */
export const simulation: Pick<Handlers<operations, ControlContext>, Operationen> = {
  async simulateBackgroundUpdate({ body: { accessId } }, { world }) {
    const wanted =
      accessId === undefined ? await syncedIn(world) : [await findZugang(world, accessId)]
    const updated: string[] = []
    let notifications = 0
    for (const { id } of wanted) {
      const ran = await world.turn(async state => {
        const zugang = await state.get<Bankzugang>('bankzugaenge', id)
        return zugang && updateZugang(world, state, zugang)
      })
      if (!ran) continue
      updated.push(wanted.find(one => one.id === id)?.accessId ?? '')
      notifications += ran.length
    }
    await world.pass(world.clock.now())
    return { status: 200, body: { updated, notifications } }
  },

  async simulateExpireConsent({ body: { accessId } }, { world }) {
    const zugang = await findZugang(world, accessId)
    const next = await world.turn(async state => {
      const known = (await state.get<Bankzugang>('bankzugaenge', zugang.id)) ?? zugang
      if (known.type === 'BUILDER')
        throw new Problem(409, 'Conflict', 'An access that was built by hand has no consent')
      const withdrawn = withdraw(known, world.clock.now())
      state.perform(nachwirkungen(known, withdrawn, '', world.clock.now()))
      return withdrawn
    })
    const messages = next.meldungen.map(({ code }) => code)
    return { status: 200, body: { accessId: next.accessId, status: statusOf(next), messages } }
  },

  async simulateLockLogin({ body }, { world }) {
    const { id, ...place } = placeOf(body)
    await checkProvider(world, place.providerId)
    const gesperrtBisAt = world.clock.now() + DAY
    const document: Sperre = { id, fehlversuche: 0, gesperrtBisAt }
    await world.turn(async state =>
      state.perform([{ do: 'put', collection: 'bank-sperren', document }])
    )
    return { status: 200, body: { ...place, locked: true, until: toIso(gesperrtBisAt) } }
  },

  async simulateUnlockLogin({ body }, { world }) {
    const { id, ...place } = placeOf(body)
    await checkProvider(world, place.providerId)
    await world.turn(async state =>
      state.perform([{ do: 'remove', collection: 'bank-sperren', id }])
    )
    return { status: 200, body: { ...place, locked: false } }
  },

  async simulateProviderDown({ body: { providerId, code = 'BA1051' } }, { world }) {
    const stoerung = code === 'BA1000' ? 'wartung' : 'gestoert'
    const { id, name } = await changeBank(world, providerId, bank => ({ ...bank, stoerung }))
    return { status: 200, body: { providerId: id, name, up: false, code } }
  },

  async simulateProviderUp({ body: { providerId } }, { world }) {
    const { id, name } = await changeBank(world, providerId, ({ stoerung: _, ...bank }) => bank)
    return { status: 200, body: { providerId: id, name, up: true } }
  },

  async simulateNotification({ body: { accessId, notificationType } }, { world }) {
    const { id } = await findZugang(world, accessId)
    await world.turn(async state => {
      const zugang = (await state.get<Bankzugang>('bankzugaenge', id)) as Bankzugang
      await notify(world, state, zugang, [
        await ereignisFor(world, state, zugang, notificationType)
      ])
    })
    await world.pass(world.clock.now())
    return { status: 200, body: { notifications: 1 } }
  }
}

/** An access of whatever user, by the id that the user chose. */
export async function findZugang(world: World, accessId: string): Promise<Bankzugang> {
  const all = await world.store.list<Bankzugang>('bankzugaenge')
  const found = all.find(
    one => one.accessId === accessId.toLowerCase() && !isOver(one, world.clock.now())
  )
  if (!found)
    throw new Problem(404, 'Not Found', `There is no access ${accessId} in this workspace`)
  return found
}

async function syncedIn(world: World): Promise<readonly Bankzugang[]> {
  const all = await world.store.list<Bankzugang>('bankzugaenge')
  return all.filter(({ sync, type }) => sync && type !== 'BUILDER')
}

function placeOf({ providerId = DEMO_PROVIDER, login }: { providerId?: string; login: string }) {
  const bare = loginOf(login)
  return {
    id: sperreId(providerId.toLowerCase(), bare),
    providerId: providerId.toLowerCase(),
    login: bare
  }
}

async function checkProvider(world: World, providerId: string): Promise<Anbieter> {
  const known = await world.store.get<Anbieter>('anbieter', providerId)
  if (!known) throw new Problem(404, 'Not Found', `There is no provider ${providerId}`)
  return known
}

async function changeBank(
  world: World,
  providerId: string,
  change: (bank: Anbieter['bank']) => Anbieter['bank']
): Promise<Anbieter> {
  const known = await checkProvider(world, providerId.toLowerCase())
  const document: Anbieter = { ...known, bank: change(known.bank) }
  await world.turn(async state => state.perform([{ do: 'put', collection: 'anbieter', document }]))
  return document
}

/** What could be told of an access. */
async function ereignisFor(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  type: Ereignis['notificationType']
): Promise<Ereignis> {
  if (type === 'ERROR') return fehler(meldung('BA1051'))
  const produkt = zugang.produkte.find(one => one.saldo !== undefined)
  if (!produkt) throw new Problem(409, 'Conflict', 'The access has no product with a balance')
  if (type === 'BALANCE') return saldo(produkt.id, produkt.saldo ?? 0, produkt.saldo ?? 0)
  const newest = await newestOf(world, state, zugang, produkt)
  if (!newest) throw new Problem(409, 'Conflict', 'The access has no bookings')
  return transaktion(produkt.id, [newest])
}

async function newestOf(world: World, state: Turn, zugang: Bankzugang, produkt: Bankprodukt) {
  const candidates = [produkt, ...zugang.produkte]
  for (const one of candidates) {
    const bookings = await bookingsOf(world, zugang, one, state)
    if (bookings.length > 0) return bookings.at(-1)
  }
  return undefined
}

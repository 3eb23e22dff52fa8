import type { Button, Kind, Thing, Tone } from '../../http/showcase.ts'
import { berlinTime } from '../../world/berlin.ts'
import type { Anbieter } from './model/anbieter.ts'
import { loginOf } from './model/anmeldung.ts'
import { type Bankzugang, isOver, statusOf } from './model/bankzugang.ts'
import type { User } from './model/verwaltung.ts'

/** The accesses to banks, with all that banks and customers would do to them. */
export const bankzugaenge: Kind = {
  name: 'bankzugaenge',
  api: 'BANKSapi',
  title: { de: 'Bankzugänge', en: 'Bank accesses' },
  empty: {
    de: 'Noch kein Bankzugang. POST /customer/v2/bankzugaenge legt den ersten an.',
    en: 'No access yet. POST /customer/v2/bankzugaenge adds the first.'
  },
  collection: 'bankzugaenge',
  async documents(world) {
    const all = await world.store.list<Bankzugang>('bankzugaenge')
    const now = world.clock.now()
    return all.filter(one => !isOver(one, now)).reverse()
  },
  async show(document, { store }): Promise<Thing> {
    const zugang = document as Bankzugang
    const anbieter = await store.get<Anbieter>('anbieter', zugang.providerId)
    const user = (await store.list<User>('banksapi-users')).find(
      one => one.userId === zugang.user || one.id === zugang.user
    )
    const consents = zugang.freigaben.map(({ bisAt }) => bisAt)
    const meldungen = zugang.versuch.meldungen.map(({ code }) => code)
    return {
      title: `${anbieter?.name ?? zugang.providerId} · ${user?.username ?? zugang.user}`,
      state: statusOf(zugang),
      tone: toneOf(zugang),
      facts: [
        ['accessId', zugang.accessId],
        [{ de: 'Mandant', en: 'Tenant' }, zugang.tenant],
        [{ de: 'Produkte', en: 'Products' }, zugang.produkte.length],
        [{ de: 'Meldungen', en: 'Messages' }, meldungen.join(', ')],
        [{ de: 'Hintergrund', en: 'Background' }, zugang.sync ? 'sync' : '–'],
        [
          { de: 'Einwilligung bis', en: 'Consent until' },
          consents.length > 0 ? berlinTime(Math.min(...consents)) : undefined
        ],
        [{ de: 'Aktualisiert', en: 'Updated' }, berlinTime(zugang.aktualisiertAt)]
      ],
      buttons: zugang.type === 'BUILDER' ? [] : buttonsOf(zugang),
      trace: zugang.accessId
    }
  }
}

function toneOf(zugang: Bankzugang): Tone {
  if (statusOf(zugang) === 'INTERAKTION') return 'open'
  return zugang.versuch.meldungen.some(({ level }) => level === 'ERROR') ? 'bad' : 'good'
}

function buttonsOf(zugang: Bankzugang): readonly Button[] {
  const { accessId } = zugang
  return [
    {
      label: { de: 'Im Hintergrund aktualisieren', en: 'Update in the background' },
      call: { operation: 'simulateBackgroundUpdate', body: { accessId } },
      tone: 'main'
    },
    ...newTransactions(zugang),
    {
      label: { de: 'Benachrichtigen', en: 'Notify' },
      call: { operation: 'simulateNotification', body: { accessId, notificationType: 'BALANCE' } },
      fields: [
        {
          label: { de: 'Art', en: 'Type' },
          name: 'notificationType',
          in: 'body',
          type: 'choice',
          options: ['BALANCE', 'TRANSACTION', 'ERROR']
        }
      ]
    },
    {
      label: { de: 'Einwilligung entziehen', en: 'Withdraw the consent' },
      call: { operation: 'simulateExpireConsent', body: { accessId } },
      tone: 'bad'
    },
    ...lockLogin(zugang)
  ]
}

/** What the bank books is seen after the next update. */
function newTransactions({ accessId, produkte }: Bankzugang): readonly Button[] {
  const ids = produkte.filter(({ konto }) => konto !== undefined).map(({ id }) => id)
  const [productId] = ids
  if (productId === undefined) return []
  return [
    {
      label: { de: 'Umsätze buchen', en: 'Book transactions' },
      call: { operation: 'simulateNewTransactions', body: { accessId, productId, count: 1 } },
      fields: [
        {
          label: { de: 'Konto', en: 'Account' },
          name: 'productId',
          in: 'body',
          type: 'choice',
          options: ids
        },
        {
          label: { de: 'Anzahl', en: 'How many' },
          name: 'count',
          in: 'body',
          type: 'number',
          value: '1'
        }
      ]
    }
  ]
}

/** The login is known only where the credentials are kept. */
function lockLogin({ credentials, providerId }: Bankzugang): readonly Button[] {
  const userid = credentials?.['userid']
  if (userid === undefined) return []
  const body = { providerId, login: loginOf(userid) }
  return [
    {
      label: { de: 'Login sperren', en: 'Lock the login' },
      call: { operation: 'simulateLockLogin', body },
      tone: 'bad'
    },
    {
      label: { de: 'Login entsperren', en: 'Unlock the login' },
      call: { operation: 'simulateUnlockLogin', body }
    }
  ]
}

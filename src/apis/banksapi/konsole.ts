import type { Button, Kind, Showcase, Thing, Tone } from '../../http/showcase.ts'
import { berlinTime } from '../../world/berlin.ts'
import { bankzugaenge } from './konsole-zugaenge.ts'
import type { Anbieter } from './model/anbieter.ts'
import type { Login } from './model/konto.ts'
import type { Nachricht } from './model/nachwirkungen.ts'
import type { User } from './model/verwaltung.ts'
import { isOffen, type Zahlung } from './model/zahlung.ts'
import { postenOf } from './model/zahlungsinhalt.ts'
import { type Gezeigt, messagesOf } from './telefon.ts'
import { telefonAddress } from './telefon-seite.ts'

const TONES: Readonly<Record<Zahlung['stand'], Tone>> = {
  entwurf: 'quiet',
  offen: 'open',
  terminiert: 'open',
  gebucht: 'good',
  gescheitert: 'bad'
}

const zahlungen: Kind = {
  name: 'zahlungen',
  api: 'BANKSapi',
  title: { de: 'Zahlungen', en: 'Payments' },
  empty: {
    de: 'Noch keine Zahlung. POST /customer/v2/payments/single-transfer beauftragt die erste.',
    en: 'No payment yet. POST /customer/v2/payments/single-transfer orders the first.'
  },
  collection: 'zahlungen',
  async show(document): Promise<Thing> {
    const zahlung = document as Zahlung
    const posten = postenOf(zahlung.inhalt)
    const cents = posten.reduce((sum, { betrag }) => sum + (betrag ?? 0), 0)
    const names = [...new Set(posten.map(({ name }) => name))].join(', ')
    return {
      title: `${(cents / 100).toFixed(2)} ${posten[0]?.waehrung ?? ''} · ${names}`,
      state: zahlung.stand,
      tone: TONES[zahlung.stand],
      facts: [
        [{ de: 'Art', en: 'Type' }, zahlung.art],
        ['id', zahlung.id],
        [{ de: 'Mandant', en: 'Tenant' }, zahlung.tenant],
        [{ de: 'Meldungen', en: 'Messages' }, zahlung.meldungen.map(one => one.code).join(', ')],
        [{ de: 'Angelegt', en: 'Created' }, berlinTime(zahlung.angelegtAt)],
        [
          { de: 'Ausführung', en: 'Execution' },
          zahlung.faelligAt === undefined ? undefined : berlinTime(zahlung.faelligAt)
        ]
      ],
      buttons: isOffen(zahlung) || zahlung.stand === 'terminiert' ? outcomesOf(zahlung) : []
    }
  }
}

function outcomesOf({ id: paymentId, stand }: Zahlung): readonly Button[] {
  const outcome = (outcome: string) => ({
    operation: 'simulatePaymentOutcome',
    body: { paymentId, outcome }
  })
  const executed: Button = {
    label: { de: 'Ausführen', en: 'Execute' },
    call: outcome('executed'),
    tone: 'main'
  }
  const failed: Button = {
    label: { de: 'Scheitern lassen', en: 'Let it fail' },
    call: outcome('failed'),
    tone: 'bad',
    fields: [{ label: { de: 'Code', en: 'Code' }, name: 'code', in: 'body', type: 'text' }]
  }
  return stand === 'entwurf' ? [failed] : [executed, failed]
}

const banken: Kind = {
  name: 'banken',
  api: 'BANKSapi',
  title: { de: 'Banken', en: 'Banks' },
  empty: { de: 'Keine Bank.', en: 'No bank.' },
  collection: 'anbieter',
  documents: world => world.store.list<Anbieter>('anbieter'),
  async show(document): Promise<Thing> {
    const { id: providerId, name, bic, bank } = document as Anbieter
    const down = (code: string, label: Button['label']): Button => ({
      label,
      call: { operation: 'simulateProviderDown', body: { providerId, code } },
      tone: 'bad'
    })
    const up: Button = {
      label: { de: 'Wieder in Betrieb', en: 'Works again' },
      call: { operation: 'simulateProviderUp', body: { providerId } },
      tone: 'main'
    }
    return {
      title: name,
      state: bank.stoerung ?? 'ok',
      tone: bank.stoerung === undefined ? 'good' : 'bad',
      facts: [
        ['providerId', providerId],
        ['BIC', bic],
        ['SCA', bank.sca]
      ],
      buttons: [
        ...(bank.stoerung === undefined ? [] : [up]),
        down('BA1051', { de: 'Störung (BA1051)', en: 'Outage (BA1051)' }),
        down('BA1000', { de: 'Wartung (BA1000)', en: 'Maintenance (BA1000)' })
      ]
    }
  }
}

const users: Kind = {
  name: 'users',
  api: 'BANKSapi',
  title: { de: 'Benutzer', en: 'Users' },
  empty: { de: 'Kein Benutzer.', en: 'No user.' },
  collection: 'banksapi-users',
  async show(document): Promise<Thing> {
    const { id, userId, active, firstname = '', lastname = '', roles } = document as User
    return {
      title: id,
      state: active ? 'active' : 'inactive',
      tone: active ? 'good' : 'quiet',
      facts: [
        [{ de: 'Name', en: 'Name' }, `${firstname} ${lastname}`.trim()],
        ['userId', userId],
        [{ de: 'Rollen', en: 'Roles' }, roles.join(', ')]
      ],
      buttons: [],
      trace: userId
    }
  }
}

const telefone: Kind = {
  name: 'telefone',
  api: 'BANKSapi',
  title: { de: 'Telefone', en: 'Phones' },
  empty: { de: 'Kein Telefon.', en: 'No phone.' },
  collection: 'nachrichten',
  async documents(world) {
    const messages = (await world.store.list<Nachricht>('nachrichten')).toReversed()
    const logins = await world.store.list<Login>('bank-logins')
    const persons = new Set([...messages.map(one => one.person), ...logins.map(one => one.id)])
    return [...persons].map(id => ({ id }))
  },
  async show({ id: person }, world): Promise<Thing> {
    const messages = await messagesOf(world, person)
    const login = await world.store.get<Login>('bank-logins', person)
    const open = messages.filter(({ approval }) => approval?.state === 'open')
    const lastText = messages[0]?.text
    return {
      title: person,
      state: open.length > 0 ? `${open.length} open` : String(messages.length),
      tone: open.length > 0 ? 'open' : 'quiet',
      facts: [
        [{ de: 'Name', en: 'Name' }, login?.name],
        [{ de: 'Nachrichten', en: 'Messages' }, messages.length],
        [{ de: 'Letzte', en: 'Latest' }, lastText]
      ],
      buttons: [...open.flatMap(message => decisionsOn(person, message)), ...locks(person)],
      page: {
        label: { de: 'Telefon ansehen', en: 'Look at the phone' },
        to: telefonAddress(person, world.name)
      }
    }
  }
}

function decisionsOn(person: string, { id }: Gezeigt): readonly Button[] {
  return [
    {
      label: { de: 'Freigeben', en: 'Approve' },
      call: { operation: 'approvePush', path: { person, id } },
      tone: 'main'
    },
    {
      label: { de: 'Ablehnen', en: 'Reject' },
      call: { operation: 'rejectPush', path: { person, id } },
      tone: 'bad'
    }
  ]
}

function locks(login: string): readonly Button[] {
  return [
    {
      label: { de: 'Login sperren', en: 'Lock the login' },
      call: { operation: 'simulateLockLogin', body: { login } },
      tone: 'bad'
    },
    {
      label: { de: 'Login entsperren', en: 'Unlock the login' },
      call: { operation: 'simulateUnlockLogin', body: { login } }
    }
  ]
}

/** What BANKSapi shows in the console. */
export const showcase: Showcase = {
  kinds: [bankzugaenge, zahlungen, telefone, users, banken],
  partners: { nachrichten: 'phone', 'bank-buecher': 'bank', 'bank-konten': 'bank' }
}

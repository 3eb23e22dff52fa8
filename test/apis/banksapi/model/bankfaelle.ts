import type { Umstaende } from '../../../../src/apis/banksapi/model/abruf.ts'
import type { Anbieter } from '../../../../src/apis/banksapi/model/anbieter.ts'
import { zusatzOf } from '../../../../src/apis/banksapi/model/anmeldung.ts'
import type { Bankprodukt } from '../../../../src/apis/banksapi/model/bankprodukt.ts'
import type { Abrufwunsch, Bankzugang } from '../../../../src/apis/banksapi/model/bankzugang.ts'
import type { Konto, Login } from '../../../../src/apis/banksapi/model/konto.ts'
import { type Sca, startSca } from '../../../../src/apis/banksapi/model/sca.ts'
import { schnappschuss } from '../../../../src/apis/banksapi/model/schnappschuss.ts'

export const NOW = Date.parse('2026-11-21T09:00:00.000Z')
export const HEUTE = '2026-11-21'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const ACCESS = 'd48744c0-132c-4ae4-a909-1ff771f61503'

/** The demo provider, with a bank that asks for an authentication once for each channel. */
export const anbieter: Anbieter = {
  id: '00000000-0000-0000-0000-000000000000',
  name: 'Demo Provider',
  consumerRelevant: true,
  group: 'demo',
  blz: '12345678',
  bic: 'DEMO1234',
  capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
  channels: [['GIROKONTO'], ['KREDITKARTE', 'TAGESGELDKONTO']],
  fields: [
    { fieldkey: 'userid', label: 'Demo-User', secret: false, format: '|5' },
    { fieldkey: 'pin', label: 'Demo-Passwort', secret: true, format: '|5' }
  ],
  bank: { sca: 'einmal', verfahren: [1, 902, 999, 911, 946] }
}

/** The same provider with another bank behind it. */
export function bei(bank: Partial<Anbieter['bank']>, more: Partial<Anbieter> = {}): Anbieter {
  return { ...anbieter, ...more, bank: { ...anbieter.bank, ...bank } }
}

export const giro: Konto = {
  id: 'giro',
  kategorie: 'GIROKONTO',
  bezeichnung: 'Girokonto',
  kontonummer: '9012345678',
  iban: 'DE00123456789012345678',
  bic: 'XXX12345678',
  blz: '12345678',
  inhaber: 'Fritz Testmüller',
  waehrung: 'EUR',
  saldo: 214578,
  ueberziehungslimit: 300000,
  verfuegterBetrag: 10000,
  transferSupport: true,
  muster: 'demo1-giro'
}

const { iban: _, ueberziehungslimit: _u, verfuegterBetrag: _v, muster: _m, ...plain } = giro

export const tagesgeld: Konto = {
  ...plain,
  id: 'tagesgeld',
  kategorie: 'TAGESGELDKONTO',
  bezeichnung: 'Tagesgeldkonto',
  kontonummer: '9012345679',
  iban: 'DE00123456789012345679',
  saldo: 2736556
}

export const karte: Konto = {
  ...plain,
  id: 'karte',
  kategorie: 'KREDITKARTE',
  bezeichnung: 'Kreditkarte',
  kontonummer: '3223 ****** 4554',
  saldo: -12345
}

export const depot: Konto = {
  ...plain,
  id: 'depot',
  kategorie: 'DEPOT',
  bezeichnung: 'Depot',
  kontonummer: '9012345680',
  saldo: 2584369,
  positionen: []
}

export const bauspar: Konto = {
  ...plain,
  id: 'bauspar',
  kategorie: 'BAUSPARVERTRAG',
  bezeichnung: 'Bausparvertrag',
  kontonummer: '7012345681',
  saldo: 812345,
  bausparvertrag: {
    vertragsnummer: '7012345681',
    vertragstyp: 'Klassik',
    vertragsstatus: 'aktiv',
    rating: 12.5,
    vertragssumme: 50000,
    sparzinssatz: 0.1,
    schuldzinssatz: 2.35,
    sparzustand: true,
    vertragsDatum: '2019-04-01'
  }
}

export const login: Login = {
  id: 'demo1',
  pins: ['demo1', 'demo'],
  name: 'Fritz Testmüller',
  konten: ['giro', 'tagesgeld'],
  medien: ['Mobil', 'Handy Eins']
}

/** An account as it was fetched. */
export function produkt(konto: Konto, more: Partial<Bankprodukt> = {}): Bankprodukt {
  const stand = {
    anbieter,
    heute: HEUTE,
    now: NOW,
    saldo: ({ saldo }: Konto) => saldo,
    buchungen: () => 0
  }
  return { ...schnappschuss(konto, '90 Tage', stand), ...more }
}

/** An access that was never fetched. */
export function neuerZugang(more: Partial<Bankzugang> = {}): Bankzugang {
  return {
    id: `user ${ACCESS}`,
    accessId: ACCESS,
    user: 'user',
    tenant: 'demo',
    providerId: anbieter.id,
    type: 'DEFAULT',
    sync: true,
    credentials: { userid: 'demo1', pin: 'demo1' },
    createdAt: NOW - HOUR,
    aktualisiertAt: NOW - HOUR,
    meldungen: [],
    produkte: [],
    abrufe: 0,
    versuch: { at: NOW - HOUR, meldungen: [] },
    freigaben: [],
    ...more
  }
}

/** An access that was fetched once. */
export function fertig(more: Partial<Bankzugang> = {}): Bankzugang {
  return neuerZugang({
    abrufe: 1,
    produkte: [produkt(giro), produkt(tagesgeld)],
    stabil: [],
    ...more
  })
}

/** An access whose customer has something to do. */
export function offen(sca: Sca, more: Partial<Bankzugang> = {}): Bankzugang {
  const schritte = [{ kanal: 0, art: 'zugriff' as const }]
  return fertig({ offen: { sca, schritte, abruf: einfach, credentials: {} }, ...more })
}

export const einfach: Abrufwunsch = {
  queryTanSettings: false,
  headOnly: false,
  maxTransactions: 'none',
  paymentAccountsOnly: false
}

/** An authentication that has just begun; `undefined` where the bank offers nothing. */
export function begonnen(
  angebot: readonly number[],
  medien: readonly string[] = [],
  gespeichert?: { readonly verfahren: number; readonly medium?: string }
): Sca {
  const sca = startSca('sca-1', angebot, medien, gespeichert, NOW, () => '123456')
  if (!sca) throw new Error('nothing is on offer')
  return sca
}

type Umstand = Omit<Partial<Umstaende>, 'konten'> & {
  readonly userid?: string
  readonly login?: Partial<Login>
  readonly konten?: readonly Konto[]
}

/** What a fetch finds when somebody logs in who may. */
export function umstaende({ userid = 'demo1', login: mine, ...more }: Umstand = {}): Umstaende {
  let scas = 0
  const stand = { heute: HEUTE, now: NOW, saldo: ({ saldo }: Konto) => saldo, buchungen: () => 0 }
  const bank = more.anbieter ?? anbieter
  return {
    anbieter: bank,
    anmeldung: { is: 'in', login: { ...login, ...mine }, zusatz: zusatzOf(userid) },
    credentials: { userid, pin: 'demo1' },
    konten: [giro, tagesgeld],
    schnappschuss: (konto, tiefe) => schnappschuss(konto, tiefe, { ...stand, anbieter: bank }),
    now: NOW,
    canAsk: true,
    neueScaId: () => `sca-${++scas}`,
    neueTan: () => '123456',
    ...more
  }
}

/** Codes of messages. */
export function codes(meldungen: readonly { readonly code: string }[]): readonly string[] {
  return meldungen.map(({ code }) => code)
}

import type {
  BankAnswer,
  Sitzung,
  SitzungEvent
} from '../../../../src/apis/banksapi/model/regprotect.ts'
import {
  ACCESS,
  anbieter,
  begonnen,
  einfach,
  fertig,
  NOW,
  neuerZugang,
  offen
} from './bankfaelle.ts'

/** The ids of the two products that the bank has. */
export const [GIRO, TAGESGELD] = fertig().produkte.map(({ id }) => id) as [string, string]

/** A session of the web form, at the choice of a bank unless something else is told. */
export function sitzung(more: Partial<Sitzung> = {}): Sitzung {
  return {
    id: '0c3f1a52-6a6c-4f0e-9b0a-6d2b8b1f0a11',
    key: 'key',
    user: 'user',
    tenant: 'demotenant',
    useCase: 'CREATE_ACCOUNT',
    accessId: ACCESS,
    wunsch: einfach,
    schritt: 'ANBIETER',
    isOpened: true,
    fehlversuche: 0,
    createdAt: NOW,
    ...more
  }
}

const entwurf = fertig()
const sca = offen(begonnen([1, 902], ['Mobil']))
const providerId = anbieter.id

/** A session at every step. */
export const STEPS = {
  BEDINGUNGEN: sitzung({ schritt: 'BEDINGUNGEN' }),
  ANBIETER: sitzung(),
  LOGIN: sitzung({ schritt: 'LOGIN', providerId }),
  SCA: sitzung({ schritt: 'SCA', providerId, entwurf: sca }),
  KONTEN: sitzung({ schritt: 'KONTEN', providerId, entwurf }),
  ENDE: sitzung({ schritt: 'ENDE', providerId, entwurf, baReentry: 'ACCOUNT_CREATED' })
} as const satisfies Record<Exclude<Sitzung['schritt'], 'DATEN' | 'PRUEFEN'>, Sitzung>

/** What a bank answers. */
export function answered(
  is: BankAnswer['is'],
  more: Partial<BankAnswer> = {}
): Extract<SitzungEvent, { type: 'bank-answered' }> {
  const drafts = { sca, done: entwurf } as const
  const draft = is === 'sca' || is === 'done' ? drafts[is] : neuerZugang()
  return { type: 'bank-answered', answer: { entwurf: draft, is, ...more } }
}

export const EVENTS = {
  'accept-terms': { type: 'accept-terms' },
  'decline-terms': { type: 'decline-terms' },
  'choose-provider': { type: 'choose-provider', providerId },
  'change-provider': { type: 'change-provider' },
  'choose all': { type: 'choose-accounts', accounts: [GIRO, TAGESGELD] },
  'choose one': { type: 'choose-accounts', accounts: [TAGESGELD, 'DE00999'] },
  'choose none': { type: 'choose-accounts', accounts: [] },
  'choose unknown': { type: 'choose-accounts', accounts: ['DE00999'] },
  'broken backend': { type: 'broken', baReentry: 'BACKEND_ERROR' },
  'broken guard': { type: 'broken', baReentry: 'ERROR' },
  'broken accounts': { type: 'broken', baReentry: 'NO_ACCOUNTS' },
  cancel: { type: 'cancel' },
  'wrong login': answered('wrong-login'),
  locked: answered('locked'),
  failed: answered('failed'),
  sca: answered('sca'),
  'sca failed': answered('sca-failed'),
  done: answered('done')
} as const satisfies Record<string, SitzungEvent>

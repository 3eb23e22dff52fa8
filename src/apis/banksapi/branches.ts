import type { Branch } from '../../world/tally.ts'
import type { Branches } from '../api.ts'
import { CODES } from './model/meldung.ts'
import type { BaReentry, Sitzung } from './model/regprotect.ts'

const STEPS = 'BANKSapi SCA'
const LEAVING = 'BANKSapi baReentry'
const PAYMENTS = 'BANKSapi payment outcomes'
const MESSAGES = 'BANKSapi message codes'

/** Relations that stand for a step of a strong authentication, and what it came to. */
const SCA_STEPS = [
  'start_sca',
  'set_method',
  'set_medium',
  'authenticate',
  'authenticate_decoupled',
  'redirect_url',
  'cancel',
  'get_webform'
]
const SCA_FAILURES = ['BA1101', 'BA1102', 'BA1103', 'BA3040', 'BA3060']
const PAYMENT_OUTCOMES = [
  'BA1100',
  'BA1103',
  'BA1104',
  'BA1111',
  'BA1112',
  'BA1200',
  'BA1204',
  'BA1212'
]

const REENTRIES: readonly BaReentry[] = [
  'ACCOUNT_CREATED',
  'FINISHED',
  'LEGAL_NOT_ACCEPTED',
  'USER_CANCELLED',
  'INVALID_CREDENTIALS',
  'INVALID_TAN',
  'BACKEND_ERROR',
  'ERROR',
  'NO_ACCOUNTS'
]

/** Answers may be long lists of bookings; messages and relations stand near the beginning. */
const MOST_OBJECTS = 40
const DEEPEST = 4

export const banksapiBranches: Branches = {
  known: {
    [STEPS]: [...SCA_STEPS, ...SCA_FAILURES],
    [LEAVING]: REENTRIES,
    [PAYMENTS]: PAYMENT_OUTCOMES,
    [MESSAGES]: CODES
  },
  touched({ api, url, responseBody }) {
    if (api !== 'banksapi-customer' && api !== 'banksapi-payment') return []
    const found = new Set<string>()
    collect(responseBody, found, { left: MOST_OBJECTS }, 0)
    const isPayment = api === 'banksapi-payment'
    return [...found].flatMap(word => branchesOf(word, isPayment || url.includes('/payment')))
  },
  async reached(store) {
    const sessions = (await store.list('sitzungen')) as readonly Sitzung[]
    return sessions.flatMap(({ baReentry }) => (baReentry ? [[LEAVING, baReentry] as const] : []))
  }
}

function branchesOf(word: string, isPayment: boolean): Branch[] {
  const found: Branch[] = []
  if (SCA_STEPS.includes(word) || SCA_FAILURES.includes(word)) found.push([STEPS, word])
  if (isPayment && PAYMENT_OUTCOMES.includes(word)) found.push([PAYMENTS, word])
  if (word.startsWith('BA')) found.push([MESSAGES, word])
  return found
}

/** Codes of messages and names of relations, wherever they stand. */
function collect(value: unknown, found: Set<string>, room: { left: number }, depth: number): void {
  if (value === null || typeof value !== 'object' || depth > DEEPEST || room.left <= 0) return
  room.left--
  const { code, rel } = value as { code?: unknown; rel?: unknown }
  if (typeof rel === 'string') found.add(rel)
  if (typeof code === 'string' && /^BA\d+$/.test(code)) found.add(code)
  for (const inner of Object.values(value)) collect(inner, found, room, depth + 1)
}

import t from 'tap'
import {
  advanceSitzung,
  type BaReentry,
  type Sitzung,
  type SitzungEvent
} from '../../../../src/apis/banksapi/model/regprotect.ts'
import { fertig, neuerZugang } from './bankfaelle.ts'
import { answered, EVENTS, GIRO, STEPS, sitzung, TAGESGELD } from './sitzungsfaelle.ts'

type Name = keyof typeof EVENTS
type Arrows = Readonly<Partial<Record<Name, string>>>

const everywhere: Arrows = {
  cancel: 'ENDE USER_CANCELLED',
  'broken backend': 'ENDE BACKEND_ERROR',
  'broken guard': 'ENDE ERROR',
  'broken accounts': 'ENDE NO_ACCOUNTS'
}

const fromBank: Arrows = {
  'wrong login': 'LOGIN',
  locked: 'ENDE INVALID_CREDENTIALS',
  failed: 'LOGIN',
  sca: 'SCA',
  'sca failed': 'ENDE INVALID_TAN',
  done: 'KONTEN'
}

/** The steps of a form that is about an access. */
type Zugangsschritt = Exclude<Sitzung['schritt'], 'DATEN' | 'PRUEFEN'>

/** Where every event leads; what is not told changes nothing. */
const ARROWS: Readonly<Record<Zugangsschritt, Arrows>> = {
  BEDINGUNGEN: {
    ...everywhere,
    'accept-terms': 'ANBIETER',
    'decline-terms': 'ENDE LEGAL_NOT_ACCEPTED'
  },
  ANBIETER: { ...everywhere, 'choose-provider': 'LOGIN' },
  LOGIN: { ...everywhere, ...fromBank, 'change-provider': 'ANBIETER' },
  SCA: { ...everywhere, ...fromBank },
  KONTEN: {
    ...everywhere,
    'choose all': 'ENDE ACCOUNT_CREATED',
    'choose one': 'ENDE ACCOUNT_CREATED',
    'choose none': 'KONTEN',
    'choose unknown': 'KONTEN'
  },
  ENDE: {}
}

/** Steps at which nobody has asked the bank anything. */
const isUnasked = (schritt: string, name: string) =>
  name in fromBank && ['BEDINGUNGEN', 'ANBIETER', 'KONTEN'].includes(schritt)

t.test('every event at every step leads where it should, or nowhere', async t => {
  for (const [schritt, before] of Object.entries(STEPS))
    for (const [name, event] of Object.entries(EVENTS)) {
      if (isUnasked(schritt, name)) continue
      const expected = ARROWS[schritt as Zugangsschritt][name as Name]
      const after = advance(before, event)
      const title = `${schritt}: ${name}`
      if (expected === undefined) t.strictSame(after, before, title)
      else t.equal(told(after), expected, title)
    }
})

t.test('a bank that answers before it was asked changes nothing', async t => {
  for (const schritt of ['BEDINGUNGEN', 'ANBIETER'] as const)
    for (const name of Object.keys(fromBank) as Name[])
      t.equal(told(advance(STEPS[schritt], EVENTS[name])), schritt, `${schritt}: ${name}`)
})

t.test('after the terms a bank is chosen, unless it is known', async t => {
  const known = { ...STEPS.BEDINGUNGEN, providerId: 'p' }
  t.equal(told(advance(known, EVENTS['accept-terms'])), 'LOGIN')
})

t.test('a chosen bank is kept until another one is wanted', async t => {
  t.match(walk(STEPS.ANBIETER, EVENTS['choose-provider']), {
    schritt: 'LOGIN',
    providerId: EVENTS['choose-provider'].providerId
  })
  const back = walk(STEPS.ANBIETER, EVENTS['choose-provider'], EVENTS['change-provider'])
  t.equal(back.providerId, undefined)
  for (const useCase of ['AUTHENTICATE_ACCOUNT', 'CHANGE_BANK_PRODUCT_SELECTION'] as const) {
    const other = { ...STEPS.LOGIN, useCase }
    t.strictSame(advance(other, EVENTS['change-provider']), other, useCase)
  }
})

t.test('three wrong logins end with INVALID_CREDENTIALS', async t => {
  const wrong = answered('wrong-login', { hinweis: 'Zugangsdaten nicht korrekt' })
  t.match(walk(STEPS.LOGIN, wrong, wrong), {
    schritt: 'LOGIN',
    fehlversuche: 2,
    hinweis: 'Zugangsdaten nicht korrekt'
  })
  t.equal(told(walk(STEPS.LOGIN, wrong, wrong, wrong)), 'ENDE INVALID_CREDENTIALS')
})

t.test('a bank that fails is told at the login and counts as no wrong one', async t => {
  const failed = answered('failed', { hinweis: 'Wartungsarbeiten beim Anbieter' })
  const after = walk(STEPS.LOGIN, failed, failed, failed, failed)
  t.match(after, { schritt: 'LOGIN', fehlversuche: 0, hinweis: 'Wartungsarbeiten beim Anbieter' })
})

t.test('what the bank and the customer said is kept', async t => {
  const credentials = { userid: 'demo1', pin: 'demo1' }
  const hinweis = 'TAN falsch. Noch 2 Versuche.'
  const login = walk(STEPS.LOGIN, { ...answered('sca'), credentials })
  t.match(login, { schritt: 'SCA', credentials, hinweis: undefined })
  t.equal(login.entwurf, answered('sca').answer.entwurf)
  const step = walk(login, answered('sca', { hinweis }))
  t.match(step, { credentials, hinweis })
  t.equal(walk(step, answered('done')).hinweis, undefined, 'it is told once')
})

t.test('a bank without accounts ends with NO_ACCOUNTS, but for a renewal', async t => {
  const empty = answered('done', { entwurf: neuerZugang() })
  const end = (useCase: Sitzung['useCase']) => told(walk({ ...STEPS.SCA, useCase }, empty))
  t.equal(end('CREATE_ACCOUNT'), 'ENDE NO_ACCOUNTS')
  t.equal(end('CHANGE_BANK_PRODUCT_SELECTION'), 'ENDE NO_ACCOUNTS')
  t.equal(end('AUTHENTICATE_ACCOUNT'), 'ENDE FINISHED')
})

t.test('a renewal ends with the last authentication', async t => {
  const renewal = { ...STEPS.SCA, useCase: 'AUTHENTICATE_ACCOUNT' } as const
  t.equal(told(walk(renewal, EVENTS.done)), 'ENDE FINISHED')
  t.equal(told(walk(renewal, EVENTS.sca, EVENTS.sca, EVENTS.done)), 'ENDE FINISHED')
  t.equal(told(walk(renewal, EVENTS['sca failed'])), 'ENDE INVALID_TAN')
})

t.test('a choice of accounts ends with what the use case promises', async t => {
  const cases: readonly [Sitzung['useCase'], BaReentry][] = [
    ['CREATE_ACCOUNT', 'ACCOUNT_CREATED'],
    ['CHANGE_BANK_PRODUCT_SELECTION', 'FINISHED']
  ]
  for (const [useCase, baReentry] of cases)
    t.equal(advance({ ...STEPS.KONTEN, useCase }, EVENTS['choose all']).baReentry, baReentry)
})

t.test('a new choice begins with the bank, which may want an authentication', async t => {
  const useCase = 'CHANGE_BANK_PRODUCT_SELECTION' as const
  const begins = sitzung({ useCase, schritt: 'KONTEN', entwurf: fertig() })
  t.equal(told(walk(begins, EVENTS.done)), 'KONTEN')
  t.equal(told(walk(begins, EVENTS.sca, EVENTS.done)), 'KONTEN')
  t.equal(told(walk(begins, EVENTS.sca, EVENTS.done, EVENTS['choose one'])), 'ENDE FINISHED')
})

t.test('only what was chosen is kept and fetched from then on', async t => {
  const ids = (one: Sitzung) => one.entwurf?.produkte.map(({ id }) => id)
  const one = advance(STEPS.KONTEN, EVENTS['choose one'])
  t.strictSame(one.entwurf?.selectedBankProducts, [TAGESGELD])
  t.strictSame(ids(one), [TAGESGELD])
  const all = advance(STEPS.KONTEN, EVENTS['choose all'])
  t.notOk(all.entwurf && 'selectedBankProducts' in all.entwurf, 'all, those of tomorrow included')
  t.strictSame(ids(all), [GIRO, TAGESGELD])
})

t.test('who chooses no account is told so', async t => {
  for (const name of ['choose none', 'choose unknown'] as const) {
    const after = advance(STEPS.KONTEN, EVENTS[name])
    t.equal(after.hinweis, 'Bitte wählen Sie mindestens ein Konto aus.')
    t.strictSame(after.entwurf, fertig())
  }
  const nothing = sitzung({ schritt: 'KONTEN' })
  t.equal(told(advance(nothing, EVENTS['choose all'])), 'KONTEN')
})

function advance(before: Sitzung, event: SitzungEvent): Sitzung {
  return advanceSitzung(Object.freeze(before), event)
}

function walk(before: Sitzung, ...events: readonly SitzungEvent[]): Sitzung {
  return events.reduce(advance, before)
}

function told({ schritt, baReentry }: Sitzung): string {
  return baReentry === undefined ? schritt : `${schritt} ${baReentry}`
}

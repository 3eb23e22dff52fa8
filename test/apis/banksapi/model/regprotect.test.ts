import t from 'tap'
import type { Bankprodukt } from '../../../../src/apis/banksapi/model/bankprodukt.ts'
import type { Bankzugang } from '../../../../src/apis/banksapi/model/bankzugang.ts'
import {
  advanceSitzung,
  begun,
  firstSchritt,
  isCallback,
  isUnbegun,
  reentryUrl,
  type Schritt,
  type Sitzung,
  type SitzungEvent,
  withoutLogin
} from '../../../../src/apis/banksapi/model/regprotect.ts'

const BANK = 'ca650b48-3edc-45f4-938d-d21df8cba761'

function produkt(id: string): Bankprodukt {
  return {
    id,
    kategorie: 'GIROKONTO',
    bezeichnung: id,
    transferSupport: false,
    aktualisiertAt: 0,
    meldungen: []
  } as unknown as Bankprodukt
}

const ZUGANG: Bankzugang = {
  id: 'user access',
  accessId: 'access',
  user: 'user',
  tenant: 'demotenant',
  providerId: BANK,
  type: 'DEFAULT',
  sync: true,
  createdAt: 0,
  aktualisiertAt: 0,
  meldungen: [],
  produkte: [produkt('giro'), produkt('depot')],
  abrufe: 1,
  versuch: { at: 0, meldungen: [] },
  freigaben: []
}

function sitzung(schritt: Schritt, more: Partial<Sitzung> = {}): Sitzung {
  return {
    id: 'session',
    key: 'key',
    user: 'user',
    tenant: 'demotenant',
    useCase: 'CREATE_ACCOUNT',
    accessId: 'access',
    wunsch: {
      queryTanSettings: false,
      headOnly: false,
      maxTransactions: 'none',
      paymentAccountsOnly: false
    },
    schritt,
    isOpened: true,
    fehlversuche: 0,
    createdAt: 0,
    ...more
  }
}

function answered(
  is: Extract<SitzungEvent, { type: 'bank-answered' }>['answer']['is'],
  entwurf = ZUGANG,
  hinweis?: string
): SitzungEvent {
  return { type: 'bank-answered', answer: { entwurf, is, ...(hinweis && { hinweis }) } }
}

t.test('a customer begins where something is left to do', async t => {
  t.equal(firstSchritt({ useCase: 'CREATE_ACCOUNT' }, false), 'BEDINGUNGEN')
  t.equal(firstSchritt({ useCase: 'CREATE_ACCOUNT' }, true), 'ANBIETER')
  t.equal(firstSchritt({ useCase: 'CREATE_ACCOUNT', providerId: BANK }, true), 'LOGIN')
  t.equal(firstSchritt({ useCase: 'CREATE_ACCOUNT', providerId: BANK }, false), 'BEDINGUNGEN')
  t.equal(firstSchritt({ useCase: 'AUTHENTICATE_ACCOUNT' }, false), 'SCA')
  t.equal(firstSchritt({ useCase: 'CHANGE_BANK_PRODUCT_SELECTION' }, false), 'KONTEN')
})

t.test('every step knows its own events, the others change nothing', async t => {
  const events: Readonly<Record<string, SitzungEvent>> = {
    accept: { type: 'accept-terms' },
    decline: { type: 'decline-terms' },
    choose: { type: 'choose-provider', providerId: BANK },
    change: { type: 'change-provider' },
    accounts: { type: 'choose-accounts', accounts: ['giro'] }
  }
  const moves: Readonly<Record<string, Partial<Sitzung>>> = {
    'BEDINGUNGEN accept': { schritt: 'ANBIETER' },
    'BEDINGUNGEN decline': { schritt: 'ENDE', baReentry: 'LEGAL_NOT_ACCEPTED' },
    'ANBIETER choose': { schritt: 'LOGIN', providerId: BANK },
    'LOGIN change': { schritt: 'ANBIETER', providerId: undefined },
    'KONTEN accounts': { schritt: 'ENDE', baReentry: 'ACCOUNT_CREATED' }
  }
  const steps: readonly Schritt[] = ['BEDINGUNGEN', 'ANBIETER', 'LOGIN', 'SCA', 'KONTEN', 'ENDE']
  for (const schritt of steps)
    for (const [name, event] of Object.entries(events)) {
      const before = sitzung(schritt, { entwurf: ZUGANG })
      const after = advanceSitzung(before, event)
      const move = moves[`${schritt} ${name}`]
      if (move) t.match(after, move, `${schritt} ${name}`)
      else t.equal(after, before, `${schritt} ${name}`)
    }
})

t.test('with a bank that is named the login follows the terms', async t => {
  const before = sitzung('BEDINGUNGEN', { providerId: BANK })
  t.match(advanceSitzung(before, { type: 'accept-terms' }), { schritt: 'LOGIN', providerId: BANK })
})

t.test('every step can be cancelled and can break, an end is final', async t => {
  const steps: readonly Schritt[] = ['BEDINGUNGEN', 'ANBIETER', 'LOGIN', 'SCA', 'KONTEN']
  for (const schritt of steps) {
    const ended = advanceSitzung(sitzung(schritt), { type: 'cancel' })
    t.match(ended, { schritt: 'ENDE', baReentry: 'USER_CANCELLED' }, schritt)
    t.equal(advanceSitzung(ended, { type: 'accept-terms' }), ended)
    for (const baReentry of ['BACKEND_ERROR', 'ERROR', 'NO_ACCOUNTS'] as const)
      t.match(advanceSitzung(sitzung(schritt), { type: 'broken', baReentry }), {
        schritt: 'ENDE',
        baReentry
      })
  }
})

t.test('three wrong logins end with INVALID_CREDENTIALS, a locked one at once', async t => {
  const wrong = answered('wrong-login', ZUGANG, 'Falsch')
  const first = advanceSitzung(sitzung('LOGIN'), wrong)
  t.match(first, { schritt: 'LOGIN', fehlversuche: 1, hinweis: 'Falsch' })
  const second = advanceSitzung(first, wrong)
  t.match(second, { schritt: 'LOGIN', fehlversuche: 2 })
  t.match(advanceSitzung(second, wrong), { schritt: 'ENDE', baReentry: 'INVALID_CREDENTIALS' })
  t.match(advanceSitzung(sitzung('LOGIN'), answered('locked')), {
    schritt: 'ENDE',
    baReentry: 'INVALID_CREDENTIALS'
  })
})

t.test('what the bank answers leads on', async t => {
  const at = (is: Parameters<typeof answered>[0], more: Partial<Sitzung> = {}, entwurf = ZUGANG) =>
    advanceSitzung(sitzung('LOGIN', more), answered(is, entwurf, 'Hinweis'))
  t.match(at('failed'), { schritt: 'LOGIN', fehlversuche: 0, hinweis: 'Hinweis' })
  t.match(at('sca'), { schritt: 'SCA', entwurf: ZUGANG })
  t.match(at('sca-failed'), { schritt: 'ENDE', baReentry: 'INVALID_TAN' })
  t.match(at('done'), { schritt: 'KONTEN' })
  t.match(at('done', { useCase: 'AUTHENTICATE_ACCOUNT' }), {
    schritt: 'ENDE',
    baReentry: 'FINISHED'
  })
  t.match(at('done', {}, { ...ZUGANG, produkte: [] }), {
    schritt: 'ENDE',
    baReentry: 'NO_ACCOUNTS'
  })
})

t.test('credentials are kept with the answer to them', async t => {
  const credentials = { userid: 'demo1', pin: 'demo1' }
  const event = { ...answered('sca'), credentials } as SitzungEvent
  const after = advanceSitzung(sitzung('LOGIN'), event)
  t.same(after.credentials, credentials)
  t.same(advanceSitzung(after, answered('done')).credentials, credentials)
})

t.test('a choice of accounts is kept unless it is all of them', async t => {
  const choose = (accounts: readonly string[], more: Partial<Sitzung> = {}) =>
    advanceSitzung(sitzung('KONTEN', { entwurf: ZUGANG, ...more }), {
      type: 'choose-accounts',
      accounts
    })
  t.match(choose(['giro']), {
    baReentry: 'ACCOUNT_CREATED',
    entwurf: { selectedBankProducts: ['giro'], produkte: [{ id: 'giro' }] }
  })
  t.equal(choose(['giro', 'depot']).entwurf?.selectedBankProducts, undefined)
  t.match(choose([]), { schritt: 'KONTEN', hinweis: /mindestens ein Konto/ })
  t.equal(choose(['giro'], { hinweis: 'x' }).hinweis, undefined)
  t.match(choose(['unknown']), { schritt: 'KONTEN' })
  t.match(choose(['depot'], { useCase: 'CHANGE_BANK_PRODUCT_SELECTION' }), {
    baReentry: 'FINISHED'
  })
})

t.test('another bank can be chosen for a new access only', async t => {
  const before = sitzung('LOGIN', { useCase: 'AUTHENTICATE_ACCOUNT', providerId: BANK })
  t.equal(advanceSitzung(before, { type: 'change-provider' }), before)
})

t.test('sessions without a login page of their own begin with the bank', async t => {
  const renewal = sitzung('SCA', { useCase: 'AUTHENTICATE_ACCOUNT', entwurf: ZUGANG })
  t.ok(isUnbegun(renewal))
  t.equal(begun(renewal), renewal)
  const selection = { ...ZUGANG, selectedBankProducts: ['giro'] }
  const choice = sitzung('KONTEN', {
    useCase: 'CHANGE_BANK_PRODUCT_SELECTION',
    entwurf: selection
  })
  t.ok(isUnbegun(choice))
  const started = begun(choice)
  t.same(started.auswahl, ['giro', 'depot'])
  t.notOk('selectedBankProducts' in (started.entwurf ?? {}))
  t.notOk(isUnbegun(started))
  for (const schritt of ['BEDINGUNGEN', 'ANBIETER', 'LOGIN', 'KONTEN', 'ENDE'] as const)
    t.notOk(isUnbegun(sitzung(schritt)), schritt)
  t.equal(withoutLogin(renewal).schritt, 'LOGIN')
})

t.test(
  'the callback comes back letter by letter, with the outcome before its fragment',
  async t => {
    const cases: readonly (readonly [string, string])[] = [
      ['https://portal.example', 'https://portal.example?baReentry=FINISHED'],
      ['https://portal.example/', 'https://portal.example/?baReentry=FINISHED'],
      [
        'https://portal.example/a?x=1&y=%20',
        'https://portal.example/a?x=1&y=%20&baReentry=FINISHED'
      ],
      ['https://portal.example/a?', 'https://portal.example/a?baReentry=FINISHED'],
      ['https://portal.example/#/a?b', 'https://portal.example/?baReentry=FINISHED#/a?b'],
      [
        'https://portal.example/?baReentry=ERROR&a=1&baReentry',
        'https://portal.example/?a=1&baReentry=FINISHED'
      ],
      [
        'https://portal.example/?xbaReentry=1',
        'https://portal.example/?xbaReentry=1&baReentry=FINISHED'
      ],
      ['bwd://app/back', 'bwd://app/back?baReentry=FINISHED']
    ]
    for (const [callback, expected] of cases) t.equal(reentryUrl(callback, 'FINISHED'), expected)
  }
)

t.test('a callback is an address that runs nothing', async t => {
  const good = [
    'http://localhost',
    'https://portal.example/a?b#c',
    'bwd://app',
    'com.example.app:/x'
  ]
  const bad = [
    '',
    '/relative',
    'portal.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://portal.example/1',
    'about:blank',
    'view-source:https://portal.example',
    'https://portal.example/\r\nset-cookie:a=b',
    'https://portal.example/\ud800'
  ]
  for (const text of good) t.ok(isCallback(text), text)
  for (const text of bad) t.notOk(isCallback(text), JSON.stringify(text))
})

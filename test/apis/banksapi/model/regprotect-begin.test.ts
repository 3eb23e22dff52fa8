import t from 'tap'
import {
  begun,
  firstSchritt,
  isUnbegun,
  type Schritt,
  type UseCase,
  withoutLogin
} from '../../../../src/apis/banksapi/model/regprotect.ts'
import { begonnen, fertig, offen } from './bankfaelle.ts'
import { GIRO, STEPS, sitzung, TAGESGELD } from './sitzungsfaelle.ts'

t.test('a customer begins with what is not known yet', async t => {
  const cases: readonly [UseCase, string | undefined, boolean, Schritt][] = [
    ['CREATE_ACCOUNT', undefined, false, 'BEDINGUNGEN'],
    ['CREATE_ACCOUNT', 'p', false, 'BEDINGUNGEN'],
    ['CREATE_ACCOUNT', undefined, true, 'ANBIETER'],
    ['CREATE_ACCOUNT', 'p', true, 'LOGIN'],
    ['AUTHENTICATE_ACCOUNT', 'p', true, 'SCA'],
    ['AUTHENTICATE_ACCOUNT', 'p', false, 'SCA'],
    ['CHANGE_BANK_PRODUCT_SELECTION', 'p', true, 'KONTEN'],
    ['CHANGE_BANK_PRODUCT_SELECTION', 'p', false, 'KONTEN']
  ]
  for (const [useCase, providerId, hasAccepted, expected] of cases)
    t.equal(firstSchritt({ useCase, providerId }, hasAccepted), expected, useCase)
})

t.test('a renewal and a new choice begin with a question to the bank', async t => {
  const sca = offen(begonnen([1, 902]))
  const change = { useCase: 'CHANGE_BANK_PRODUCT_SELECTION', schritt: 'KONTEN' } as const
  const renewal = { useCase: 'AUTHENTICATE_ACCOUNT', schritt: 'SCA' } as const
  const cases = [
    [sitzung({ ...renewal, entwurf: fertig() }), true],
    [sitzung(renewal), true],
    [sitzung({ ...renewal, entwurf: sca }), false],
    [sitzung({ ...change, entwurf: fertig() }), true],
    [sitzung({ ...change, entwurf: fertig(), auswahl: [] }), false],
    [STEPS.BEDINGUNGEN, false],
    [STEPS.ANBIETER, false],
    [STEPS.LOGIN, false],
    [STEPS.KONTEN, false],
    [STEPS.ENDE, false]
  ] as const
  for (const [session, expected] of cases)
    t.equal(isUnbegun(session), expected, `${session.useCase} ${session.schritt}`)
})

t.test('a new choice is made among all that the bank has, and remembers the old one', async t => {
  const entwurf = fertig({ selectedBankProducts: [GIRO] })
  const after = begun(sitzung({ useCase: 'CHANGE_BANK_PRODUCT_SELECTION', entwurf }))
  t.notOk(after.entwurf && 'selectedBankProducts' in after.entwurf)
  t.strictSame(after.auswahl, [GIRO, TAGESGELD])
})

t.test('nothing else is lost when a session begins', async t => {
  const renewal = sitzung({ useCase: 'AUTHENTICATE_ACCOUNT', entwurf: fertig() })
  t.equal(begun(renewal), renewal)
  const nothing = sitzung({ useCase: 'CHANGE_BANK_PRODUCT_SELECTION' })
  t.equal(begun(nothing), nothing)
})

t.test('without a login that is kept the customer enters one', async t => {
  const after = withoutLogin(
    sitzung({ useCase: 'AUTHENTICATE_ACCOUNT', schritt: 'SCA', hinweis: 'x' })
  )
  t.equal(after.schritt, 'LOGIN')
  t.equal(after.hinweis, undefined)
})

import t from 'tap'
import {
  altangabenIn,
  debitIn,
  missingIn,
  transferIn,
  ueberweisungIn
} from '../../../../src/apis/banksapi/model/zahlungseingang.ts'
import {
  postenOf,
  wunschtagOf,
  wunschterminOf
} from '../../../../src/apis/banksapi/model/zahlungsinhalt.ts'
import { HEUTE, NOW } from './bankfaelle.ts'
import { einzug, lastschrift, posten, rahmen, ueberweisung } from './zahlungsfaelle.ts'

t.test('a transfer is read as it was sent, one or several, amounts as numbers', async t => {
  t.strictSame(transferIn({}), { is: 'ueberweisung', posten: [] })
  t.strictSame(transferIn({ transferDetails: [] }), { is: 'ueberweisung', posten: [] })
  t.strictSame(transferIn({ transferDetails: { ...posten, amount: '150.00' } }), {
    is: 'ueberweisung',
    posten: [posten]
  })
  const { amount: _, ...rest } = posten
  t.strictSame(transferIn({ transferDetails: [posten, rest], requestedExecutionDate: HEUTE }), {
    is: 'ueberweisung',
    posten: [posten, rest],
    ausfuehrung: HEUTE
  })
})

t.test('a debit is read with what stands beside it', async t => {
  t.strictSame(debitIn({}), { is: 'lastschrift', posten: [], rahmen: {} })
  t.strictSame(debitIn({ ...rahmen, debitDetails: { ...einzug, amount: '42' } }), {
    is: 'lastschrift',
    posten: [einzug],
    rahmen
  })
  const own = { ...einzug, sequenceType: 'FRST', business: true }
  t.strictSame(debitIn({ business: false, debitDetails: [own] }), {
    is: 'lastschrift',
    posten: [own],
    rahmen: { business: false }
  })
})

t.test('an Überweisung is read in its own words', async t => {
  const german = {
    empfaenger: 'UNICEF',
    verwendungszweck: 'Spende',
    iban: 'DE57370205000000300000',
    bic: 'BFSWDE33XXX',
    waehrung: 'EUR',
    betrag: '150'
  }
  t.strictSame(ueberweisungIn([german, {}], HEUTE), {
    is: 'ueberweisung',
    posten: [posten, {}],
    ausfuehrung: HEUTE
  })
  t.strictSame(ueberweisungIn([], undefined), { is: 'ueberweisung', posten: [] })
})

t.test('what an Überweisung says of its authentication is kept as far as it was sent', async t => {
  t.strictSame(altangabenIn({}), {})
  const all = { ausfuehrungsdatum: HEUTE, tanMediumName: '' }
  t.strictSame(altangabenIn({ ...all, sicherheitsverfahrenKodierung: '942' }), {
    ...all,
    kodierung: 942
  })
  t.strictSame(altangabenIn({ sicherheitsverfahrenKodierung: 1 }), { kodierung: 1 })
  t.ok(Number.isNaN(altangabenIn({ sicherheitsverfahrenKodierung: 'mTAN' }).kodierung))
})

function without<T extends object>(from: T, ...names: readonly string[]): T {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !names.includes(key))) as T
}

t.test('the first member that is missing is named, in the order of the schemas', async t => {
  t.equal(missingIn(transferIn({ transferDetails: posten }), false), undefined)
  t.equal(missingIn(transferIn({ transferDetails: [] }), true), undefined, 'the bank refuses it')
  for (const [names, expected] of [
    [['recipient'], 'recipient'],
    [['amount'], 'amount'],
    [['amount', 'purpose'], 'purpose'],
    [['bic'], undefined]
  ] as const) {
    const one = without(posten, ...names)
    const at = expected && `.${expected}`
    t.equal(missingIn(transferIn({ transferDetails: one }), false), at && `transferDetails${at}`)
    const many = transferIn({ transferDetails: [posten, posten, one] })
    t.equal(missingIn(many, true), at && `transferDetails[2]${at}`)
  }
  const debit = (beside: object, ...all: readonly object[]) =>
    missingIn(debitIn({ ...beside, debitDetails: all }), true)
  t.equal(debit(rahmen, einzug), undefined)
  t.equal(debit({}, {}), 'creditorSchemeIdentification')
  t.equal(debit(without(rahmen, 'requestedCollectionDate'), {}), 'requestedCollectionDate')
  t.equal(debit(rahmen, einzug, without(einzug, 'endToEndId')), 'debitDetails[1].endToEndId')
  t.equal(debit(without(rahmen, 'business'), einzug), 'business')
  t.equal(debit(without(rahmen, 'sequenceType'), einzug), 'sequenceType')
  const own = { ...einzug, business: true, sequenceType: 'RCUR' }
  const bare = without(rahmen, 'business', 'sequenceType')
  t.equal(debit(bare, own, own), undefined, 'in each of them')
  t.equal(debit(bare, own, einzug), 'business', 'not only in some')
})

t.test('orders are movements of cents, with blanks for what is not known', async t => {
  const blank = { betrag: undefined, waehrung: '', name: '', iban: '', bic: '', zweck: '' }
  t.strictSame(postenOf({ is: 'ueberweisung', posten: [{}] }), [blank])
  t.strictSame(postenOf({ is: 'lastschrift', posten: [{}], rahmen: {} }), [blank])
  t.strictSame(postenOf(ueberweisung().inhalt), [
    {
      betrag: 15_000,
      waehrung: 'EUR',
      name: 'UNICEF',
      iban: 'DE57370205000000300000',
      bic: 'BFSWDE33XXX',
      zweck: 'Spende'
    }
  ])
  t.match(postenOf(lastschrift().inhalt), [
    { betrag: 4200, name: 'Max Mustermann', iban: 'DE62430609671149278400', bic: '' }
  ])
})

t.test('a wish for a day begins it in Berlin, a wish for a moment is one', async t => {
  for (const [text, at, day] of [
    [undefined, undefined, undefined],
    [HEUTE, NOW - 10 * 3_600_000, HEUTE],
    [`${HEUTE} 10:00:00`, NOW, HEUTE],
    [`${HEUTE}T10:00:00`, NOW, HEUTE],
    ['2026-02-30', undefined, '2026-02-30'],
    ['bald', undefined, 'bald'],
    ['', undefined, '']
  ] as const) {
    const { inhalt } = ueberweisung([{}], {}, text)
    t.equal(wunschterminOf(inhalt), at, String(text))
    t.equal(wunschtagOf(inhalt), day, String(text))
  }
  const debit = lastschrift().inhalt
  t.equal(wunschterminOf(debit), NOW - 10 * 3_600_000)
  t.equal(wunschtagOf(debit), HEUTE)
  t.equal(wunschterminOf(debitIn({})), undefined)
})

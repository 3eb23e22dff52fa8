import t from 'tap'
import type { Anbieter } from '../../../../src/apis/banksapi/model/anbieter.ts'
import {
  anmelden,
  loginOf,
  nachAnmeldung,
  type Sperre,
  type Zugangsdaten,
  zusatzOf
} from '../../../../src/apis/banksapi/model/anmeldung.ts'
import { anbieter, DAY, login, MINUTE, NOW } from './bankfaelle.ts'

const right = { userid: 'demo1', pin: 'demo1' }
const wrong = { userid: 'demo1', pin: 'demo2' }

function enter(daten: Zugangsdaten, sperre?: Sperre, now = NOW, bank: Anbieter = anbieter) {
  return anmelden(bank, daten, daten['userid'] === 'nobody' ? undefined : login, sperre, now)
}

function told(daten: Zugangsdaten, sperre?: Sperre, now?: number): string {
  const anmeldung = enter(daten, sperre, now)
  return anmeldung.is === 'in' ? 'in' : anmeldung.meldung.code
}

t.test('every PIN of a login lets in, with its words', async t => {
  t.match(enter(right), { is: 'in', login, zusatz: { codes: [] } })
  t.equal(told({ userid: 'demo1', pin: 'demo' }), 'in')
  const anmeldung = enter({ userid: 'demo1+redirect', pin: 'demo1' })
  t.strictSame(anmeldung.is === 'in' && [...anmeldung.zusatz.worte], ['redirect'])
})

t.test('a wrong PIN and an unknown login are told alike', async t => {
  for (const daten of [
    wrong,
    { userid: 'nobody', pin: 'demo1' },
    { userid: 'demo1', pin: 'Demo1' }
  ])
    t.strictSame(enter(daten), {
      is: 'refused',
      isWrongPin: true,
      meldung: {
        level: 'ERROR',
        code: 'BA1011',
        message: 'Zugangsdaten nicht korrekt',
        details: 'Ungültige Zugangsdaten'
      }
    })
})

t.test('missing fields are named, and are no wrong PIN', async t => {
  const cases: readonly [Zugangsdaten, string][] = [
    [{}, 'Demo-User, Demo-Passwort'],
    [{ userid: 'demo1' }, 'Demo-Passwort'],
    [{ userid: 'demo1', pin: '' }, 'Demo-Passwort'],
    [{ userid: ' ', pin: 'demo1' }, 'Demo-User']
  ]
  for (const [daten, labels] of cases)
    t.match(enter(daten), {
      is: 'refused',
      isWrongPin: false,
      meldung: {
        code: 'BA1012',
        details: `Folgende Zugangsdaten werden benötigt: ${labels}`
      }
    })
})

t.test('an EBICS access has no PIN', async t => {
  const field = (fieldkey: string) => ({ fieldkey, label: fieldkey, secret: false, format: '' })
  const ebics = { ...anbieter, fields: [field('userid'), field('partnerid')] }
  t.equal(enter({ userid: 'demo1', partnerid: 'P1' }, undefined, NOW, ebics).is, 'in')
  t.match(enter({ userid: 'demo1' }, undefined, NOW, ebics), { meldung: { code: 'BA1012' } })
  const nobody = enter({ userid: 'nobody', partnerid: 'P1' }, undefined, NOW, ebics)
  t.match(nobody, { meldung: { code: 'BA1011' } })
})

t.test('the third wrong PIN locks a login for a day', async t => {
  let sperre: Sperre | undefined
  for (const code of ['BA1011', 'BA1011', 'BA1010']) {
    t.equal(told(wrong, sperre), code)
    sperre = nachAnmeldung('lock', sperre, true, NOW)
  }
  t.equal(sperre?.gesperrtBisAt, NOW + DAY)
  for (const now of [NOW, NOW + MINUTE, NOW + DAY - 1]) {
    t.equal(told(right, sperre, now), 'BA1010')
    t.match(enter(wrong, sperre, now), { isWrongPin: false, meldung: { code: 'BA1010' } })
  }
  t.equal(told(right, sperre, NOW + DAY), 'in')
  t.equal(told(wrong, sperre, NOW + DAY), 'BA1011', 'it is counted anew')
})

t.test('a right PIN forgets the wrong ones before it', async t => {
  const twice = nachAnmeldung('lock', nachAnmeldung('lock', undefined, true, NOW), true, NOW)
  t.strictSame(twice, { id: 'lock', fehlversuche: 2 })
  t.equal(told(right, twice), 'in')
  t.strictSame(nachAnmeldung('lock', twice, false, NOW), { id: 'lock', fehlversuche: 0 })
})

t.test('a login is what stands before the first plus', async t => {
  const cases = [
    ['demo1', 'demo1'],
    ['demo1+redirect+ba2002', 'demo1'],
    ['demo1+', 'demo1'],
    ['+demo1', ''],
    ['', '']
  ] as const
  for (const [userid, expected] of cases) t.equal(loginOf(userid), expected, userid)
})

const WORTE =
  'redirect decoupled twosca hist3 nosca nosupport backend slow timeout504 noaccounts'.split(' ')

t.test('every reserved word is known, alone and beside others', async t => {
  for (const wort of WORTE) t.strictSame([...zusatzOf(`demo1+${wort}`).worte], [wort], wort)
  t.strictSame([...zusatzOf(`demo1+${WORTE.join('+')}`).worte], WORTE)
})

t.test('codes are raised at once, or from some fetch on', async t => {
  const cases = [
    ['demo1+ba1051', [{ code: 'BA1051', abruf: 1 }]],
    ['demo1+BA1051', [{ code: 'BA1051', abruf: 1 }]],
    ['demo1+ba999', [{ code: 'BA999', abruf: 1 }]],
    ['demo1+ba1051@3', [{ code: 'BA1051', abruf: 3 }]],
    [
      'demo1+ba2002+x+ba1062@2',
      [
        { code: 'BA2002', abruf: 1 },
        { code: 'BA1062', abruf: 2 }
      ]
    ],
    ['demo1', []],
    ['ba1051', []]
  ] as const
  for (const [userid, codes] of cases) t.strictSame(zusatzOf(userid).codes, codes, userid)
})

t.test('anything else behind a login only makes it unique', async t => {
  const nothing = [
    'ba9999',
    'ba99',
    'ba10510',
    'ba1051@',
    'ba1051@x',
    'xba1051',
    'toString',
    '42',
    ''
  ]
  for (const text of nothing)
    t.strictSame(zusatzOf(`demo1+${text}`), { codes: [], worte: new Set() }, text)
})

import t from 'tap'
import {
  advanceSca,
  type Einstellung,
  type Sca,
  startSca
} from '../../../../src/apis/banksapi/model/sca.ts'
import { begonnen, MINUTE, NOW } from './bankfaelle.ts'

const PHONES = ['Mobil', 'Handy Eins']
const GENERATOR = 'ChipTAN-Generator … 1234567890'

type Case = readonly [
  title: string,
  angebot: readonly number[],
  medien: readonly string[],
  gespeichert: Einstellung | undefined,
  expected: string
]

const STARTS: readonly Case[] = [
  ['several procedures are asked for', [1, 902], PHONES, undefined, 'METHODE'],
  ['one procedure with media to choose from', [902], PHONES, undefined, 'MEDIUM 902'],
  ['one procedure with one medium', [902], ['Mobil'], undefined, 'CHALLENGE 902 Mobil'],
  [
    'one procedure with one fitting medium',
    [911],
    [...PHONES, GENERATOR],
    undefined,
    `CHALLENGE 911 ${GENERATOR}`
  ],
  ['one procedure without media', [990], PHONES, undefined, 'CHALLENGE 990'],
  ['one procedure and nothing that goes with it', [999], PHONES, undefined, 'CHALLENGE 999'],
  [
    'saved settings',
    [1, 902],
    PHONES,
    { verfahren: 902, medium: 'Handy Eins' },
    'CHALLENGE 902 Handy Eins'
  ],
  ['a saved procedure without a medium', [1, 990], PHONES, { verfahren: 990 }, 'CHALLENGE 990'],
  [
    'a saved medium that is gone',
    [1, 902],
    PHONES,
    { verfahren: 902, medium: 'Phone of User X' },
    'MEDIUM 902'
  ],
  [
    'a saved medium that does not fit',
    [1, 902],
    [...PHONES, 'iTAN-Liste'],
    { verfahren: 902, medium: 'iTAN-Liste' },
    'MEDIUM 902'
  ],
  [
    'a saved medium where one is left',
    [1, 902],
    ['Mobil'],
    { verfahren: 902, medium: 'Handy Eins' },
    'CHALLENGE 902 Mobil'
  ],
  [
    'a saved procedure that is gone',
    [1, 902],
    PHONES,
    { verfahren: 980, medium: 'Mobil' },
    'METHODE'
  ]
]

t.test('what has one answer is not asked for', async t => {
  for (const [title, angebot, medien, gespeichert, expected] of STARTS)
    t.equal(told(begonnen(angebot, medien, gespeichert)), expected, title)
})

t.test('a saved procedure that is gone leaves no choice where the bank offers one', async t => {
  const saved = { verfahren: 902, medium: 'Mobil' }
  t.equal(told(begonnen([990], ['Mobil'], saved)), 'CHALLENGE 990')
  t.equal(told(begonnen([946], ['Mobil'], saved)), 'CHALLENGE 946 Mobil')
})

t.test('a bank without procedures starts nothing', async t => {
  t.equal(startSca('sca-1', [], PHONES, undefined, NOW, fail), undefined)
  t.equal(startSca('sca-1', [], PHONES, { verfahren: 1 }, NOW, fail), undefined)
})

t.test('a new authentication knows what it needs', async t => {
  t.strictSame(begonnen([1, 902], PHONES), {
    id: 'sca-1',
    schritt: 'METHODE',
    angebot: [1, 902],
    medien: PHONES,
    fehlversuche: 0,
    abfragen: 0,
    begonnenAt: NOW
  })
})

t.test('a TAN is made when a procedure sends one, and not before', async t => {
  for (const angebot of [[1, 980], [902], [946], [990], [1]])
    startSca('sca-1', angebot, ['Mobil'], undefined, NOW, fail)
  startSca('sca-1', [980], PHONES, undefined, NOW, fail)
  t.equal(begonnen([980], ['Mobil']).tan, '123456')

  const medium = begonnen([980], PHONES)
  t.equal(medium.tan, undefined)
  const outcome = advanceSca(
    medium,
    { type: 'medium', name: 'Mobil' },
    { pollsUntilConfirmed: 2 },
    NOW + MINUTE,
    () => '000007'
  )
  t.match(outcome, { is: 'open', sca: { tan: '000007', medium: 'Mobil' } })
})

function fail(): never {
  throw new Error('nobody needs a TAN')
}

function told({ schritt, verfahren, medium }: Sca): string {
  return [schritt, verfahren, medium].filter(part => part !== undefined).join(' ')
}

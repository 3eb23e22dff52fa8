import t from 'tap'
import {
  type Betreuung,
  bearbeiterAfterReplacing,
  betreuungFor,
  exists,
  mayRead,
  type Rollen
} from '../../../../src/apis/europace/model/betreuung.ts'
import { baum } from './umbau-helper.ts'

const denied = (verboten: 'kundenbetreuer' | 'bearbeiter'): Rollen => ({ verboten })
const granted = (betreuung: Betreuung): Rollen => ({ betreuung })
const kept = (wunsch: Betreuung): [Betreuung, Rollen] => [wunsch, granted(wunsch)]

t.test('without a wish the subject looks after the case and nobody edits it', async t => {
  for (const subject of ['ABC12', 'XYZ54', 'DIV95'])
    t.strictSame(betreuungFor(subject, undefined, baum, 'lenient'), {
      betreuung: { kundenbetreuer: subject }
    })
})

/** Who asks, what for, and what becomes of it, under the lenient rule. */
const wishes: [string, string, ...[Betreuung, Rollen]][] = [
  ['oneself', 'ABC12', ...kept({ kundenbetreuer: 'ABC12' })],
  ['oneself for both', 'ABC12', ...kept({ kundenbetreuer: 'ABC12', bearbeiter: 'ABC12' })],
  ['an organisation', 'XYZ54', ...kept({ kundenbetreuer: 'XYZ54' })],
  ['its people', 'XYZ54', ...kept({ kundenbetreuer: 'ABC12', bearbeiter: 'TEST' })],
  ['Übernahmerecht', 'ABC12', ...kept({ kundenbetreuer: 'TEST', bearbeiter: 'TEST' })],
  ['outside of the fixtures', 'ABC12', ...kept({ kundenbetreuer: 'QQQ99', bearbeiter: 'RRR11' })],
  ['a colleague', 'ABC12', { kundenbetreuer: 'AAV43' }, denied('kundenbetreuer')],
  ['the organisation above', 'ABC12', { kundenbetreuer: 'XYZ54' }, denied('kundenbetreuer')],
  ['the other direction', 'TEST', { kundenbetreuer: 'ABC12' }, denied('kundenbetreuer')],
  ['a stranger', 'ABC12', { kundenbetreuer: 'DIV95' }, denied('kundenbetreuer')],
  ['a stranger by an organisation', 'XYZ54', { kundenbetreuer: 'DIV95' }, denied('kundenbetreuer')],
  ['no partner id', 'ABC12', { kundenbetreuer: 'abc12' }, denied('kundenbetreuer')],
  ['empty', 'ABC12', { kundenbetreuer: '' }, denied('kundenbetreuer')],
  [
    'a foreign editor',
    'ABC12',
    { kundenbetreuer: 'ABC12', bearbeiter: 'AAV43' },
    denied('bearbeiter')
  ],
  ['no id of one', 'ABC12', { kundenbetreuer: 'ABC12', bearbeiter: 'x' }, denied('bearbeiter')],
  [
    'an editor that is no person',
    'XYZ54',
    { kundenbetreuer: 'ABC12', bearbeiter: 'XYZ54' },
    denied('bearbeiter')
  ],
  [
    'both wrong',
    'ABC12',
    { kundenbetreuer: 'DIV95', bearbeiter: 'DIV95' },
    denied('kundenbetreuer')
  ]
]

t.test('others may be named only by those who may take over for them', async t => {
  for (const [title, subject, wunsch, rollen] of wishes)
    t.strictSame(betreuungFor(subject, wunsch, baum, 'lenient'), rollen, title)
})

t.test('under the strict rule nobody outside of the fixtures may be named', async t => {
  const strict = (wunsch: Betreuung) => betreuungFor('ABC12', wunsch, baum, 'strict')
  t.strictSame(strict({ kundenbetreuer: 'QQQ99' }), denied('kundenbetreuer'))
  t.strictSame(strict({ kundenbetreuer: 'ABC12', bearbeiter: 'QQQ99' }), denied('bearbeiter'))
  t.strictSame(strict({ kundenbetreuer: 'TEST' }), granted({ kundenbetreuer: 'TEST' }))
})

t.test('a partner exists in the fixtures, or by the look of its id', async t => {
  const cases = [
    ['ABC12', true, true],
    ['TEST', true, true],
    ['QQQ99', true, false],
    ['11111', false, false],
    ['qqq99', false, false],
    ['', false, false]
  ] as const
  for (const [partner, lenient, strict] of cases) {
    t.equal(exists(baum, partner, 'lenient'), lenient, partner)
    t.equal(exists(baum, partner, 'strict'), strict, partner)
  }
})

/** A case, and who may read it or replace it (with the Bearbeiter after that) under either rule. */
const cases: [Betreuung, string, boolean, string | undefined, string | undefined][] = [
  // without a Bearbeiter: the first of the line that replaces becomes one
  [{ kundenbetreuer: 'ABC12' }, 'ABC12', true, 'ABC12', undefined],
  [{ kundenbetreuer: 'ABC12' }, 'XYZ54', true, 'XYZ54', undefined],
  [{ kundenbetreuer: 'ABC12' }, 'AAV43', false, undefined, undefined],
  [{ kundenbetreuer: 'ABC12' }, 'DIV95', false, undefined, undefined],
  [{ kundenbetreuer: 'ABC12' }, 'MNC81', false, undefined, undefined],
  // with one: it stays
  [{ kundenbetreuer: 'ABC12', bearbeiter: 'AAV43' }, 'AAV43', true, 'AAV43', 'AAV43'],
  [{ kundenbetreuer: 'ABC12', bearbeiter: 'AAV43' }, 'ABC12', true, 'AAV43', undefined],
  [{ kundenbetreuer: 'ABC12', bearbeiter: 'AAV43' }, 'XYZ54', true, 'AAV43', undefined],
  [{ kundenbetreuer: 'ABC12', bearbeiter: 'AAV43' }, 'TEST', false, undefined, undefined],
  // Kundenbetreuer and Bearbeiter in two organisations
  [{ kundenbetreuer: 'DIV95', bearbeiter: 'AAV43' }, 'XYZ54', true, 'AAV43', undefined],
  [{ kundenbetreuer: 'DIV95', bearbeiter: 'AAV43' }, 'MNC81', true, 'AAV43', undefined],
  [{ kundenbetreuer: 'DIV95', bearbeiter: 'AAV43' }, 'EDY92', false, undefined, undefined],
  // ABC12 has the Zugriffsrecht and the Übernahmerecht on TEST: it may look, no more
  [{ kundenbetreuer: 'TEST' }, 'ABC12', true, undefined, undefined],
  [{ kundenbetreuer: 'AAV43', bearbeiter: 'TEST' }, 'ABC12', true, undefined, undefined],
  // an organisation as Kundenbetreuer gives its people nothing
  [{ kundenbetreuer: 'XYZ54' }, 'XYZ54', true, 'XYZ54', undefined],
  [{ kundenbetreuer: 'XYZ54' }, 'ABC12', false, undefined, undefined],
  // a partner outside of the fixtures
  [{ kundenbetreuer: 'QQQ99' }, 'QQQ99', true, 'QQQ99', undefined],
  [{ kundenbetreuer: 'QQQ99' }, 'XYZ54', false, undefined, undefined]
]

t.test(
  'reading is for the two roles, those above them, and those with a Zugriffsrecht',
  async t => {
    for (const [betreuung, subject, reads] of cases)
      t.equal(mayRead(betreuung, subject, baum), reads, `${subject} ${JSON.stringify(betreuung)}`)
  }
)

t.test('replacing is for the two roles and those above them, who take over', async t => {
  for (const [betreuung, subject, , takeover] of cases) {
    const bearbeiter = bearbeiterAfterReplacing(betreuung, subject, baum, 'takeover')
    t.equal(bearbeiter, takeover, `${subject} ${JSON.stringify(betreuung)}`)
  }
})

t.test('under the strict rule replacing is for the Bearbeiter alone', async t => {
  for (const [betreuung, subject, , , strict] of cases) {
    const bearbeiter = bearbeiterAfterReplacing(betreuung, subject, baum, 'strict')
    t.equal(bearbeiter, strict, `${subject} ${JSON.stringify(betreuung)}`)
  }
})

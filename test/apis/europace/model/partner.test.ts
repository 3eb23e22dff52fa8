import t from 'tap'
import {
  isSameOrBelow,
  mayAccess,
  mayTakeOverFor,
  PARTNER_ID,
  type Partner
} from '../../../../src/apis/europace/model/partner.ts'

const partner = (id: string, oberhalb?: string, rest: Partial<Partner> = {}): [string, Partner] => [
  id,
  {
    id,
    name: id,
    typ: 'PERSON',
    rechte: [],
    ...(oberhalb === undefined ? {} : { oberhalb }),
    ...rest
  }
]

/** ORG01 above ORG02 above ABC12, ORG01 above XYZ54, and ORG09 for itself. */
const baum = new Map([
  partner('ORG01', undefined, { typ: 'ORGANISATION' }),
  partner('ORG02', 'ORG01', { typ: 'ORGANISATION' }),
  partner('ABC12', 'ORG02', { uebernahmerechtFuer: ['XYZ54'] }),
  partner('XYZ54', 'ORG01', { zugriffsrechtAuf: ['ABC12'] }),
  partner('ORG09', undefined, { typ: 'ORGANISATION' })
])

t.test('a partner lies below itself and everybody above it', async t => {
  for (const oben of ['ABC12', 'ORG02', 'ORG01']) t.ok(isSameOrBelow(baum, 'ABC12', oben), oben)
  for (const oben of ['XYZ54', 'ORG09', 'NOB00']) t.notOk(isSameOrBelow(baum, 'ABC12', oben), oben)
  t.notOk(isSameOrBelow(baum, 'ORG01', 'ABC12'), 'nobody lies below those beneath')
  t.ok(isSameOrBelow(baum, 'NOB00', 'NOB00'), 'an unknown partner is itself')
  t.notOk(isSameOrBelow(baum, 'NOB00', 'ORG01'), 'and below nobody')
})

t.test('a tree that runs in a circle comes to an end', async t => {
  const circle = new Map([partner('AAA01', 'BBB02'), partner('BBB02', 'AAA01')])
  t.ok(isSameOrBelow(circle, 'AAA01', 'BBB02'))
  t.notOk(isSameOrBelow(circle, 'AAA01', 'ORG01'))
})

const rights = [
  // wer, auf, may take over, may access
  ['ABC12', 'ABC12', true, true],
  ['ABC12', 'XYZ54', true, false],
  ['XYZ54', 'ABC12', false, true],
  ['ORG02', 'ABC12', true, true],
  ['ORG01', 'ABC12', true, true],
  ['ORG02', 'XYZ54', false, false],
  ['ABC12', 'ORG02', false, false],
  ['ORG09', 'ABC12', false, false],
  ['NOB00', 'ABC12', false, false]
] as const

t.test('rights lead downward or where they were given, and only in that direction', async t => {
  for (const [wer, auf, takeOver, access] of rights) {
    t.equal(mayTakeOverFor(baum, wer, auf), takeOver, `${wer} may take over for ${auf}`)
    t.equal(mayAccess(baum, wer, auf), access, `${wer} may see the cases of ${auf}`)
  }
})

t.test('a partner id is three capitals and two digits', async t => {
  for (const id of ['ABC12', 'XYZ54', 'AAV43']) t.match(id, PARTNER_ID)
  for (const id of ['TEST', '11111', 'abc12', 'ABC1', 'ABC123', ' ABC12', 'ABC12\n', ''])
    t.notMatch(id, PARTNER_ID, JSON.stringify(id))
})

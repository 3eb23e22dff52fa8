import { readFileSync } from 'node:fs'
import { isValidBIC } from 'ibantools'
import t from 'tap'
import type { Anbieter, Faehigkeit } from '../../../src/apis/banksapi/model/anbieter.ts'
import { presentAnbieter } from '../../../src/apis/banksapi/model/anbieterliste.ts'
import { verfahrenMit } from '../../../src/apis/banksapi/model/verfahren.ts'

const anbieter: readonly Anbieter[] = JSON.parse(
  readFileSync('fixtures/banksapi/anbieter.json', 'utf8')
)
const DEMO = '00000000-0000-0000-0000-000000000000'
const others = anbieter.filter(({ id }) => id !== DEMO)

function some(is: (one: Anbieter) => boolean): boolean {
  return others.some(is)
}

t.test('the demo provider is shown as documented', async t => {
  const demo = anbieter.find(({ id }) => id === DEMO)
  const field = { hint: 'demo1, demo2 oder demo3', format: '|5' }
  t.strictSame(demo && presentAnbieter(demo, 'https://banksapi.io'), {
    id: DEMO,
    name: 'Demo Provider',
    consumerRelevant: true,
    group: 'demo',
    blz: '12345678',
    bic: 'DEMO1234',
    relations: [
      { rel: 'self', href: `https://banksapi.io/providers/v2/${DEMO}` },
      { rel: 'logo', href: 'https://banksapi.io/providers/v2/demo.svg' }
    ],
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [['GIROKONTO'], ['KREDITKARTE', 'TAGESGELDKONTO']],
    authenticationInfo: {
      loginHint: 'Der Demo Provider bietet drei Zugänge demo1/demo1, demo2/demo2 und demo3/demo3',
      fields: [
        { fieldkey: 'userid', label: 'Demo-User', secret: false, ...field },
        { fieldkey: 'pin', label: 'Demo-Passwort', secret: true, ...field }
      ]
    }
  })
  t.strictSame(demo?.bank, { sca: 'nie', verfahren: [1, 902, 999, 911, 946] })
})

t.test('providers of documented examples are in the catalogue', async t => {
  for (const id of ['ca650b48-3edc-45f4-938d-d21df8cba761', 'e966438b-83cf-49b7-bdcb-3d0550bfd8b2'])
    t.ok(
      some(one => one.id === id && one.bank.stoerung === undefined),
      id
    )
})

t.test('ids are UUIDs, and no two providers share id, name, bank code or BIC', async t => {
  for (const key of ['id', 'name', 'blz', 'bic'] as const) {
    const values = anbieter.map(one => one[key]).filter(value => value !== undefined)
    t.equal(new Set(values).size, values.length, key)
  }
  for (const { id } of anbieter)
    t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
})

t.test('bank codes and BICs look real and belong to nobody', async t => {
  for (const { name, blz, bic } of others) {
    if (blz !== undefined) t.match(blz, /^90\d{6}$/, `${name}: no real bank code begins with nine`)
    if (bic === undefined) continue
    t.ok(isValidBIC(bic), `${name}: ${bic}`)
    t.equal(bic.charAt(7), '0', `${name}: a BIC for tests`)
  }
})

t.test('every capability and every kind of product occurs', async t => {
  t.equal(new Set(anbieter.flatMap(one => one.capabilities)).size, 4)
  t.equal(new Set(anbieter.flatMap(one => one.channels.flat())).size, 12)
})

t.test('what a channel fetches is among the capabilities', async t => {
  const needed = (kind: string): readonly Faehigkeit[] => {
    if (kind === 'SONSTIGESPRODUKT') return []
    if (kind === 'DEPOT') return ['DEPOTS']
    if (kind === 'BAUSPARVERTRAG') return ['BAUSPAR']
    return kind.includes('KARTE') ? ['KARTEN'] : ['KONTEN']
  }
  for (const { name, capabilities, channels } of others)
    t.strictSame(
      [...new Set(channels.flat().flatMap(needed))].sort(),
      [...capabilities].sort(),
      name
    )
})

t.test('a kind of product is in one channel of a bank only', async t => {
  for (const { name, channels } of anbieter)
    t.equal(new Set(channels.flat()).size, channels.flat().length, name)
})

t.test('every way of authentication has a bank', async t => {
  const only = (code: number) => some(({ bank }) => bank.verfahren.join() === `${code}`)
  for (const code of [980, 911, 902, 946, 990]) t.ok(only(code), `only ${code}`)
  t.ok(some(({ bank }) => bank.verfahren.length > 3))
  t.ok(some(({ bank }) => bank.sca === 'immer'))
  t.ok(some(one => one.bank.sca === 'einmal' && one.channels.length === 3))
  t.ok(some(one => one.bank.sca === 'einmal' && one.channels.length === 2))
  for (const { name, bank } of anbieter) {
    t.ok(bank.sca === 'nie' || bank.verfahren.length > 0, `${name} offers a procedure`)
    for (const code of bank.verfahren) t.ok(verfahrenMit(code), `${name}: ${code}`)
  }
})

t.test('every trouble has a bank of its own', async t => {
  const troubles = others.map(({ bank }) => bank.stoerung).filter(one => one !== undefined)
  t.strictSame(troubles.sort(), ['gestoert', 'inaktiv', 'langsam', 'wartung'])
})

t.test('some banks are unusual in what they are or ask for', async t => {
  const keys = ({ fields }: Anbieter) => fields.map(({ fieldkey }) => fieldkey).join()
  t.ok(
    some(one => keys(one) === 'userid,partnerid' && one.bank.ebics !== undefined),
    'EBICS'
  )
  t.ok(
    some(one => one.fields.length === 3),
    'three fields'
  )
  t.ok(
    some(one => !one.consumerRelevant && !one.bank.ebics),
    'not for consumers'
  )
  t.ok(
    some(one => one.bank.umsatzTage === 90),
    '90 days only'
  )
  t.ok(
    some(one => one.group === undefined),
    'no logo'
  )
  t.ok(
    some(one => one.blz === undefined && one.bic === undefined),
    'no bank code'
  )
  t.ok(new Set(others.map(one => one.group)).size < others.length, 'a shared logo')
})

t.test('every bank says in its hint which login works, and hides what is secret', async t => {
  for (const { name, loginHint = '', fields } of anbieter) {
    t.match(loginHint, /demo\d|yildiz/, name)
    for (const { fieldkey, secret } of fields) t.equal(secret, fieldkey === 'pin', name)
  }
})

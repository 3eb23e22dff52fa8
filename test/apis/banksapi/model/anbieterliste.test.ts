import t from 'tap'
import type { Anbieter } from '../../../../src/apis/banksapi/model/anbieter.ts'
import {
  presentAnbieter,
  presentCoreData,
  presentEbicsInfo,
  presentJobStatistics,
  type Statistikwunsch
} from '../../../../src/apis/banksapi/model/anbieterliste.ts'
import { fromBerlin } from '../../../../src/world/berlin.ts'
import { createChance } from '../../../../src/world/chance.ts'

const BASE = 'https://sandkasten.example/bank'
const ID = '0b7f4783-4c93-4820-8e73-354a0f1c469e'
const FIELD = { fieldkey: 'userid', label: 'Name', secret: false, format: '|5' }

const bare: Anbieter = {
  id: ID,
  name: 'Bank',
  consumerRelevant: false,
  capabilities: ['KONTEN'],
  channels: [['GIROKONTO']],
  fields: [FIELD],
  bank: { sca: 'einmal', verfahren: [1] }
}
const full: Anbieter = {
  ...bare,
  consumerRelevant: true,
  group: 'demo',
  blz: '12345678',
  bic: 'DEMO1234',
  loginHint: 'Hinweis',
  bank: { ...bare.bank, ebics: { hostId: 'HOST', hostUrl: 'https://ebics.example' } }
}

t.test('a provider shows what is known of it, and nothing of the bank behind it', async t => {
  t.strictSame(presentAnbieter(full, BASE), {
    id: ID,
    name: 'Bank',
    consumerRelevant: true,
    group: 'demo',
    blz: '12345678',
    bic: 'DEMO1234',
    relations: [
      { rel: 'self', href: `${BASE}/providers/v2/${ID}` },
      { rel: 'logo', href: `${BASE}/providers/v2/demo.svg` }
    ],
    capabilities: ['KONTEN'],
    channels: [['GIROKONTO']],
    authenticationInfo: { loginHint: 'Hinweis', fields: [FIELD] }
  })
})

t.test('what a provider does not have is left out, and without group there is no logo', async t => {
  t.strictSame(presentAnbieter(bare, BASE), {
    id: ID,
    name: 'Bank',
    consumerRelevant: false,
    relations: [{ rel: 'self', href: `${BASE}/providers/v2/${ID}` }],
    capabilities: ['KONTEN'],
    channels: [['GIROKONTO']],
    authenticationInfo: { fields: [FIELD] }
  })
  t.strictSame(presentCoreData(bare, BASE), { id: ID, name: 'Bank' })
})

t.test('core data is what a list of banks shows', async t => {
  t.strictSame(presentCoreData(full, BASE), {
    id: ID,
    name: 'Bank',
    group: 'demo',
    blz: '12345678',
    bic: 'DEMO1234',
    logo: `${BASE}/providers/v2/demo.svg`
  })
})

t.test('a group with unusual letters makes a link that works', async t => {
  const { logo } = presentCoreData({ ...bare, group: 'Bär & Söhne/1' }, BASE)
  t.equal(logo, `${BASE}/providers/v2/B%C3%A4r%20%26%20S%C3%B6hne%2F1.svg`)
})

t.test('only a provider with EBICS tells where its server is', async t => {
  t.strictSame(presentEbicsInfo(full), { hostId: 'HOST', hostUrl: 'https://ebics.example' })
  t.equal(presentEbicsInfo(bare), undefined)
})

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const chance = createChance('sandkasten')

function bank(group: string, more: Partial<Anbieter['bank']> = {}): Anbieter {
  return { ...bare, group, bank: { ...bare.bank, ...more } }
}

function statistics(anbieter: readonly Anbieter[], wunsch: Statistikwunsch = {}) {
  return presentJobStatistics(anbieter, wunsch, NOW, chance)
}

function logos(anbieter: readonly Anbieter[], wunsch?: Statistikwunsch): readonly string[] {
  return statistics(anbieter, wunsch).map(({ logo }) => logo)
}

t.test(
  'statistics have plausible numbers, the same each time, one entry for each logo',
  async t => {
    const groups = Array.from({ length: 100 }, (_, n) => `group-${n}`)
    const banks = [...groups, ...groups].map(group => bank(group))
    const shown = statistics(banks)
    t.strictSame(
      shown.map(({ logo }) => logo),
      groups
    )
    for (const { logo, latestSuccessDate, averageDuration, successRate } of shown) {
      const age = NOW - (fromBerlin(latestSuccessDate) ?? 0)
      t.ok(age >= MINUTE && age < 60 * MINUTE + 1_000, `${logo}: within the last hour`)
      t.ok(averageDuration >= 5_000 && averageDuration <= 65_000, `${logo}: ${averageDuration} ms`)
      t.ok(successRate >= 0.9 && successRate <= 1, `${logo}: ${successRate}`)
      t.equal(successRate, Number(successRate.toFixed(2)))
    }
    t.strictSame(statistics(banks), shown)
    t.strictSame(statistics([bank('group-7')]), shown.slice(7, 8), 'whatever the other banks are')
    t.ok(new Set(shown.map(({ averageDuration }) => averageDuration)).size > 90)
  }
)

t.test('a fetch counts when it succeeded in the period', async t => {
  const cases: readonly [Statistikwunsch, readonly string[]][] = [
    [{}, ['demo']],
    [{ hours: 1 }, ['demo']],
    [{ days: 1 }, ['demo']],
    [{ days: 0, hours: 1 }, ['demo']],
    [{ days: 1, hours: 0 }, ['demo']],
    [{ hours: 0 }, []],
    [{ days: 0 }, []],
    [{ days: 0, hours: 0 }, []]
  ]
  for (const [wunsch, shown] of cases)
    t.strictSame(logos([bank('demo')], wunsch), shown, JSON.stringify(wunsch))
})

t.test('a bank that cannot be reached and one without logo do not count', async t => {
  t.strictSame(
    logos([
      bank('wartung', { stoerung: 'wartung' }),
      bank('inaktiv', { stoerung: 'inaktiv' }),
      bank('gestoert', { stoerung: 'gestoert' }),
      bare,
      bank('halb', { stoerung: 'gestoert' }),
      bank('halb')
    ]),
    ['halb']
  )
})

t.test('a slow bank takes a minute longer', async t => {
  const [usual] = statistics([bank('demo')])
  const [slow] = statistics([bank('demo', { stoerung: 'langsam' })])
  t.equal(Number(slow?.averageDuration) - Number(usual?.averageDuration), MINUTE)
})

t.test('statistics can be narrowed to EBICS and to logos with an authentication', async t => {
  const ebics = { hostId: 'HOST', hostUrl: 'https://ebics.example' }
  const banks = [
    bank('plain'),
    bank('free', { sca: 'nie' }),
    bank('mixed', { sca: 'nie' }),
    bank('mixed', { sca: 'immer' }),
    bank('ebics', { sca: 'nie', ebics })
  ]
  t.strictSame(logos(banks), ['plain', 'free', 'mixed', 'ebics'])
  t.strictSame(logos(banks, { sca: true }), ['plain', 'mixed'])
  t.strictSame(logos(banks, { ebics: true }), ['ebics'])
  t.strictSame(logos(banks, { sca: true, ebics: true }), [])
  t.strictSame(logos(banks, { sca: false, ebics: false }), logos(banks))
})

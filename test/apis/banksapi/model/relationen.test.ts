import t from 'tap'
import { abrufen } from '../../../../src/apis/banksapi/model/abruf.ts'
import {
  type Bankzugang,
  giveUp,
  withFailure
} from '../../../../src/apis/banksapi/model/bankzugang.ts'
import { meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import {
  customerRelations,
  issueRelationsOf,
  type Relation,
  relationsOf
} from '../../../../src/apis/banksapi/model/relationen.ts'
import {
  ACCESS,
  begonnen,
  bei,
  einfach,
  fertig,
  NOW,
  neuerZugang,
  offen,
  umstaende
} from './bankfaelle.ts'

const adressen = { base: 'http://localhost:4010', legacy: true, oldKinds: false, photo: 'UE5H' }
const customer = 'http://localhost:4010/customer/v2'
const access = `${customer}/bankzugaenge/${ACCESS}`
const consent = `${access}/consent/sca-1`

const PHONES = ['Mobil', 'Handy Eins']
const challenge = begonnen([902], ['Mobil'])
const refused = [meldung('BA1011')]
const failed = withFailure(neuerZugang({ abrufe: 1 }), refused, NOW)
const expired = abrufen(fertig(), einfach, umstaende({ canAsk: false }))
const none = bei({ sca: 'nie' })

/** Every state and what can be done in it beside what can always be done. */
const STATES: readonly (readonly [string, Bankzugang, string])[] = [
  ['S1 method', offen(begonnen([1, 902], PHONES)), 'set_method'],
  ['S2 medium', offen(begonnen([902], PHONES)), 'set_medium'],
  ['S3 challenge', offen(challenge), 'authenticate'],
  ['S4 decoupled', offen(begonnen([946], ['Mobil'])), 'authenticate authenticate_decoupled'],
  ['S5 redirect', offen(begonnen([990])), 'cancel redirect_url'],
  ['S6 done', fertig(), 'refresh_bankzugang'],
  [
    'S7 SCA failed',
    giveUp(offen(challenge), meldung('BA3040'), NOW),
    'refresh_bankzugang start_sca'
  ],
  ['S9 login failed on creation', failed, ''],
  ['S9 once more', withFailure({ ...failed, abrufe: 2 }, refused, NOW), ''],
  [
    'S10 later fetch failed',
    withFailure(fertig({ abrufe: 2 }), refused, NOW),
    'refresh_bankzugang'
  ],
  ['S1 of a new access', { ...offen(begonnen([1, 902])), produkte: [] }, 'set_method'],
  [
    'S7 of a new access',
    giveUp({ ...offen(challenge), produkte: [] }, meldung('BA3040'), NOW),
    'refresh_bankzugang start_sca'
  ]
]

t.test('every state has its relations, each at most once', async t => {
  for (const [title, zugang, more] of STATES) {
    const rels = relationsOf(zugang, adressen).map(({ rel }) => rel)
    t.strictSame(rels.slice(0, 3), ['self', 'delete_bankzugang', 'get_issues'], title)
    t.equal(rels.slice(3).sort().join(' '), more, title)
    t.equal(new Set(rels).size, rels.length, title)
  }
})

t.test('an access whose consent has expired offers nothing but a new authentication', async t => {
  const rels = relationsOf(expired, adressen).map(({ rel }) => rel)
  t.strictSame(rels, ['self', 'delete_bankzugang', 'get_issues', 'start_sca'])
})

t.test('an access that was fetched and has no products can be fetched again', async t => {
  const empty = abrufen(neuerZugang(), einfach, umstaende({ anbieter: none, konten: [] }))
  t.strictSame(empty.meldungen, [])
  t.ok(hrefOf(relationsOf(empty, adressen), 'refresh_bankzugang'))
})

t.test('relations lead where they should', async t => {
  const hrefs: readonly (readonly [Bankzugang, string, string])[] = [
    [fertig(), 'self', access],
    [fertig(), 'delete_bankzugang', access],
    [fertig(), 'get_issues', `${access}/issues`],
    [fertig(), 'refresh_bankzugang', `${customer}/bankzugaenge?refresh=true`],
    [expired, 'start_sca', `${access}/consent`],
    [offen(begonnen([1, 902])), 'set_method', consent],
    [offen(begonnen([902], PHONES)), 'set_medium', consent],
    [offen(challenge), 'authenticate', consent],
    [offen(begonnen([946], ['Mobil'])), 'authenticate', consent],
    [offen(begonnen([946], ['Mobil'])), 'authenticate_decoupled', consent],
    [offen(begonnen([990])), 'cancel', `${consent}/cancel`]
  ]
  for (const [zugang, rel, href] of hrefs)
    t.equal(hrefOf(relationsOf(zugang, adressen), rel), href, rel)
})

t.test('a redirect knows the page of the bank and the session of the redirect', async t => {
  const href = hrefOf(relationsOf(offen(begonnen([990])), adressen), 'redirect_url') ?? ''
  t.ok(href.startsWith('http://localhost:4010/redirect/?'), href)
  const query = new URL(href).searchParams
  t.ok(URL.canParse(query.get('forwardUrl') ?? ''), 'forwardUrl')
  t.ok(URL.canParse(query.get('sessionUrl') ?? ''), 'sessionUrl')
})

t.test('a letter to be signed can be had, whatever else is open', async t => {
  const pdf = `${access}/challenge/pdf`
  const ebics = { type: 'EBICS', brief: true } as const
  t.equal(hrefOf(relationsOf(fertig(ebics), adressen), 'get_challenge_pdf'), pdf)
  t.equal(hrefOf(relationsOf(offen(challenge, ebics), adressen), 'get_challenge_pdf'), pdf)
  t.notOk(hrefOf(relationsOf(fertig(), adressen), 'get_challenge_pdf'))
})

t.test('an access that was built by hand is never fetched', async t => {
  const rels = relationsOf(fertig({ type: 'BUILDER', sync: false }), adressen).map(({ rel }) => rel)
  t.strictSame(rels, ['self', 'delete_bankzugang', 'get_issues'])
})

const ISSUES =
  'self delete_bankzugang get_issues set_method set_medium authenticate authenticate_decoupled cancel redirect_url'

t.test('issues have the relations of the open step', async t => {
  for (const [title, zugang, more] of STATES) {
    const rels = issueRelationsOf(zugang, adressen).map(({ rel }) => rel)
    t.ok(rels.includes('delete_bankzugang'), title)
    const open = more.split(' ').filter(rel => ISSUES.split(' ').includes(rel))
    t.equal(
      open.every(rel => rels.includes(rel)),
      true,
      title
    )
  }
})

t.test('issues have no relations beside the documented ones', async t => {
  for (const [title, zugang] of [...STATES, ['S8', expired] as const])
    for (const { rel } of issueRelationsOf(zugang, adressen))
      t.ok(ISSUES.split(' ').includes(rel), `${title}: ${rel}`)
})

t.test('a customer finds every relation once', async t => {
  const relations = customerRelations(adressen)
  const rels = relations.map(({ rel }) => rel)
  t.strictSame(
    [...rels].sort(),
    [
      ...['self', 'get_bankzugaenge', 'add_bankzugaenge', 'delete_bankzugaenge'],
      ...['delete_regprotect_sessions', 'get_contracts', 'get_sales_triggers', 'get_life_events'],
      ...['get_life_stages', 'get_cashflow', 'get_credit_check', 'get_disposable_money'],
      ...['get_affinities', 'get_credit_attributes', 'get_tagging_rules', 'add_tagging_rules'],
      'delete_tagging_rules'
    ].sort()
  )
  t.equal(hrefOf(relations, 'self'), customer)
  for (const rel of ['get_bankzugaenge', 'add_bankzugaenge', 'delete_bankzugaenge'])
    t.equal(hrefOf(relations, rel), `${customer}/bankzugaenge`, rel)
  t.equal(hrefOf(relations, 'delete_regprotect_sessions'), `${customer}/regprotect/sessions`)
  t.equal(hrefOf(relations, 'get_sales_triggers'), `${customer}/sales-triggers`)
  t.equal(hrefOf(relations, 'add_tagging_rules'), `${customer}/tagging-rules`)
})

function hrefOf(relations: readonly Relation[], rel: string): string | undefined {
  return relations.find(one => one.rel === rel)?.href
}

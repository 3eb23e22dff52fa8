import t from 'tap'
import type { Partner, Partnerbaum } from '../../../../src/apis/europace/model/partner.ts'
import {
  type Client,
  grant,
  rolesOf,
  type TokenRequest
} from '../../../../src/apis/europace/model/zugang.ts'
import { baum } from './umbau-helper.ts'

const WRITE = 'baufinanzierung:vorgang:schreiben'
const READ = 'baufinanzierung:vorgang:lesen'
const REAL = 'baufinanzierung:echtgeschaeft'
const KREDIT = 'privatkredit:vorgang:schreiben'
const SETTINGS = 'impersonieren'

/** Registered on XYZ54, acts for ABC12 unless it is told otherwise. */
const demo: Client = {
  id: 'demo-client',
  secret: 'demo-secret',
  partner: 'XYZ54',
  subject: 'ABC12',
  scopes: [READ, WRITE, REAL, KREDIT, SETTINGS]
}
const plain: Client = { id: 'plain', secret: 's', partner: 'ABC12', scopes: [READ] }
/** Registered on MNC81, above DIV95 and EDY92; the latter lacks ECHTES_GESCHAEFT_ERLAUBT. */
const south: Client = { ...demo, id: 'south', partner: 'MNC81', subject: 'EDY92' }

const refusals = {
  scope: ['invalid_scope', 'Invalid, unknown or malformed scope'],
  actor: ['unauthorized_client', 'Unauthorized client: Actor not found'],
  subject: ['unauthorized_client', 'Unauthorized client: Subject not found'],
  impersonation: [
    'unauthorized_client',
    'Unauthorized client: Scope `impersonieren` is required if subject != actor'
  ]
} as const

function refused(why: keyof typeof refusals) {
  const [error, description] = refusals[why]
  return { granted: false, error, description }
}

t.test('who acts for whom follows from the request, then from the client', async t => {
  const cases: [Client, TokenRequest, string, string][] = [
    [demo, {}, 'ABC12', 'ABC12'],
    [plain, {}, 'ABC12', 'ABC12'],
    [{ ...demo, subject: 'TEST' }, {}, 'TEST', 'TEST'],
    [demo, { actor: 'XYZ54' }, 'XYZ54', 'XYZ54'],
    [demo, { actor: 'AAV43' }, 'AAV43', 'AAV43'],
    [demo, { subject: 'TEST' }, 'XYZ54', 'TEST'],
    [demo, { actor: 'XYZ54', subject: 'TEST' }, 'XYZ54', 'TEST'],
    [demo, { actor: '', subject: '' }, 'ABC12', 'ABC12']
  ]
  for (const [client, request, actor, subject] of cases) {
    t.strictSame(rolesOf(client, request), { actor, subject }, JSON.stringify(request))
    t.match(grant(client, request, baum), { granted: true, actor, subject })
  }
})

t.test('of several faults the first in the documented order is told', async t => {
  const request = { scope: `${READ} impersonate`, actor: 'DIV95', subject: 'MNC81' }
  t.strictSame(grant(demo, request, baum), refused('scope'))
  const known = { ...request, scope: READ }
  t.strictSame(grant(demo, known, baum), refused('actor'))
  const acting = { ...known, actor: 'XYZ54' }
  t.strictSame(grant(demo, acting, baum), refused('subject'))
  const below = { ...acting, subject: 'TEST' }
  t.strictSame(grant(demo, below, baum), refused('impersonation'))
  t.match(grant(demo, { ...below, scope: `${READ} ${SETTINGS}` }, baum), { granted: true })
})

t.test('the actor has to exist at or below the partner of the client', async t => {
  const cases: [Client, string][] = [
    [demo, 'DIV95'],
    [demo, 'MNC81'],
    [plain, 'XYZ54'],
    [plain, 'AAV43'],
    [demo, 'QQQ99'],
    [demo, 'abc12'],
    [{ ...demo, partner: 'QQQ99' }, 'QQQ99']
  ]
  for (const [client, actor] of cases)
    t.strictSame(grant(client, { actor }, baum), refused('actor'), `${client.id} as ${actor}`)
})

t.test('the subject has to exist at or below the actor', async t => {
  const cases: [Client, TokenRequest][] = [
    [demo, { actor: 'ABC12', subject: 'AAV43' }],
    [demo, { actor: 'ABC12', subject: 'XYZ54' }],
    [demo, { actor: 'XYZ54', subject: 'DIV95' }],
    [demo, { subject: 'DIV95' }],
    [demo, { actor: 'XYZ54', subject: 'QQQ99' }],
    [plain, { subject: 'AAV43' }]
  ]
  for (const [client, request] of cases)
    t.strictSame(grant(client, request, baum), refused('subject'), JSON.stringify(request))
})

t.test('acting for somebody else needs impersonieren among the granted scopes', async t => {
  const other = { actor: 'XYZ54', subject: 'ABC12' }
  const without = { ...demo, scopes: [READ, WRITE] }
  const weak = withRights('XYZ54', ['BS_SICHTBAR'])

  t.match(grant(demo, other, baum), { granted: true, subject: 'ABC12' })
  t.strictSame(grant(demo, { ...other, scope: READ }, baum), refused('impersonation'), 'not wished')
  t.strictSame(grant(without, other, baum), refused('impersonation'), 'not of the client')
  t.strictSame(grant(demo, other, weak), refused('impersonation'), 'the actor has no right')
  t.match(grant(without, { actor: 'ABC12', subject: 'ABC12' }, baum), { granted: true })
})

/** The tree in which one partner has these rights only. */
function withRights(id: string, rechte: Partner['rechte']): Partnerbaum {
  return new Map([...baum.values()].map(one => [one.id, one.id === id ? { ...one, rechte } : one]))
}

const wishes: [string, Client, TokenRequest, readonly string[]][] = [
  ['no wish gives every scope of the client', demo, {}, demo.scopes],
  ['a wish limits them', demo, { scope: `${WRITE} ${READ}` }, [WRITE, READ]],
  ['a name counts once', demo, { scope: `${READ} ${READ}` }, [READ]],
  ['more than one space is one', demo, { scope: `  ${READ}   ${WRITE} ` }, [READ, WRITE]],
  ['what the client lacks is left out', plain, { scope: `${READ} ${WRITE} openid` }, [READ]],
  ['nothing may be left', plain, { scope: WRITE }, []],
  ['no-access grants nothing', demo, { scope: 'no-access' }, []],
  ['no-access takes nothing away', demo, { scope: `no-access ${READ}` }, [READ]],
  ['a right that the actor lacks costs its scopes', south, {}, [READ, WRITE, KREDIT]],
  ['the same with a wish', south, { scope: `${REAL} ${WRITE}` }, [WRITE]],
  ['one of two rights is not enough', demo, { actor: 'AAV43', scope: `${REAL} ${READ}` }, [READ]]
]

t.test('a client gets what it wished for, as far as it and its actor may', async t => {
  for (const [title, client, request, scopes] of wishes) {
    const granted = grant(client, request, baum)
    t.strictSame(granted.granted && granted.scopes, scopes, title)
  }
})

t.test('each scope needs its rights from the actor, whoever the subject is', async t => {
  const rights = [
    [[], []],
    [['BS_SICHTBAR'], [READ, WRITE]],
    [['ECHTES_GESCHAEFT_ERLAUBT'], []],
    [
      ['BS_SICHTBAR', 'ECHTES_GESCHAEFT_ERLAUBT'],
      [READ, WRITE, REAL]
    ],
    [['KREDIT_SMART_SICHTBAR'], [KREDIT]],
    [['DARF_EINSTELLUNGEN_OEFFNEN'], [SETTINGS]]
  ] as const
  for (const [rechte, expected] of rights) {
    const granted = grant(demo, {}, withRights('ABC12', rechte))
    t.strictSame(granted.granted && granted.scopes, expected, rechte.join(' '))
  }
  const forWeak = grant(demo, { actor: 'XYZ54', subject: 'AAV43' }, baum)
  t.strictSame(
    forWeak.granted && forWeak.scopes,
    demo.scopes,
    'the rights of the subject do not count'
  )
})

t.test('an unknown name refuses the whole request', async t => {
  for (const scope of ['impersonate', `${READ} x`, `${READ},${WRITE}`, `${READ}\t${WRITE}`])
    t.strictSame(grant(demo, { scope }, baum), refused('scope'), JSON.stringify(scope))
})

t.test('a parameter without a value counts as left out', async t => {
  const granted = grant(demo, { scope: '', actor: '', subject: '' }, baum)
  t.strictSame(granted, { granted: true, actor: 'ABC12', subject: 'ABC12', scopes: demo.scopes })
})

import t from 'tap'
import { type Flow, flowOf, readAction } from '../../../src/apis/banksapi/flow.ts'
import type { Umfeld } from '../../../src/apis/banksapi/flow-aktionen.ts'
import type { Anbieter } from '../../../src/apis/banksapi/model/anbieter.ts'
import type { Schritt, Sitzung } from '../../../src/apis/banksapi/model/regprotect.ts'
import type { Sca } from '../../../src/apis/banksapi/model/sca.ts'

const BANK: Anbieter = {
  id: 'bank',
  name: 'Sandbank',
  consumerRelevant: true,
  capabilities: [],
  channels: [],
  fields: [
    { fieldkey: 'userid', label: 'Name', secret: false, format: '' },
    { fieldkey: 'pin', label: 'PIN', secret: true, format: '' }
  ],
  bank: { sca: 'nie', verfahren: [] }
}

function sitzung(schritt: Schritt, more: object = {}): Sitzung {
  return { id: 's', useCase: 'CREATE_ACCOUNT', schritt, providerId: 'bank', ...more } as Sitzung
}

function inSca(sca: Partial<Sca>): Sitzung {
  const open = { schritt: 'CHALLENGE', angebot: [1, 902], medien: ['Mobil', 'Handy Eins'], ...sca }
  return sitzung('SCA', { entwurf: { offen: { sca: open } } })
}

/** What stands beside a session that makes no payment. */
function neben(...anbieter: readonly Anbieter[]): Umfeld {
  return { anbieter, zugaenge: [] }
}

function namesOf(flow: Flow): string {
  return flow.actions
    .map(({ name, fields }) => `${name}(${fields.map(field => field.name).join(',')})`)
    .join(' ')
}

t.test('each step has its name and its actions', async t => {
  const konten = { entwurf: { produkte: [{ id: 'DE1', bezeichnung: 'Girokonto' }] } }
  const cases: readonly (readonly [Sitzung, string, string])[] = [
    [sitzung('BEDINGUNGEN'), 'terms', 'accept-terms() decline-terms() cancel()'],
    [sitzung('ANBIETER'), 'provider', 'choose-provider(providerId) cancel()'],
    [sitzung('LOGIN'), 'credentials', 'enter-credentials(userid,pin) change-provider() cancel()'],
    [
      sitzung('LOGIN', { useCase: 'AUTHENTICATE_ACCOUNT' }),
      'credentials',
      'enter-credentials(userid,pin) cancel()'
    ],
    [
      sitzung('LOGIN', { providerId: 'unknown' }),
      'credentials',
      'enter-credentials() change-provider() cancel()'
    ],
    [inSca({ schritt: 'METHODE' }), 'method', 'choose-method(method) cancel()'],
    [inSca({ schritt: 'MEDIUM', verfahren: 902 }), 'medium', 'choose-medium(medium) cancel()'],
    [inSca({ verfahren: 1 }), 'tan', 'enter-tan(tan) cancel()'],
    [inSca({ verfahren: 946 }), 'decoupled', 'confirm() cancel()'],
    [inSca({ verfahren: 990 }), 'redirect', 'confirm() decline() cancel()'],
    [sitzung('KONTEN', konten), 'accounts', 'choose-accounts(accounts) cancel()'],
    [sitzung('ENDE', { baReentry: 'ERROR' }), 'done', '']
  ]
  for (const [one, step, actions] of cases) {
    const flow = flowOf(one, neben(BANK))
    t.equal(flow.step, step)
    t.equal(namesOf(flow), actions, step)
    t.equal(flow.done, step === 'done')
  }
})

t.test('choices come with their options and what people call them', async t => {
  const fieldOf = (one: Sitzung) => flowOf(one, neben(BANK)).actions[0]?.fields[0]
  t.match(fieldOf(sitzung('ANBIETER')), { type: 'choice', options: ['bank'], labels: ['Sandbank'] })
  t.match(fieldOf(inSca({ schritt: 'METHODE', angebot: [1, 902, 4711] })), {
    options: ['1', '902', '4711'],
    labels: ['mockTAN', 'mockPhotoTAN', '4711']
  })
  t.match(fieldOf(inSca({ schritt: 'MEDIUM', verfahren: 902 })), {
    options: ['Mobil', 'Handy Eins']
  })
  const konten = { entwurf: { produkte: [{ id: 'DE1', bezeichnung: 'Girokonto' }] } }
  t.match(fieldOf(sitzung('KONTEN', konten)), {
    type: 'choices',
    options: ['DE1'],
    labels: ['Girokonto']
  })
  t.same(fieldOf(sitzung('KONTEN'))?.options, [])
  t.match(flowOf(sitzung('LOGIN'), neben(BANK)).actions[0]?.fields, [
    { name: 'userid', type: 'text' },
    { name: 'pin', type: 'password' }
  ])
})

t.test('who is through is told how and where to go', async t => {
  const ended = { baReentry: 'FINISHED', callbackUrl: 'https://portal.example/?a=1' }
  t.match(flowOf(sitzung('ENDE', ended), neben()), {
    baReentry: 'FINISHED',
    location: 'https://portal.example/?a=1&baReentry=FINISHED'
  })
  t.notOk('location' in flowOf(sitzung('ENDE', { baReentry: 'FINISHED' }), neben()))
  t.notOk(
    'location' in flowOf(sitzung('LOGIN', { callbackUrl: 'https://portal.example' }), neben())
  )
  t.equal(flowOf(sitzung('LOGIN', { hinweis: 'Falsch' }), neben()).hint, 'Falsch')
})

t.test('an action is read into what the customer did', async t => {
  const konten = { entwurf: { produkte: [{ id: 'DE1', bezeichnung: 'Girokonto' }] } }
  const cases: readonly (readonly [Sitzung, string, Record<string, string[]>, object])[] = [
    [sitzung('BEDINGUNGEN'), 'accept-terms', {}, { type: 'accept-terms' }],
    [sitzung('BEDINGUNGEN'), 'decline-terms', {}, { type: 'decline-terms' }],
    [sitzung('BEDINGUNGEN'), 'cancel', {}, { type: 'cancel' }],
    [sitzung('LOGIN'), 'change-provider', {}, { type: 'change-provider' }],
    [
      sitzung('ANBIETER'),
      'choose-provider',
      { providerId: ['bank'] },
      { type: 'choose-provider', providerId: 'bank' }
    ],
    [
      sitzung('LOGIN'),
      'enter-credentials',
      { userid: ['demo1'], pin: ['1'], other: ['x'] },
      { type: 'enter-credentials', credentials: { userid: 'demo1', pin: '1' } }
    ],
    [
      inSca({ schritt: 'METHODE' }),
      'choose-method',
      { method: ['902'] },
      { type: 'sca', event: { type: 'method', kodierung: 902 } }
    ],
    [
      inSca({ schritt: 'MEDIUM', verfahren: 902 }),
      'choose-medium',
      { medium: ['Mobil'] },
      { type: 'sca', event: { type: 'medium', name: 'Mobil' } }
    ],
    [
      inSca({ verfahren: 1 }),
      'enter-tan',
      { tan: ['42'] },
      { type: 'sca', event: { type: 'tan', tan: '42' } }
    ],
    [inSca({ verfahren: 946 }), 'confirm', {}, { type: 'sca', event: { type: 'polled' } }],
    [inSca({ verfahren: 990 }), 'confirm', {}, { type: 'decide', entscheidung: 'bestaetigt' }],
    [inSca({ verfahren: 990 }), 'decline', {}, { type: 'decide', entscheidung: 'abgelehnt' }],
    [
      sitzung('KONTEN', konten),
      'choose-accounts',
      { accounts: ['DE1'] },
      { type: 'choose-accounts', accounts: ['DE1'] }
    ],
    [sitzung('KONTEN', konten), 'choose-accounts', {}, { type: 'choose-accounts', accounts: [] }]
  ]
  for (const [one, name, values, eingabe] of cases)
    t.same(readAction(flowOf(one, neben(BANK)), name, values), { is: 'read', eingabe }, name)
})

t.test('what the step does not have is refused', async t => {
  const flow = flowOf(inSca({ schritt: 'METHODE' }), neben())
  t.same(readAction(flow, 'enter-tan', { tan: ['1'] }), { is: 'refused', why: 'action' })
  t.same(readAction(flow, 'choose-method', {}), {
    is: 'refused',
    why: 'missing',
    field: 'method'
  })
  t.same(readAction(flow, 'choose-method', { method: ['7'] }), {
    is: 'refused',
    why: 'unknown',
    field: 'method'
  })
  const login = flowOf(sitzung('LOGIN'), neben(BANK))
  t.match(readAction(login, 'enter-credentials', { userid: ['demo1'], pin: [''] }), {
    why: 'missing',
    field: 'pin'
  })
})

import t from 'tap'
import { type Flow, flowOf, readAction } from '../../../src/apis/banksapi/flow.ts'
import type { Umfeld } from '../../../src/apis/banksapi/flow-aktionen.ts'
import type { Anbieter } from '../../../src/apis/banksapi/model/anbieter.ts'
import type { Schritt, Sitzung } from '../../../src/apis/banksapi/model/regprotect.ts'
import type { Sca } from '../../../src/apis/banksapi/model/sca.ts'
import type { Zahlung, Zahlungsart } from '../../../src/apis/banksapi/model/zahlung.ts'

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

function namesOf(flow: Flow): string {
  return flow.actions
    .map(({ name, fields }) => `${name}(${fields.map(field => field.name).join(',')})`)
    .join(' ')
}

/** What stands beside a session that makes a payment. */
function zahlend(art: Zahlungsart, more: Partial<Zahlung> = {}, zugaenge: object[] = []): Umfeld {
  const transfer = { is: 'ueberweisung', posten: [] }
  const debit = { is: 'lastschrift', posten: [], rahmen: {} }
  const inhalt = art.endsWith('debit') ? debit : transfer
  return { anbieter: [BANK], zugaenge, zahlung: { art, inhalt, ...more } } as Umfeld
}

function bezahlt(schritt: Schritt, more: object = {}): Sitzung {
  return sitzung(schritt, { useCase: 'START_PAYMENT_SINGLE_TRANSFER', zahlung: 'z', ...more })
}

const KONTEN = { zahlungskonten: [{ id: 'DE1', bezeichnung: 'Girokonto' }] }
const TRANSFER = 'recipient,iban,amount,purpose,bic,requestedExecutionDate'
const DEBIT =
  'debtorName,debtorIban,amount,purpose,endToEndId,mandateIdentification,mandateDateOfSignature,' +
  'creditorSchemeIdentification,requestedCollectionDate,sequenceType,business,debtorBic'

t.test('a payment has steps of its own', async t => {
  const access = { accessId: 'a1', produkte: [{ kreditinstitut: 'Sandbank' }] }
  const sca = (more: Partial<Sca>) => ({
    sca: { angebot: [1, 902], medien: ['Mobil'], ...more } as Sca
  })
  const cases: readonly (readonly [Sitzung, Umfeld, string, string])[] = [
    [
      bezahlt('ANBIETER'),
      zahlend('single-transfer'),
      'provider',
      'choose-provider(providerId) cancel()'
    ],
    [
      bezahlt('ANBIETER'),
      zahlend('bulk-debit', {}, [access]),
      'provider',
      'choose-provider(providerId) choose-access(accessId) cancel()'
    ],
    [
      bezahlt('LOGIN'),
      zahlend('bulk-debit'),
      'credentials',
      'enter-credentials(userid,pin) change-provider() cancel()'
    ],
    [
      bezahlt('KONTEN', KONTEN),
      zahlend('bulk-debit'),
      'accounts',
      'choose-accounts(accounts) cancel()'
    ],
    [
      bezahlt('DATEN'),
      zahlend('single-transfer'),
      'payment',
      `enter-payment(${TRANSFER}) cancel()`
    ],
    [bezahlt('DATEN'), zahlend('single-debit'), 'payment', `enter-payment(${DEBIT}) cancel()`],
    [bezahlt('DATEN'), { anbieter: [], zugaenge: [] }, 'payment', 'cancel()'],
    [
      bezahlt('PRUEFEN'),
      zahlend('single-transfer'),
      'review',
      'submit() change-payment() cancel()'
    ],
    [bezahlt('PRUEFEN'), zahlend('single-debit'), 'review', 'submit() change-payment() cancel()'],
    [bezahlt('PRUEFEN'), zahlend('bulk-transfer'), 'review', 'submit() cancel()'],
    [bezahlt('PRUEFEN'), zahlend('bulk-debit'), 'review', 'submit() cancel()'],
    [
      bezahlt('SCA'),
      zahlend('single-transfer', sca({ schritt: 'METHODE' })),
      'method',
      'choose-method(method) cancel()'
    ],
    [
      bezahlt('SCA'),
      zahlend('single-transfer', sca({ schritt: 'MEDIUM', verfahren: 902 })),
      'medium',
      'choose-medium(medium) cancel()'
    ],
    [
      bezahlt('SCA'),
      zahlend('single-transfer', sca({ schritt: 'CHALLENGE', verfahren: 1 })),
      'tan',
      'enter-tan(tan) cancel()'
    ],
    [bezahlt('ENDE', { baReentry: 'FINISHED' }), zahlend('single-transfer'), 'done', '']
  ]
  for (const [one, umfeld, step, actions] of cases) {
    const flow = flowOf(one, umfeld)
    t.equal(flow.step, step)
    t.equal(namesOf(flow), actions, step)
  }
})

t.test(
  'the fields of a payment tell their kind, what is known and what may stay empty',
  async t => {
    const posten = [{ recipient: 'K', amount: 13.37, endToEndId: 'x' }]
    const inhalt = { is: 'ueberweisung', posten, ausfuehrung: '2026-12-24' } as const
    const transfer = flowOf(bezahlt('DATEN'), zahlend('single-transfer', { inhalt }))
    t.strictSame(transfer.actions[0]?.fields, [
      { name: 'recipient', type: 'text', value: 'K' },
      { name: 'iban', type: 'text' },
      { name: 'amount', type: 'text', value: '13.37' },
      { name: 'purpose', type: 'text' },
      { name: 'bic', type: 'text', optional: true },
      { name: 'requestedExecutionDate', type: 'date', value: '2026-12-24', optional: true }
    ])
    const debit = flowOf(bezahlt('DATEN'), zahlend('single-debit'))
    const kinds = debit.actions[0]?.fields.map(({ name, type }) => [name, type])
    t.match(Object.fromEntries(kinds ?? []), {
      mandateDateOfSignature: 'date',
      requestedCollectionDate: 'date',
      sequenceType: 'choice',
      business: 'choice',
      endToEndId: 'text'
    })
    const access = { accessId: 'a1', produkte: [] }
    const provider = flowOf(bezahlt('ANBIETER'), zahlend('single-transfer', {}, [access]))
    t.match(provider.actions[1]?.fields, [{ type: 'choice', options: ['a1'], labels: ['a1'] }])
    const accounts = flowOf(bezahlt('KONTEN', KONTEN), zahlend('single-transfer')).actions[0]
      ?.fields
    t.match(accounts, [{ type: 'choice', options: ['DE1'], labels: ['Girokonto'] }])
    t.same(flowOf(bezahlt('KONTEN'), zahlend('single-transfer')).actions[0]?.fields[0]?.options, [])
  }
)

t.test('the actions of a payment are read into what the customer did', async t => {
  const access = { accessId: 'a1', produkte: [{ kreditinstitut: 'Sandbank' }] }
  const typed = {
    recipient: [' K '],
    iban: ['DE1'],
    amount: ['1.337,42'],
    purpose: ['Miete'],
    other: ['x']
  }
  const werte = {
    recipient: 'K',
    iban: 'DE1',
    amount: '1.337,42',
    purpose: 'Miete',
    bic: '',
    requestedExecutionDate: ''
  }
  const cases: readonly (readonly [Schritt, string, Record<string, string[]>, object])[] = [
    ['ANBIETER', 'choose-access', { accessId: ['a1'] }, { type: 'choose-access', accessId: 'a1' }],
    ['DATEN', 'enter-payment', typed, { type: 'enter-payment', werte }],
    ['PRUEFEN', 'change-payment', {}, { type: 'change-payment' }],
    ['PRUEFEN', 'submit', { accounts: ['x'] }, { type: 'submit' }]
  ]
  const umfeld = zahlend('single-transfer', {}, [access])
  for (const [schritt, name, values, eingabe] of cases) {
    for (const at of ['ANBIETER', 'DATEN', 'PRUEFEN'] as const) {
      const expected = at === schritt ? { is: 'read', eingabe } : { is: 'refused', why: 'action' }
      t.same(readAction(flowOf(bezahlt(at), umfeld), name, values), expected, `${name} at ${at}`)
    }
  }
  const refusals = [
    ['DATEN', 'enter-payment', { ...typed, recipient: ['  '] }, 'missing', 'recipient'],
    ['DATEN', 'enter-payment', { ...typed, amount: [] }, 'missing', 'amount'],
    ['ANBIETER', 'choose-access', {}, 'missing', 'accessId'],
    ['ANBIETER', 'choose-access', { accessId: ['a2'] }, 'unknown', 'accessId']
  ] as const
  for (const [schritt, name, values, why, field] of refusals)
    t.same(readAction(flowOf(bezahlt(schritt), umfeld), name, values), {
      is: 'refused',
      why,
      field
    })
})

t.test('what was prefilled need not be sent again, an emptied field is empty', async t => {
  const posten = [
    { recipient: 'UNICEF', iban: 'DE57370205000000300000', amount: 12.5, purpose: 'x' }
  ]
  const inhalt = { is: 'ueberweisung', posten } as const
  const flow = flowOf(bezahlt('DATEN'), zahlend('single-transfer', { inhalt }))
  t.match(readAction(flow, 'enter-payment', { purpose: ['Spende'] }), {
    is: 'read',
    eingabe: { werte: { recipient: 'UNICEF', amount: '12.5', purpose: 'Spende' } }
  })
  t.match(readAction(flow, 'enter-payment', { recipient: [''] }), {
    is: 'refused',
    why: 'missing',
    field: 'recipient'
  })
})

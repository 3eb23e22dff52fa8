import t from 'tap'
import { createSandbox, START } from '../../sandbox.ts'
import { ANTRAG, byAntrag, byNummer, keptAntraege, sendStatus, shown } from './antraege.ts'
import { lastExchange } from './cases.ts'

const NOW = Date.parse(START)
const MINUTE = 60_000

const MISSING = 'Bitte noch eine Kopie des Personalausweises nachreichen.'
const DOCUMENTS = 'Bitte reichen Sie noch folgende Dokumente nach:'
const HINTS = ['Personalausweis', 'Geburtsurkunde']

/** The documented bodies in their order, both states after each, and how often one has changed since the seed. */
const EXAMPLES: readonly (readonly [object, string, string, number])[] = [
  [byNummer({ produktanbieterstatus: 'UNTERSCHRIEBEN' }), 'UNTERSCHRIEBEN', 'BEANTRAGT', 1],
  [byAntrag({ produktanbieterstatus: 'UNTERSCHRIEBEN' }), 'UNTERSCHRIEBEN', 'BEANTRAGT', 1],
  [
    byNummer({ produktanbieterstatus: 'ZURUECKGESTELLT', kommentar: MISSING }),
    'ZURUECKGESTELLT',
    'BEANTRAGT',
    2
  ],
  [
    byNummer({ produktanbieterstatus: 'ZURUECKGESTELLT', kommentar: DOCUMENTS, hinweise: HINTS }),
    'ZURUECKGESTELLT',
    'BEANTRAGT',
    2
  ],
  [byNummer({ antragstellerstatus: 'UNTERSCHRIEBEN' }), 'ZURUECKGESTELLT', 'UNTERSCHRIEBEN', 3],
  [
    byNummer({ produktanbieterstatus: 'UNTERSCHRIEBEN', antragstellerstatus: 'UNTERSCHRIEBEN' }),
    'UNTERSCHRIEBEN',
    'UNTERSCHRIEBEN',
    4
  ]
]

t.test('the documented examples run unchanged, one after the other', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const seeded = await shown(sandbox, 'antraege', ANTRAG)
  for (const [body, anbieter, antragsteller, changes] of EXAMPLES) {
    const title = JSON.stringify(body)
    const reply = await sendStatus(sandbox, {
      token,
      headers: { 'x-traceid': 'sys12345678' },
      body
    })
    t.match(reply, { status: 200, text: '' }, title)
    t.equal(reply.headers.get('x-traceid'), 'sys12345678')
    const antrag = await shown(sandbox, 'antraege', ANTRAG)
    t.equal(antrag.produktanbieterstatus.status, anbieter, title)
    t.equal(antrag.antragstellerstatus.status, antragsteller, title)
    t.equal(antrag.verlauf.length, seeded.verlauf.length + changes, title)
  }
  const { kommentare, verlauf } = await shown(sandbox, 'antraege', ANTRAG)
  t.strictSame(kommentare, [
    { at: NOW, kommentar: MISSING },
    { at: NOW, kommentar: DOCUMENTS, hinweise: HINTS }
  ])
  const lender = { at: NOW, seite: 'PRODUKTANBIETER' }
  t.strictSame(verlauf, [
    ...seeded.verlauf,
    { ...lender, von: 'NICHT_BEARBEITET', nach: 'UNTERSCHRIEBEN' },
    { ...lender, von: 'UNTERSCHRIEBEN', nach: 'ZURUECKGESTELLT' },
    { at: NOW, seite: 'ANTRAGSTELLER', von: 'BEANTRAGT', nach: 'UNTERSCHRIEBEN' },
    { ...lender, von: 'ZURUECKGESTELLT', nach: 'UNTERSCHRIEBEN' }
  ])
})

/** What is accepted, and what it makes of the seeded application; `{}` stands for no effect. */
const ACCEPTED: readonly (readonly [title: string, body: object, effect: object])[] = [
  ['no status and nothing said', byAntrag(), {}],
  ['empty texts', byAntrag({ kommentar: '', hinweise: ['', null] }), {}],
  ['null for a status', byAntrag({ produktanbieterstatus: null, antragstellerstatus: null }), {}],
  ['the status that it has', byAntrag({ antragstellerstatus: 'BEANTRAGT' }), {}],
  [
    'both numbers of one application',
    byAntrag(byNummer({ produktanbieterstatus: 'ABGELEHNT' })),
    { produktanbieterstatus: { status: 'ABGELEHNT' } }
  ],
  [
    'null for the other number',
    { antragsnummer: null, ...byNummer({ antragstellerstatus: 'WIDERRUFEN' }) },
    { antragstellerstatus: { status: 'WIDERRUFEN' } }
  ],
  [
    'an empty text for it',
    byAntrag({ produktanbieterantragsnummer: '', antragstellerstatus: 'WIDERRUFEN' }),
    { antragstellerstatus: { status: 'WIDERRUFEN' } }
  ],
  [
    'a JSON number for a number of the lender',
    { produktanbieterantragsnummer: 12919351, antragstellerstatus: 'NICHT_ANGENOMMEN' },
    { antragstellerstatus: { status: 'NICHT_ANGENOMMEN' } }
  ],
  [
    'unknown properties, an older name of a number among them',
    byAntrag({ farbe: { ton: 'gelb' }, teilantragsnummer: '1', kommentar: 'Hallo' }),
    { kommentare: [{ at: NOW, kommentar: 'Hallo' }] }
  ],
  [
    'a comment with the status that it has',
    byAntrag({ produktanbieterstatus: 'NICHT_BEARBEITET', kommentar: 'Hallo' }),
    { produktanbieterstatus: { kommentar: 'Hallo' }, kommentare: [{ kommentar: 'Hallo' }] }
  ],
  ['hints alone', byAntrag({ hinweise: [1, 'b'] }), { kommentare: [{ hinweise: ['1', 'b'] }] }],
  [
    'both states with one comment',
    byAntrag({
      produktanbieterstatus: 'ABGELEHNT',
      antragstellerstatus: 'WIDERRUFEN',
      kommentar: 'Nein'
    }),
    {
      produktanbieterstatus: { status: 'ABGELEHNT', kommentar: 'Nein', letzteAenderungAt: NOW },
      antragstellerstatus: { status: 'WIDERRUFEN', kommentar: 'Nein', letzteAenderungAt: NOW },
      kommentare: [{ at: NOW, kommentar: 'Nein' }]
    }
  ]
]

t.test('what the caller may leave out, repeat or add', async t => {
  const sandbox = await createSandbox(t)
  const seeded = await shown(sandbox, 'antraege', ANTRAG)
  for (const [title, body, effect] of ACCEPTED) {
    await sandbox.call('POST', '/_sandkasten/reset')
    const token = await sandbox.token()
    t.match(await sendStatus(sandbox, { token, body }), { status: 200, text: '' }, title)
    const antrag = await shown(sandbox, 'antraege', ANTRAG)
    const isNothing = Object.keys(effect).length === 0
    t.match(antrag, effect, title)
    t.equal(JSON.stringify(antrag) === JSON.stringify(seeded), isNothing, `${title}: effect`)
    t.equal((await lastExchange(sandbox)).changes.length, isNothing ? 0 : 1, `${title}: journal`)
  }
})

t.test('with the earlier rule a status is needed', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const other = await sandbox.token('demo-client+other')
  await sandbox.behave({ 'kexAntragsstatus.requireStatus': true })
  const before = await keptAntraege(sandbox)
  for (const more of [
    {},
    { kommentar: 'Hallo' },
    { hinweise: HINTS },
    { produktanbieterstatus: null, antragstellerstatus: null }
  ]) {
    const title = JSON.stringify(more)
    const body = byAntrag(more)
    t.match(await sendStatus(sandbox, { token, body }), { status: 422 }, title)
    t.match(await sendStatus(sandbox, { token: other, body }), { status: 200 }, 'elsewhere')
  }
  t.equal(await keptAntraege(sandbox), before)
  for (const body of [
    byAntrag({ produktanbieterstatus: 'NICHT_BEARBEITET', kommentar: 'Hallo' }),
    byNummer({ antragstellerstatus: 'UNTERSCHRIEBEN' })
  ])
    t.match(await sendStatus(sandbox, { token, body }), { status: 200 }, JSON.stringify(body))
})

t.test('the clock of the workspace says when a status has changed', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const send = async (body: object) => {
    await sendStatus(sandbox, { token, body })
    return shown(sandbox, 'antraege', ANTRAG)
  }
  const advance = () =>
    sandbox.call('POST', '/_sandkasten/clock/advance', { body: { by: 'PT10M' } })
  const { antragstellerstatus } = await shown(sandbox, 'antraege', ANTRAG)
  await advance()
  const changed = NOW + 10 * MINUTE
  const first = await send(byNummer({ produktanbieterstatus: 'ABGELEHNT' }))
  t.strictSame(first.produktanbieterstatus, { status: 'ABGELEHNT', letzteAenderungAt: changed })
  t.strictSame(first.antragstellerstatus, antragstellerstatus, 'the other side stays')

  await advance()
  const body = byNummer({ produktanbieterstatus: 'ABGELEHNT', kommentar: 'Leider nein' })
  const second = await send(body)
  t.equal(second.produktanbieterstatus.letzteAenderungAt, changed, 'the same status')
  t.strictSame(second.verlauf, first.verlauf)
  t.equal(second.geaendertAt, changed + 10 * MINUTE)
  t.strictSame(second.kommentare, [{ at: changed + 10 * MINUTE, kommentar: 'Leider nein' }])
})

t.test('the journal shows the change, and of one request the document', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const iban = 'DE02120300000000202051'
  const kommentar = `Auszahlung auf ${iban}`
  await sendStatus(sandbox, { token, body: byNummer({ kommentar, farbe: 'gelb' }) })
  const exchange = await lastExchange(sandbox)
  const change = { change: 'replaced', collection: 'antraege', id: ANTRAG }
  t.match(exchange, {
    operationId: 'changeAntragsstatus',
    api: 'kreditsmart-antragsstatus',
    client: 'demo-client',
    dropped: [{ path: 'farbe', value: 'gelb', reason: 'unknown property' }]
  })
  t.strictSame(exchange.changes, [change])
  const { body } = await sandbox.call('GET', `/_sandkasten/requests/${exchange.id}`)
  const antrag = await shown(sandbox, 'antraege', ANTRAG)
  t.equal(antrag.kommentare[0].kommentar, kommentar, 'the state is complete')
  const document = JSON.parse(JSON.stringify(antrag).replaceAll(iban, 'DE02***************051'))
  t.strictSame(body.changes, [{ ...change, document }])
})

t.test('a body may be in another charset', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const text = JSON.stringify(byNummer({ kommentar: 'Größe fehlt' }))
  const charsets = { 'iso-8859-1': 'latin1', '"UTF-8"': 'utf8', 'utf-16le': 'utf16le' } as const
  for (const [charset, encoding] of Object.entries(charsets)) {
    const headers = { 'content-type': `application/json;charset=${charset}` }
    const body = Buffer.from(text, encoding)
    t.match(await sendStatus(sandbox, { token, headers, body }), { status: 200 }, charset)
    const { kommentare } = await shown(sandbox, 'antraege', ANTRAG)
    t.equal(kommentare.at(-1).kommentar, 'Größe fehlt', charset)
  }
})

t.test('no comment is lost when many come at once', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const texts = Array.from({ length: 20 }, (_, n) => `Kommentar ${n}`)
  const calls = texts.map(kommentar =>
    sendStatus(sandbox, { token, body: byNummer({ kommentar }) })
  )
  for (const reply of await Promise.all(calls)) t.equal(reply.status, 200)
  const { kommentare } = await shown(sandbox, 'antraege', ANTRAG)
  const kept = kommentare.map((one: { kommentar: string }) => one.kommentar)
  t.strictSame(kept.sort(), texts.sort())
})

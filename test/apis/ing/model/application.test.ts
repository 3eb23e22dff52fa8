import t from 'tap'
import {
  ANONYMISATION,
  type Application,
  advance,
  allowedAfter,
  forget,
  isOver,
  type Status,
  submit,
  TRANSITION,
  transition
} from '../../../../src/apis/ing/model/application.ts'
import type { RejectionReason } from '../../../../src/apis/ing/model/prevalidation.ts'
import type { Script } from '../../../../src/apis/ing/model/script.ts'
import type { Effect } from '../../../../src/world/effects.ts'
import { right } from '../requests.ts'

const NOW = 1_000_000
const PACE = { autoAdvance: false, stepMs: 60, gdprAfterMs: 5000 }
const ID = 'de.ing.business.application.eb237cea-1f7d-4e87-9a45-53ee3665b5fa'

const ALL: readonly Status[] = [
  'CREATED',
  'RISK_CHECK',
  'OFFER',
  'ACTIVATED',
  'REJECTED',
  'ABANDONED'
]

/** The diagram of the documentation. */
const ARROWS: readonly (readonly [Status, Status])[] = [
  ['CREATED', 'RISK_CHECK'],
  ['CREATED', 'REJECTED'],
  ['CREATED', 'ABANDONED'],
  ['RISK_CHECK', 'OFFER'],
  ['RISK_CHECK', 'REJECTED'],
  ['OFFER', 'ACTIVATED'],
  ['OFFER', 'ABANDONED']
]

function submitted(
  crefoId = '201000454565',
  reasons: readonly RejectionReason[] = [],
  pace = PACE
): { readonly application: Application; readonly effects: readonly Effect[] } {
  const request = right(body => Object.assign(body.company.credit_scores[0], { id: crefoId }))
  return submit(ID, 'partner', request, { reasons, flags: [] }, NOW, pace)
}

/** An application in a status, as if it had been there for ever. */
function inStatus(status: Status): Application {
  return { ...submitted().application, status }
}

/** What is scheduled, as kind and time. */
function jobsIn(effects: readonly Effect[]): (readonly [string, number])[] {
  return effects.flatMap(effect =>
    effect.do === 'schedule' ? [[effect.job.kind, effect.job.dueAt] as const] : []
  )
}

/** What is kept of it. */
function keptIn(effects: readonly Effect[]): readonly object[] {
  return effects.flatMap(effect => (effect.do === 'put' ? [effect.document] : []))
}

t.test('only the arrows of the diagram exist', async t => {
  for (const from of ALL)
    for (const to of ALL) {
      const isDrawn = ARROWS.some(([one, other]) => one === from && other === to)
      t.equal(allowedAfter(from).includes(to), isDrawn, `${from} to ${to}`)
    }
})

t.test('rejected and abandoned applications are over, loans are not', async t => {
  t.strictSame(ALL.filter(isOver), ['REJECTED', 'ABANDONED'])
})

t.test('a new application is created by the partner as version 0', async t => {
  const { application, effects } = submitted()
  t.match(application, {
    id: ID,
    partner: 'partner',
    status: 'CREATED',
    version: 0,
    lastUpdatedAt: NOW,
    lastUpdatedBy: 'PARTNER',
    createdAt: NOW,
    history: [{ at: NOW, to: 'CREATED', by: 'PARTNER' }]
  })
  t.strictSame(application.rejectionReasons, [])
  t.strictSame(application.request, right())
  t.strictSame(effects, [{ do: 'put', collection: 'applications', document: application }])
})

t.test('with reasons it is rejected at once, still by the partner as version 0', async t => {
  const reasons = ['COMPANY_TOO_YOUNG', 'BAD_LEGAL_FORM'] as const
  const { application, effects } = submitted('201000454565', reasons)
  t.match(application, { status: 'REJECTED', version: 0, lastUpdatedBy: 'PARTNER' })
  t.strictSame(application.rejectionReasons, reasons)
  t.strictSame(application.history, [{ at: NOW, to: 'REJECTED', by: 'PARTNER' }])
  t.strictSame(keptIn(effects), [application])
  t.strictSame(jobsIn(effects), [[ANONYMISATION, NOW + 5000]])
})

t.test('flags do not reject, they are kept for the back office', async t => {
  const flags = ['RECENTLY_REJECTED'] as const
  const { application } = submit(ID, 'partner', right(), { reasons: [], flags }, NOW, PACE)
  t.equal(application.status, 'CREATED')
  t.strictSame(application.flags, flags)
})

t.test('a step is scheduled only for what goes on by itself and was not rejected', async t => {
  const auto = { ...PACE, autoAdvance: true }
  const step = [[TRANSITION, NOW + 60]]
  t.strictSame(jobsIn(submitted('1').effects), [])
  t.strictSame(jobsIn(submitted('1', [], auto).effects), step)
  t.strictSame(jobsIn(submitted('9990000151').effects), step)
  t.strictSame(jobsIn(submitted('9990000154', [], auto).effects), [])
  const rejected = submitted('9990000151', ['BAD_LEGAL_FORM'], auto)
  t.strictSame(jobsIn(rejected.effects), [[ANONYMISATION, NOW + 5000]])
})

t.test('each step adds 1 to the version and tells when and by whom', async t => {
  for (const [from, to] of ARROWS) {
    const before = { ...inStatus(from), version: 3 }
    const later = NOW + 7
    const { application, effects } = transition(before, to, 'BACKOFFICE', [], later, PACE)
    const title = `${from} to ${to}`
    t.match(
      application,
      { id: ID, status: to, version: 4, lastUpdatedAt: later, lastUpdatedBy: 'BACKOFFICE' },
      title
    )
    t.equal(application.createdAt, NOW, title)
    t.strictSame(application.request, before.request, title)
    const change = { at: later, to, by: 'BACKOFFICE' }
    t.strictSame(application.history, [...before.history, change], title)
    t.strictSame(keptIn(effects), [application], title)
    const isLast = to === 'REJECTED' || to === 'ABANDONED'
    t.strictSame(jobsIn(effects), isLast ? [[ANONYMISATION, later + 5000]] : [], title)
    t.equal(before.version, 3, `${title}: what was given is not changed`)
  }
})

t.test('a rejection without reasons has an internal one, all else has none', async t => {
  const to = (status: Status, reasons: readonly RejectionReason[]) =>
    transition(inStatus('RISK_CHECK'), status, 'BACKOFFICE', reasons, NOW, PACE).application
  t.strictSame(to('REJECTED', []).rejectionReasons, ['INTERNAL_REASON'])
  const given = ['BAD_INDUSTRY_CODE', 'RECENTLY_REJECTED'] as const
  t.strictSame(to('REJECTED', given).rejectionReasons, given)
  t.strictSame(to('OFFER', []).rejectionReasons, [])
})

t.test('a script goes from step to step until its end', async t => {
  const walks: readonly [Script, ...Status[]][] = [
    ['auto', 'RISK_CHECK', 'OFFER', 'ACTIVATED'],
    ['offerAbandoned', 'RISK_CHECK', 'OFFER', 'ABANDONED'],
    ['rejectedInRiskCheck', 'RISK_CHECK', 'REJECTED'],
    ['abandoned', 'ABANDONED'],
    ['rejected', 'REJECTED']
  ]
  for (const [script, ...steps] of walks) {
    let application = submitted().application
    for (const [index, to] of steps.entries()) {
      const now = NOW + 60 * (index + 1)
      const effects = advance(application, script, index, now, PACE)
      application = keptIn(effects)[0] as Application
      const title = `${script}: ${to}`
      t.match(application, { status: to, version: index + 1, lastUpdatedBy: 'SYSTEM' }, title)
      const isLast = index === steps.length - 1
      const next = isLast ? [] : [[TRANSITION, now + 60]]
      const end = isOver(to) ? [[ANONYMISATION, now + 5000]] : []
      t.strictSame(jobsIn(effects), [...end, ...next], title)
    }
    const reasons = application.status === 'REJECTED' ? ['INTERNAL_REASON'] : []
    t.strictSame(application.rejectionReasons, reasons, script)
    t.strictSame(advance(application, script, steps.length, NOW, PACE), [], `${script} has ended`)
  }
})

t.test('a step that is no longer allowed does not happen', async t => {
  t.strictSame(advance(inStatus('REJECTED'), 'auto', 0, NOW, PACE), [])
  t.strictSame(advance(inStatus('RISK_CHECK'), 'auto', 0, NOW, PACE), [])
  t.strictSame(advance(inStatus('RISK_CHECK'), 'abandoned', 0, NOW, PACE), [])
  t.strictSame(advance(inStatus('OFFER'), 'rejected', 0, NOW, PACE), [])
  t.strictSame(advance(inStatus('CREATED'), 'stay', 0, NOW, PACE), [])
})

t.test('forgetting personal data changes neither version nor times, and happens once', async t => {
  const before = inStatus('REJECTED')
  const { request, anonymisedAt, ...after } = forget(before, NOW + 9)
  const { request: sent, ...rest } = before
  t.strictSame(after, rest)
  t.equal(anonymisedAt, NOW + 9)
  t.match(request, { company: { name: 'ANONYMIZED' }, details: right().details })
  t.notSame(request, sent)
  const forgotten = forget(before, NOW + 9)
  t.equal(forget(forgotten, NOW + 10), forgotten)
})

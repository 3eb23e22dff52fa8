import t from 'tap'
import { type Status, submit } from '../../../../src/apis/ing/model/application.ts'
import { present } from '../../../../src/apis/ing/model/present.ts'
import { right } from '../requests.ts'

const PACE = { autoAdvance: false, stepMs: 60, gdprAfterMs: 5000 }
const ID = 'de.ing.business.application.eb237cea-1f7d-4e87-9a45-53ee3665b5fa'
const AT = Date.parse('2021-12-06T08:26:38.458Z')

const toIso = (at: number) => new Date(at).toISOString()

/** An application with one reason, in a status. */
function inStatus(status: Status) {
  const verdict = { reasons: ['BAD_INDUSTRY_CODE'], flags: ['RECENTLY_REJECTED'] } as const
  return { ...submit(ID, 'partner', right(), verdict, AT, PACE).application, status }
}

t.test('a rejected application is shown as documented, in snake case', async t => {
  t.strictSame(present(inStatus('REJECTED'), 'snake_case', toIso), {
    version: 0,
    rejection_reasons: ['BAD_INDUSTRY_CODE'],
    application_id: ID,
    last_updated_at: '2021-12-06T08:26:38.458Z',
    last_updated_by: 'PARTNER',
    status: 'REJECTED'
  })
})

t.test('the reasons may be spelled as in the example, instead and not as well', async t => {
  const shown = present(inStatus('REJECTED'), 'camelCase', toIso)
  t.match(shown, { rejectionReasons: ['BAD_INDUSTRY_CODE'] })
  t.notOk('rejection_reasons' in shown)
})

t.test('without a rejection there are no reasons under either name', async t => {
  for (const status of ['CREATED', 'RISK_CHECK', 'OFFER', 'ACTIVATED', 'ABANDONED'] as const)
    for (const spelling of ['snake_case', 'camelCase'] as const)
      t.strictSame(
        present(inStatus(status), spelling, toIso),
        {
          version: 0,
          application_id: ID,
          last_updated_at: '2021-12-06T08:26:38.458Z',
          last_updated_by: 'PARTNER',
          status
        },
        `${status} in ${spelling}`
      )
})

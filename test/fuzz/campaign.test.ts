import t from 'tap'
import { serve } from '../cli-process.ts'
import { openCampaign } from './campaign.ts'

t.test(
  'the built server answers whatever comes to any operation, and keeps to its contracts',
  async t => {
    const { url, stop } = await serve(t, ['--strict', '--log-level', 'error'])
    const campaign = await openCampaign(url, 4711)
    await campaign.round(5)
    t.ok(campaign.tallies.length > 150, 'all operations of all contracts')
    const answered = campaign.tallies.filter(({ statuses }) =>
      [...statuses.keys()].some(status => status < 400)
    )
    t.ok(answered.length > 60, `${answered.length} of them did something`)
    t.strictSame(campaign.failures, [])
    const { code, stderr } = await stop()
    t.equal(code, 0)
    t.equal(stderr, '', 'nothing in the log of errors')
  }
)

import { bundles } from './bundle.ts'
import { coverage } from './coverage.ts'
import { faults } from './faults.ts'
import { inbox } from './inbox.ts'
import { snapshots } from './snapshots.ts'
import { verification } from './verification.ts'
import { webhooks } from './webhooks.ts'

/** The handlers of the control API by part: notifications, faults, snapshots, verification. */
export const parts = {
  ...webhooks,
  ...inbox,
  ...faults,
  ...snapshots,
  ...bundles,
  ...verification,
  ...coverage
}

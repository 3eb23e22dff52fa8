import type { components } from '../../../contract/types/ing-partner.ts'
import type { Application } from './application.ts'

/** An application as it is shown; reasons only where there are any. documented: dossier 7.3 */
export function present(
  application: Application,
  spelling: 'snake_case' | 'camelCase',
  toIso: (at: number) => string
): components['schemas']['Application'] {
  const {
    id,
    status,
    version,
    rejectionReasons: reasons,
    lastUpdatedAt,
    lastUpdatedBy
  } = application
  const name = spelling === 'camelCase' ? 'rejectionReasons' : 'rejection_reasons'
  return {
    version,
    ...(status === 'REJECTED' && { [name]: reasons }),
    application_id: id,
    last_updated_at: toIso(lastUpdatedAt),
    last_updated_by: lastUpdatedBy,
    status
  }
}

import type { Button, Kind, Showcase, Thing, Tone } from '../../http/showcase.ts'
import { berlinTime } from '../../world/berlin.ts'
import { type Application, allowedAfter, isOver, type Status } from './model/application.ts'

const TONES: Readonly<Record<Status, Tone>> = {
  CREATED: 'open',
  RISK_CHECK: 'open',
  OFFER: 'open',
  ACTIVATED: 'good',
  REJECTED: 'bad',
  ABANDONED: 'quiet'
}

const applications: Kind = {
  name: 'applications',
  api: 'ING',
  title: { de: 'ING-Anträge', en: 'ING applications' },
  empty: {
    de: 'Noch kein Antrag. POST /partner-api/applications stellt den ersten.',
    en: 'No application yet. POST /partner-api/applications submits the first.'
  },
  collection: 'applications',
  async show(document): Promise<Thing> {
    const application = document as Application
    const { company } = application.request as { company?: { name?: string } }
    const { anonymisedAt, rejectionReasons, lastUpdatedBy, lastUpdatedAt } = application
    return {
      title: company?.name ?? application.id,
      state: application.status,
      tone: TONES[application.status],
      facts: [
        ['application_id', application.id],
        [{ de: 'Partner', en: 'Partner' }, application.partner],
        [{ de: 'Gründe', en: 'Reasons' }, rejectionReasons.join(', ')],
        [{ de: 'Zuletzt von', en: 'Last by' }, lastUpdatedBy],
        [{ de: 'Geändert', en: 'Changed' }, berlinTime(lastUpdatedAt)],
        [
          { de: 'Anonymisiert', en: 'Anonymised' },
          anonymisedAt === undefined ? undefined : berlinTime(anonymisedAt)
        ]
      ],
      buttons: buttonsOf(application)
    }
  }
}

/** What ING shows in the console. */
export const showcase: Showcase = { kinds: [applications], partners: {} }

function buttonsOf({ id, status, anonymisedAt }: Application): readonly Button[] {
  const arrows = allowedAfter(status).map((to): Button => {
    const body = { application_id: id, to }
    return {
      label: { de: `nach ${to}`, en: `to ${to}` },
      call: { operation: 'simulateIngTransition', body },
      ...(to === 'REJECTED' && { tone: 'bad' })
    }
  })
  if (!isOver(status) || anonymisedAt !== undefined) return arrows
  return [
    ...arrows,
    {
      label: { de: 'Anonymisieren', en: 'Anonymise' },
      call: { operation: 'simulateIngAnonymise', body: { application_id: id } }
    }
  ]
}

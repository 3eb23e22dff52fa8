import { DAY, SECOND } from '../../world/clock.ts'
import type { Pace } from './model/application.ts'
import type { Behaviour } from './switches.ts'

/** How the switches of a workspace let applications go on. */
export function paceOf(behaviour: Behaviour): Pace {
  return {
    autoAdvance: behaviour['ing.autoAdvance'],
    stepMs: behaviour['ing.stepSeconds'] * SECOND,
    gdprAfterMs: behaviour['ing.gdprAfterDays'] * DAY
  }
}

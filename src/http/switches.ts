import type { Settings, Switches } from '../world/behaviour.ts'

/** How all APIs behave towards their clients, beside what is their own. */
export const sandboxSwitches = {
  'sandbox.evolve': {
    default: false,
    values: [true, false],
    about:
      'Answers look like those of a later version: unknown fields, new enum values and other orders of keys, as far as the vendor promises that clients bear them.'
  },
  'sandbox.strictness': {
    default: 'real',
    values: ['strict', 'real', 'lenient'],
    about:
      'strict refuses what the real service silently ignores in requests; lenient leaves out values that it refuses for their type alone.'
  }
} as const satisfies Switches

export type Strictness = Settings<typeof sandboxSwitches>['sandbox.strictness']

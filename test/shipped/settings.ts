import type { Test } from 'tap'
import { variableOf } from '../../src/config.ts'
import { SETTINGS } from '../../src/settings.ts'
import { run } from '../cli-process.ts'

const DATA_DIR = variableOf('dataDir')
const OTHERS = ['PORT', 'SANDKASTEN_CONFIG', 'SANDKASTEN_URL']
const VARIABLES = [...OTHERS, ...Object.keys(SETTINGS).map(variableOf)]

/** What the image sets by itself. */
export const IMAGE_SETTINGS = { SANDKASTEN_HOST: '0.0.0.0' }

/** The variables of a recipe, with a folder of this machine for that of the container. */
export function settable(env: Readonly<Record<string, string>>, folder?: string) {
  const { [DATA_DIR]: inside, ...others } = env
  return inside === undefined ? others : { ...others, [DATA_DIR]: folder ?? inside }
}

/** Checks that a recipe names settings that exist, with values that the server takes. */
export async function checkSettings(
  t: Test,
  env: Readonly<Record<string, string>>,
  title: string
): Promise<void> {
  for (const [name, value] of Object.entries(env)) {
    t.ok(VARIABLES.includes(name), `${title}: ${name} is a setting`)
    t.type(value, 'string', `${title}: ${name} is a text, as a variable is`)
  }
  const outcome = await run(['validate'], { env: settable(env, t.testdir({})) })
  t.match(outcome, { code: 0, stderr: '' }, `${title} is a configuration`)
}

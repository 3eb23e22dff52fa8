import type { Switches } from '../world/behaviour.ts'
import type { Runner } from '../world/world.ts'
import type { Api } from './api.ts'
import { europace } from './europace/api.ts'

/** The APIs of this sandbox. */
export const apis: readonly Api[] = [europace]

/** The switches of all APIs in one table. */
export const switches: Switches = Object.assign({}, ...apis.map(api => api.switches))

/** The handlers of the control API that the APIs bring. */
export const controls: Readonly<Record<string, unknown>> = Object.assign(
  {},
  ...apis.map(api => api.controls)
)

/** What does the due jobs, by kind. */
export const runners: Readonly<Record<string, Runner>> = Object.assign(
  {},
  ...apis.map(api => api.runners)
)

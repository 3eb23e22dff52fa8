import type { Showcase } from '../http/showcase.ts'
import { sandboxSwitches } from '../http/switches.ts'
import type { Switches } from '../world/behaviour.ts'
import type { Collections } from '../world/store.ts'
import type { Branch } from '../world/tally.ts'
import type { Runner } from '../world/world.ts'
import type { Api, Branches, Credential, Exported } from './api.ts'
import { banksapi } from './banksapi/api.ts'
import { europace } from './europace/api.ts'
import { ing } from './ing/api.ts'

/** The APIs of this sandbox. */
export const apis: readonly Api[] = [europace, banksapi, ing]

/** The switches of the sandbox and of all APIs in one table. */
export const switches: Switches = Object.assign(
  {},
  sandboxSwitches,
  ...apis.map(api => api.switches)
)

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

/** The branches of the flows of all APIs. */
export const branches: Required<Branches> = {
  known: Object.assign({}, ...apis.map(api => api.branches?.known)),
  touched(exchange) {
    const touched: Branch[] = []
    for (const { branches: own } of apis) if (own) touched.push(...own.touched(exchange))
    return touched
  },
  async reached(store) {
    const found = await Promise.all(
      apis.map(async api => (await api.branches?.reached?.(store)) ?? [])
    )
    return found.flat()
  }
}

/** The demo credentials of all APIs. */
export function credentialsIn(seed: Collections): readonly Credential[] {
  return apis.flatMap(api => api.credentials(seed))
}

/** Keys and certificates of the demo clients of all APIs. */
export function filesIn(seed: Collections): readonly Exported[] {
  return apis.flatMap(api => api.files(seed))
}

/** What the APIs show in the console. */
export function showcases(): Promise<readonly Showcase[]> {
  return Promise.all(apis.map(api => api.showcase()))
}

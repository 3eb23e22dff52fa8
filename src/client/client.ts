import {
  type ControlClient,
  type ControlError,
  type ControlOptions,
  createControlClient
} from './control.ts'
import type { Connected, Workspace } from './handles.ts'
import { openSandkasten } from './open.ts'

export type { Connected, ControlClient, ControlError, ControlOptions, Workspace }
export { createControlClient }

/** A sandbox that runs already: in a container, on a shared machine. It goes on when this is closed. */
export async function connectSandkasten(
  url: string,
  options: { readonly token?: string | undefined } = {}
): Promise<Connected> {
  const base = url.replace(/\/{1,9}$/, '')
  const sandkasten = openSandkasten(base, options.token, async () => {})
  await sandkasten.control.listWorkspaces().catch(error => {
    throw new Error(`there is no sandbox at ${base}: ${error.message}`, { cause: error })
  })
  return sandkasten
}

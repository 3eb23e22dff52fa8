import { test as base } from 'vitest'
import type { Connected, Workspace } from '../client/handles.ts'
import { inWords, openServer, openWorkspace } from './shared.ts'

export type SandkastenFixtures = {
  /** The server that the tests of a worker share. */
  sandkasten: Connected
  /** A workspace of its own for every test. */
  sandbox: Workspace
}

/** The `test` of Vitest with a sandbox. When a test fails, its requests are written to standard error. */
export const test = base.extend<SandkastenFixtures>({
  sandkasten: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are needed
    async ({}, use) => {
      const server = await openServer()
      await use(server)
      await server.close()
    },
    { scope: 'worker' }
  ],
  sandbox: async ({ sandkasten, task }, use) => {
    const workspace = await openWorkspace(sandkasten, task.name)
    await use(workspace)
    // biome-ignore lint/suspicious/noConsole: Vitest shows what a test wrote beside its failure
    if (task.result?.state === 'fail') console.error(await inWords(workspace))
    await workspace.close()
  }
})

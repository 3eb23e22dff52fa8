import { test as base, expect as expectations } from '@playwright/test'
import type { Connected, Workspace } from '../client/handles.ts'
import { lastRequests, openServer, openWorkspace } from './shared.ts'

export type SandkastenWorkerFixtures = {
  /** The server that the tests of a worker share. */
  sandkasten: Connected
}

export type SandkastenFixtures = {
  /** A workspace of its own for every test. */
  sandbox: Workspace
}

/** The `test` of Playwright with a sandbox. When a test fails, its requests are attached. */
export const test = base.extend<SandkastenFixtures, SandkastenWorkerFixtures>({
  sandkasten: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed
    async ({}, use) => {
      const server = await openServer()
      await use(server)
      await server.close()
    },
    { scope: 'worker' }
  ],
  sandbox: async ({ sandkasten }, use, testInfo) => {
    const workspace = await openWorkspace(sandkasten, testInfo.title)
    await use(workspace)
    if (testInfo.status !== testInfo.expectedStatus) {
      const body = JSON.stringify(await lastRequests(workspace), null, 2)
      await testInfo.attach('sandkasten-requests', { body, contentType: 'application/json' })
    }
    await workspace.close()
  }
})

export const expect = expectations

import type { Connected, Workspace } from '../client/handles.ts'
import { inWords, openServer, openWorkspace } from './shared.ts'

/** What is needed of a test of tap. */
export type TapTest = {
  readonly name: string
  /** A test as well; the types of tap know less of it. */
  readonly parent?: object | undefined
  teardown(work: () => Promise<void> | void): void
  passing(): boolean
  comment(...words: string[]): void
}

/** The server of a file, by its root test. */
const servers = new WeakMap<TapTest, Promise<Connected>>()

/**
 * A workspace of its own for a test, dropped at its end. All tests of a file share one server. When the test fails, its
 * requests are told in comments.
 */
export async function sandkasten(t: TapTest): Promise<Workspace> {
  const workspace = await openWorkspace(await serverOf(rootOf(t)), t.name)
  t.teardown(async () => {
    if (!t.passing()) for (const line of (await inWords(workspace)).split('\n')) t.comment(line)
    await workspace.close()
  })
  return workspace
}

function serverOf(root: TapTest): Promise<Connected> {
  const known = servers.get(root)
  if (known) return known
  const server = openServer()
  servers.set(root, server)
  root.teardown(async () => (await server).close())
  return server
}

function rootOf(t: TapTest): TapTest {
  return t.parent ? rootOf(t.parent as TapTest) : t
}

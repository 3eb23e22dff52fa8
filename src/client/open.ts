import { createControlClient } from './control.ts'
import { type Connected, createHandles, type Workspace } from './handles.ts'

/** The handles of a server: those of `default`, and those of every other workspace when it is asked for. */
export function openSandkasten(
  url: string,
  token: string | undefined,
  close: () => Promise<void>
): Connected {
  const server = createControlClient(url, { token })
  return {
    ...createHandles(server, url, 'default'),
    async workspace(name): Promise<Workspace> {
      await server.putWorkspace({ path: { name } })
      const drop = async () => void (await server.deleteWorkspace({ path: { name } }))
      const control = createControlClient(url, { token, workspace: name })
      return { ...createHandles(control, url, name), close: drop, [Symbol.asyncDispose]: drop }
    },
    close,
    [Symbol.asyncDispose]: close
  }
}

import type { Token } from '../../oauth/token.ts'
import type { World } from '../../world/world.ts'
import { DEFAULT_WORKSPACE, type Worlds } from '../../world/worlds.ts'
import { fingerprintOf } from './tokens.ts'

/** Which workspace a token belongs to. A token is a bare UUID and does not say. */
export type TokenIndex = {
  keep(token: string, workspace: string): void
  /** The world in which a token was issued, whether it still lives there or not. */
  find(token: string, worlds: Worlds): Promise<World | undefined>
}

/** So many tokens are found at once; older ones are looked for. */
const REMEMBERED = 20_000

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Remembers where tokens were issued; nothing is lost with it, as the workspaces themselves are looked through then. */
export function createTokenIndex(remembered: number = REMEMBERED): TokenIndex {
  const workspaces = new Map<string, string>()

  function keep(token: string, workspace: string): void {
    workspaces.delete(token)
    workspaces.set(token, workspace)
    if (workspaces.size > remembered) workspaces.delete(workspaces.keys().next().value as string)
  }

  return {
    keep,
    async find(token, worlds) {
      if (!UUID.test(token)) return undefined
      const known = workspaces.get(token)
      if (known !== undefined && worlds.has(known)) return worlds.find(known)
      workspaces.delete(token)
      const name = await lookFor(token, worlds)
      if (name === undefined) return undefined
      keep(token, name)
      return worlds.find(name)
    }
  }
}

/** The name of the workspace that holds a token, `default` looked at first. */
async function lookFor(token: string, worlds: Worlds): Promise<string | undefined> {
  const id = fingerprintOf(token)
  if (await worlds.default.store.get<Token>('tokens', id)) return DEFAULT_WORKSPACE
  for (const { world } of worlds.list())
    if (await world.store.get<Token>('tokens', id)) return world.name
  return undefined
}

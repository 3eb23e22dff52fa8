import { DEFAULT_WORKSPACE, WORKSPACE_NAME } from '../world/worlds.ts'

/** Who says to be calling, and into which workspace. `name` is the client id as it was sent, suffix included. */
export type Credentials = {
  readonly name: string
  readonly id: string
  readonly workspace: string
  readonly secret: string
}

/** The credentials of an `Authorization: Basic` header; `undefined` when it is missing or malformed. */
export function basicCredentials(header: string | undefined): Credentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header ?? '')?.[1]
  const text = encoded && Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text ? text.indexOf(':') : -1
  if (!text || colon < 1) return undefined
  return credentials(unescaped(text.slice(0, colon)), unescaped(text.slice(colon + 1)))
}

/** A client id with an optional `+workspace` behind it; `undefined` when that is no name of a workspace. */
export function credentials(name: string, secret: string): Credentials | undefined {
  const plus = name.indexOf('+')
  if (plus < 0) return { name, id: name, workspace: DEFAULT_WORKSPACE, secret }
  const workspace = name.slice(plus + 1)
  return WORKSPACE_NAME.test(workspace)
    ? { name, id: name.slice(0, plus), workspace, secret }
    : undefined
}

/** RFC 6749 encodes ids and secrets before Basic does; ids that are not encoded pass unchanged. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

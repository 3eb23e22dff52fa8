import { HIDDEN, isSecretName, redactRaw, SECRET_HEADERS } from './redact.ts'
import type { Collections } from './store.ts'

/** Puts names in the place of secrets, the same name for the same secret, so that a story can be told without them. */
export type Mask = {
  /** A value with every secret in it replaced. */
  value(value: unknown, name?: string): unknown
  /** A text that may have known secrets in it. */
  text(text: string): string
  header(name: string, value: string): string
  /** From now on this token goes by the number of the call that issued it. */
  learn(token: string, name: string): void
}

/** Shorter ones are words like others; they are only hidden where a secret is expected. */
const SHORTEST = 8

/** `documents` hold the secrets that have a name of their own, as `{{secret:clients/demo-client/secret}}`. */
export function createMask(documents: Collections): Mask {
  const secrets = secretsIn(documents)
  const ids = new Set(
    Object.values(documents)
      .flat()
      .map(one => one.id)
  )
  const names = new Map([...secrets].filter(([text]) => text.length >= SHORTEST))
  const hidden = new Map<string, string>()

  function text(plain: string): string {
    let masked = plain
    for (const [secret, name] of names)
      if (masked.includes(secret)) masked = masked.replaceAll(secret, name)
    return masked
  }

  function secret(plain: string): string {
    if (plain === '' || /^\{\{.*\}\}$/.test(plain) || plain === HIDDEN) return plain
    const known = secrets.get(plain) ?? names.get(plain)
    if (known) return known
    // A login is no secret, also with the words behind it that steer the bank.
    if (ids.has(plain.split('+', 1)[0] as string)) return plain
    const name = hidden.get(plain) ?? `{{hidden:${hidden.size + 1}}}`
    hidden.set(plain, name)
    return name
  }

  function value(plain: unknown, name = '', isInside = false): unknown {
    const isSecret = isInside || isHidden(name)
    if (typeof plain === 'string') return isSecret ? secret(plain) : text(plain)
    if (typeof plain !== 'object' || plain === null) return plain
    if (Array.isArray(plain)) return plain.map(one => value(one, '', isSecret))
    return Object.fromEntries(
      Object.entries(plain).map(([key, one]) => [text(key), value(one, key, isSecret)])
    )
  }

  function header(name: string, plain: string): string {
    if (!SECRET_HEADERS.has(name)) return text(plain)
    const [, scheme, rest] = /^([A-Za-z]+) +(\S.*)?$/.exec(plain) ?? []
    if (scheme === undefined || rest === undefined) return secret(plain)
    if (scheme.toLowerCase() !== 'basic') return `${scheme} ${secret(rest)}`
    const pair = Buffer.from(rest, 'base64').toString('utf8')
    const at = pair.indexOf(':')
    return at < 0
      ? `${scheme} ${secret(rest)}`
      : `${scheme} {{basic:${pair.slice(0, at)}:${secret(pair.slice(at + 1))}}}`
  }

  return {
    value: (plain, name) => value(plain, name),
    text: plain => text(redactRaw(plain)),
    header,
    learn: (token, name) => void names.set(token, name)
  }
}

/** The secrets of documents with the place where each is found first. */
export function secretsIn(documents: Collections): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (value: unknown, place: string, isSecret: boolean): void => {
    if (typeof value === 'string' && value !== '' && isSecret && !found.has(value))
      found.set(value, `{{secret:${place}}}`)
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value))
      walk(inner, `${place}/${key}`, isSecret || isHidden(key) || key === 'pins')
  }
  for (const [collection, all] of Object.entries(documents))
    for (const one of all) walk(one, `${collection}/${one.id}`, false)
  return found
}

/** TANs are made by the sandbox, of use once, and have to be right when a story is told again. */
function isHidden(name: string): boolean {
  return isSecretName(name) && !/^(tan|scaauthenticationdata)$/i.test(name)
}

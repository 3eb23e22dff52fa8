import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'

export type Service = {
  readonly image: string
  readonly build?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly ports: readonly string[]
  readonly volumes?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly stop_grace_period?: string
  readonly [key: string]: unknown
}

export type Compose = { readonly services: Readonly<Record<string, Service>> }

/** The names of the compose files. */
export const COMPOSE_FILES = readdirSync('docker').filter(name => /^compose.*\.yaml$/.test(name))

/** A compose file with the variables of whoever calls `docker compose`. A required one that is missing is an error. */
export function readCompose(
  name: string,
  variables: Readonly<Record<string, string | undefined>>
): Compose {
  const content = JSON.stringify(load(readFileSync(`docker/${name}`, 'utf8')))
  return JSON.parse(content, (_, value) =>
    typeof value === 'string' ? fillIn(value, variables) : value
  )
}

function fillIn(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$\{(\w+):([-?])([^}]*)\}/g,
    (_, name: string, sign: string, rest: string) => {
      const value = variables[name]
      if (!value && sign === '?') throw new Error(`${name} is missing: ${rest}`)
      return value || rest
    }
  )
}

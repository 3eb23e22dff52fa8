import type { Test } from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { ingToken, right, submit, withFreshCrefo } from './requests.ts'

export type Changes = Parameters<typeof right>[0]

/** What is missing, null or blank. */
export const EMPTY = 'value must not be empty or null.'

/** A sandbox that takes the right request after some changes, each with a Crefo number of its own. */
type Taker = {
  readonly sandbox: Sandbox
  readonly token: string
  /** Posts the right request, changed. */
  take(changes?: Changes): Promise<Reply>
  /** The same, for one that has to be accepted: what is kept of the request. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  keep(changes?: Changes): Promise<any>
  /** How many applications there are. */
  count(): Promise<number>
}

export async function createTaker(t: Test): Promise<Taker> {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.getIncludesPayload': true })
  const take: Taker['take'] = changes => {
    const body = withFreshCrefo(right())
    changes?.(body)
    return submit(sandbox, token, body)
  }

  return {
    sandbox,
    token,
    take,
    async keep(changes) {
      const { status, text, body } = await take(changes)
      if (status !== 201) throw new Error(`not accepted: ${text}`)
      const path = `/partner-api/applications/${body.application_id}`
      return (await sandbox.call('GET', path, { token })).body
    },
    async count() {
      return (await (await sandbox.workspace()).store.list('applications')).length
    }
  }
}

/** The violations of an answer as texts, and that it is nothing else. */
export function violationsOf({ status, body, text }: Reply): readonly string[] {
  const { title, type, status: told, violations, ...rest } = body ?? {}
  const isRight =
    status === 400 &&
    told === 400 &&
    title === 'Constraint Violation' &&
    type === 'https://zalando.github.io/problem/constraint-violation' &&
    Object.keys(rest).length === 0
  if (!isRight) return [`${status} ${text}`]
  return violations.map((one: Record<string, string>) => `${one['field']}: ${one['message']}`)
}

/** The value at a path as `company.representatives.0`. */
// biome-ignore lint/suspicious/noExplicitAny: a test knows what is there
export function at(body: any, path: string): any {
  if (path === '') return body
  return path.split('.').reduce((value, step) => value[step], body)
}

/** Changes one value at a path. */
export function set(path: string, value: unknown): NonNullable<Changes> {
  const cut = path.lastIndexOf('.')
  return body => {
    const parent = at(body, path.slice(0, Math.max(cut, 0)))
    parent[path.slice(cut + 1)] = value
  }
}

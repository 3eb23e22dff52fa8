import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { CORE_SCHEMA, load } from 'js-yaml'
import type { Test } from 'tap'

type Step = {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
}
export type Job = {
  readonly steps: readonly Step[]
  readonly env?: Readonly<Record<string, string>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly needs?: string
  readonly container?: { readonly image: string; readonly options?: string }
  readonly services?: Readonly<Record<string, Service>>
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> }
}
type Service = {
  readonly image: string
  readonly ports: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly options: string
}
export type Workflow = {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

type Parser = typeof import('@actions/workflow-parser')

export function readWorkflow(path: string): Workflow {
  return load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA }) as Workflow
}

/** GitHub's own parser: what is wrong with a workflow, in words. */
export async function createComplaints(t: Test): Promise<(content: string) => readonly string[]> {
  const outfile = join(t.testdir({}), 'parser.cjs')
  // It imports JSON in a way that Node does not know; a bundler does.
  await build({
    entryPoints: ['@actions/workflow-parser'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error'
  })
  const { NoOperationTraceWriter, parseWorkflow }: Parser = createRequire(outfile)(outfile)
  return content => {
    const { context } = parseWorkflow({ name: 'one.yml', content }, new NoOperationTraceWriter())
    return context.errors.getErrors().map(({ message }) => message)
  }
}

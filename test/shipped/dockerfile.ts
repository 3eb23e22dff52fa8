import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type CommandEntry, parse } from 'docker-file-parser'
import type { Test } from 'tap'
import { HOME } from '../../src/contract/home.ts'
import { runOnce } from './container.ts'

/** What an image holds, and how containers of it start. */
export type Image = {
  /** The folder that is its `/`, without what its base brings along. */
  readonly root: string
  readonly workdir: string
  readonly env: Readonly<Record<string, string>>
  readonly user: string
  readonly labels: Readonly<Record<string, string>>
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly healthcheck: readonly string[]
  readonly entrypoint: readonly string[]
}

type Stage = { -readonly [name in keyof Image]: Image[name] } & { readonly name: string }

/** What `docker build` may see of this folder. */
const CONTEXT = readFileSync(join(HOME, '.dockerignore'), 'utf8').trim().split('\n')

/** Does the steps of the Dockerfile, one after the other, in an empty folder. What it does not know it refuses. */
export async function buildImage(t: Test): Promise<Image> {
  const folder = mkdtempSync(join(tmpdir(), 'sandkasten-image-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, 0o755)
  const stages: Stage[] = []
  for (const command of parse(readFileSync(join(HOME, 'Dockerfile'), 'utf8'))) {
    if (command.name === 'ARG') continue
    if (command.name === 'FROM') stages.push(openStage(folder, String(command.args)))
    else await STEPS[command.name]?.(stages.at(-1) as Stage, command, stages)
    if (command.name !== 'FROM' && !(command.name in STEPS))
      throw new Error(`what is ${command.raw}?`)
  }
  return stages.at(-1) as Image
}

function openStage(folder: string, from: string): Stage {
  const [, name = 'final'] = / AS (\w+)$/.exec(from) ?? []
  const root = join(folder, name)
  mkdirSync(root)
  return {
    ...{ name, root, workdir: '/', env: {}, user: '0:0', labels: {}, ports: [], volumes: [] },
    ...{ healthcheck: [], entrypoint: [] }
  }
}

const STEPS: Readonly<
  Record<string, (stage: Stage, command: CommandEntry, all: readonly Stage[]) => unknown>
> = {
  WORKDIR(stage, { args }) {
    stage.workdir = String(args)
    mkdirSync(join(stage.root, stage.workdir), { recursive: true })
  },
  COPY: copy,
  RUN: (stage, { args }) => run(stage, String(args)),
  ENV: (stage, { args }) => Object.assign(stage.env, args),
  LABEL(stage, { args }) {
    const pairs = Object.entries(args).map(([name, text]) => [name, JSON.parse(text)] as const)
    Object.assign(stage.labels, Object.fromEntries(pairs))
  },
  USER(stage, { args }) {
    stage.user = String(args)
  },
  EXPOSE(stage, { args }) {
    stage.ports = args as string[]
  },
  VOLUME(stage, { args }) {
    stage.volumes = args as string[]
  },
  HEALTHCHECK(stage, { args }) {
    stage.healthcheck = JSON.parse(String(args).replace(/^(--\S+ )*CMD /, ''))
  },
  ENTRYPOINT(stage, { args }) {
    stage.entrypoint = args as string[]
  }
}

function copy(stage: Stage, { args }: CommandEntry, all: readonly Stage[]): void {
  const paths = (args as string[]).filter(arg => !arg.startsWith('--'))
  const [, from] = (args as string[]).join(' ').match(/--from=(\w+)/) ?? []
  const target = paths.pop() ?? ''
  for (const path of paths) {
    if (!from && !isInContext(path)) throw new Error(`.dockerignore hides ${path}`)
    const source = join(all.find(({ name }) => name === from)?.root ?? HOME, path)
    const into = join(stage.root, stage.workdir, target)
    cpSync(source, target.endsWith('/') ? join(into, basename(path)) : into, { recursive: true })
    if (!statSync(into)) throw new Error(`${path} did not arrive`)
  }
}

/** Everything is hidden but what is named. */
function isInContext(path: string): boolean {
  return CONTEXT[0] === '*' && CONTEXT.includes(`!${path}`)
}

/** The build happens here, with the packages that npm has fetched before; what the image itself does happens inside. */
async function run(stage: Stage, command: string): Promise<void> {
  if (stage.name === 'final') {
    const { code, stderr } = await runOnce({
      ...stage,
      command: ['sh', '-ec', command],
      isRoot: true
    })
    if (code !== 0) throw new Error(`${command}: ${stderr}`)
    return
  }
  const { PATH = '', HOME: home = '' } = process.env
  const env = { PATH, HOME: home, npm_config_prefer_offline: 'true', ...stage.env }
  execFileSync('sh', ['-ec', command], { cwd: join(stage.root, stage.workdir), env, stdio: 'pipe' })
}

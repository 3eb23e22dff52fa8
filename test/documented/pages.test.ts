import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { switches } from '../../src/apis/all.ts'
import { loadContract } from '../../src/contract/document.ts'
import { HOME } from '../../src/contract/home.ts'
import { refresh } from '../../src/docs/parts.ts'
import { SETTINGS } from '../../src/settings.ts'
import { serve } from '../cli-process.ts'
import { type Block, type Page, readPages, targetOf } from './pages.ts'

const pages = readPages()

/** Names under which a block would neither be run nor compiled, though it looks as if. */
const WRONG_NAMES = ['', 'bash', 'shell', 'zsh', 'javascript', 'typescript', 'mjs', 'tsx']

/** What makes a block of `console` one that is not run here, and why. */
const NOT_RUN: readonly (readonly [line: RegExp, why: string])[] = [
  [/^(\w+=\S+ )*(npm start|node dist\/cli\.js)( |$)/, 'a server that runs until it is stopped'],
  [/^(npm (test|install|i|ci|run|exec)|npx|git) /, 'for another project, or for a long time'],
  [/^(\w+=\S+ )*(docker|podman|helm|kubectl|minikube|kind) /, 'there is no container engine here'],
  [/https?:\/\/[\w.-]*\bexample\.(com|org|net)\b/, 'a server that does not exist']
]

/** Servers that a page starts: their settings are checked instead. */
const START = /^((?:\w+=\S+ )*)(?:npm start(?: --)?|node dist\/cli\.js(?: start)?)(?= |$)(.*)$/

t.test('every link leads to a file and to a place in it', async t => {
  const byPath = new Map(pages.map(page => [page.path, page]))
  let count = 0
  for (const { path, links } of pages)
    for (const link of links.filter(one => !/^(https?|mailto):/.test(one))) {
      const { file, anchor } = targetOf(path, link)
      count++
      t.ok(existsSync(file), `${path}: ${link}`)
      if (anchor !== undefined) t.ok(byPath.get(file)?.anchors.has(anchor), `${path}: ${link}`)
    }
  t.ok(count > 50, 'links are found')
})

t.test('what is made from the sources is as the sources are: npm run docs', async t => {
  for (const { path, text } of pages) t.equal(refresh(text), text, path)
  t.ok(pages.filter(({ text }) => text.includes('<!-- made: ')).length > 5)
})

t.test('the ledger has every operation of the vendors, and nothing of our notes', async t => {
  const ledger = pages.find(({ path }) => path === 'docs/fidelity.md')?.text ?? ''
  const names = readdirSync('dist/openapi').map(file => file.replace('.json', ''))
  for (const { operations } of names.filter(name => name !== 'control').map(loadContract))
    for (const { method, path, id, fidelity } of operations)
      t.match(ledger, `| \`${method} ${path}\` | \`${id}\` | ${fidelity} |`, id)
  t.notMatch(ledger, /dossier|field note|\b[A-K]\d+\b/i)
  const settings = pages.find(({ path }) => path === 'docs/configuration.md')?.text ?? ''
  for (const name of [...Object.keys(SETTINGS), ...Object.keys(switches)])
    t.match(settings, `| \`${name}\` |`, name)
})

t.test('every page is in the index, and every contract names its page', async t => {
  const paths = pages.map(({ path }) => path)
  const index = pages.find(({ path }) => path === 'docs/README.md')
  for (const path of paths.filter(path => /^docs\/(?!README)/.test(path)))
    t.ok(index?.links.includes(path.slice('docs/'.length)), path)
  for (const { document } of ['control', 'banksapi-auth', 'ing-partner'].map(loadContract))
    t.ok(paths.includes(`docs/${document.info['x-sandkasten-guide']}.md`), document.info.title)
})

t.test('the documentation is true', async t => {
  // The built server, with its bundle, is what people have.
  const server = await serve(t, ['--strict', '--tls', '--tls-port', '0', '--log-level', 'silent'])
  const folder = workplace(t)
  for (const page of pages) {
    const here = { ...page, blocks: page.blocks.map(block => at(server.ready, block)) }
    await t.test(page.path, async t => {
      t.ok((await fetch(`${server.url}/_sandkasten/reset`, { method: 'POST' })).ok)
      for (const { language } of page.blocks)
        t.notOk(WRONG_NAMES.includes(language), `a block is not named “${language}”`)
      await checkCommands(t, here, folder)
      await checkPrograms(t, here, folder)
      await checkUnrun(t, here, folder)
    })
  }
  await t.test('its TypeScript compiles', t => compile(t, folder))
})

type Ready = { readonly url: string; readonly tlsUrl: string }

/** A block as it is for this server. */
function at({ url, tlsUrl }: Ready, { language, ...block }: Block): Block {
  const move = (text: string) =>
    text.replaceAll('http://localhost:8451', url).replaceAll('https://localhost:8452', tlsUrl)
  return { language, text: move(block.text), answer: block.answer && move(block.answer) }
}

/** A folder with what a clone has, where nothing that is written matters. */
function workplace(t: Test): string {
  const folder = t.testdir()
  for (const name of ['dist', 'examples', 'fixtures', 'openapi', 'package.json'])
    symlinkSync(join(HOME, name), join(folder, name))
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@playwright'), { recursive: true })
  mkdirSync(join(modules, '@types'))
  symlinkSync(HOME, join(modules, 'sandkasten'))
  for (const name of ['vitest', 'tap', '@playwright/test', '@types/node'])
    symlinkSync(join(HOME, 'node_modules', name), join(modules, name))
  return folder
}

type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a command with nothing of what tap tells its own processes. */
function run(cwd: string, command: string, ...args: readonly string[]): Promise<Outcome> {
  const { PATH = '', HOME: home = '' } = process.env
  const options = { cwd, env: { PATH, HOME: home, NO_COLOR: '1' }, maxBuffer: 50_000_000 }
  return new Promise(resolve => {
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
    )
  })
}

const END = '\x1e'

/** The commands of a page are one story: each block knows what those before it have set. */
async function checkCommands(t: Test, { blocks }: Page, folder: string): Promise<void> {
  const asked = blocks.filter(({ language }) => language === 'sh')
  if (asked.length === 0) return
  const script = asked.map(({ text }) => `${text}\nprintf '${END}'\n`).join('')
  const { code, stdout, stderr } = await run(folder, 'bash', '-euo', 'pipefail', '-c', script)
  const outputs = stdout.split(END)
  t.equal(code, 0, `the commands work: ${stderr.slice(0, 500)}`)
  for (const [n, { text, answer }] of asked.entries())
    if (answer !== undefined) checkAnswer(t, outputs[n] ?? '', answer, text)
}

async function checkPrograms(t: Test, page: Page, folder: string): Promise<void> {
  const { path, blocks } = page
  const programs = blocks.filter(({ language }) => language === 'js')
  for (const { text, answer } of programs) {
    const { code, stdout, stderr } = await run(
      folder,
      process.execPath,
      '--input-type=module',
      '-e',
      text
    )
    t.equal(code, 0, `the program works: ${stderr.slice(0, 500)}`)
    if (answer !== undefined) checkAnswer(t, stdout, answer, text)
  }
  const typed = blocks.filter(one => one.language === 'ts' && !isQuoted(one.text, page))
  for (const [n, { text }] of typed.entries())
    writeFileSync(join(folder, `${path.replace(/\W/g, '-')}-${n}.mts`), `${text}\nexport {}\n`)
}

/** A part of a file that the page names is tested where that file is. */
function isQuoted(block: string, { text }: Page): boolean {
  const named = text.match(/examples\/[\w./-]+\.\w+/g) ?? []
  return named.some(
    file => existsSync(file) && bare(readFileSync(file, 'utf8')).includes(bare(block))
  )
}

function bare(text: string): string {
  return text.replace(/\s+/g, '')
}

/** The page may leave parts out with `…`; how something is broken into lines does not matter. */
function checkAnswer(t: Test, output: string, answer: string, command: string): void {
  const parts = bare(answer)
    .split('…')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  t.match(bare(output), new RegExp(`^${parts.join('[\\s\\S]*?')}$`), `the answer to: ${command}`)
}

/** What is not run here is named, with the reason; settings of servers are checked all the same. */
async function checkUnrun(t: Test, { blocks }: Page, folder: string): Promise<void> {
  for (const { text } of blocks.filter(({ language }) => language === 'console')) {
    const lines = text
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map(line => line.replace(/(^| +)#.*$/, '').trim())
    const [, why] = NOT_RUN.find(([unrun]) => lines.some(line => unrun.test(line))) ?? []
    t.ok(why, `not run, ${why}: ${text}`)
    for (const line of lines) {
      const [, variables, flags] = START.exec(line) ?? []
      if (flags === undefined) continue
      const command = `${variables}node dist/cli.js validate ${flags}`
      const { code, stderr } = await run(folder, 'bash', '-c', command)
      t.equal(code, 0, `its settings are right: ${stderr}`)
    }
  }
}

async function compile(t: Test, folder: string): Promise<void> {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable', 'dom'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['*.mts'] })
  )
  const tsc = join(HOME, 'node_modules', 'typescript', 'bin', 'tsc')
  const { code, stdout } = await run(folder, process.execPath, tsc, '-p', '.')
  t.equal(code, 0, stdout)
}

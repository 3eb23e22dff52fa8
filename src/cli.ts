#!/usr/bin/env node
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { apis, credentialsIn, filesIn } from './apis/all.ts'
import { createApp, readSeed, readVersion } from './app.ts'
import { commentedConfig, helpText, readyTable, replayText, routeTable } from './cli-text.ts'
import {
  badSetting,
  completeConfig,
  flagOf,
  isBadSetting,
  layerSettings,
  readYaml
} from './config.ts'
import { withData } from './data.ts'
import { withPlainLines } from './http/log.ts'
import { listen } from './listen.ts'
import { readBeginning } from './seed.ts'
import { type Config, SETTINGS, type Settings } from './settings.ts'
import { fromIso, within } from './world/clock.ts'

const CONFIG_FILE = 'sandkasten.config.yaml'
const EXPORTS = 'sandkasten-keys'

/** Lines are written together, at the latest after a tenth of a second: a write for each would cost more than a request. */
const LOG_STREAM = { dest: 2, sync: true, minLength: 4096, periodicFlush: 100 }

type Flags = Readonly<Record<string, unknown>>

const COMMANDS: Readonly<
  Record<string, (flags: Flags, file: string) => Promise<number | undefined>>
> = {
  start,
  init,
  validate,
  health,
  routes,
  replay,
  drift
}

/** Commands that name a file. */
const TAKES_FILE = ['drift', 'replay']

/** Runs a command. Exit codes: 0 done, 1 failed, 2 used or set up wrongly. */
async function main(args: readonly string[]): Promise<number | undefined> {
  const { values, positionals } = readArguments(args)
  if (values['help']) return say(helpText())
  if (values['version']) return say(readVersion())
  const [name = 'start', ...rest] = positionals
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const files = TAKES_FILE.includes(name) ? 1 : 0
  if (command && rest.length < files)
    throw badSetting(`${name} needs a FILE; see sandkasten --help`)
  if (!command || rest.length > files)
    throw badSetting(`there is no command "${positionals.join(' ')}"; see sandkasten --help`)
  return command(values, rest[0] ?? '')
}

async function start(flags: Flags): Promise<undefined> {
  const { config, seed, internals } = await readBeginning(await readConfig(flags))
  const version = readVersion()
  const stream = pino.destination(LOG_STREAM)
  const log = pino({ level: config.logLevel, base: null }, stream)
  const plain = withPlainLines(log, line => stream.write(line))
  const app = await withData(config, seed, log, data =>
    createApp(config, seed, plain, version, { ...data, ...internals })
  )
  const { url, tlsUrl, cut } = await listen(app, config)
  const { default: closeWithGrace } = await import('close-with-grace')
  closeWithGrace({ delay: 4_500 }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'Unexpected error, stopping')
    else log.info({ signal }, 'Stopping')
    const closing = app.server.close().then(() => true)
    // What still waits after that is cut: faults may delay an answer for minutes.
    if (!(await within(closing, 3_500))) cut()
    await closing
    log.flush()
  })
  say(
    config.json
      ? JSON.stringify({ ready: true, url, tlsUrl, version })
      : readyTable(url, tlsUrl, version, app.contracts, credentialsIn(seed))
  )
}

async function init(): Promise<number> {
  if (existsSync(CONFIG_FILE))
    throw badSetting(`${CONFIG_FILE} exists already and is left as it is`)
  writeFileSync(CONFIG_FILE, commentedConfig())
  mkdirSync(EXPORTS, { recursive: true })
  const files = filesIn(readSeed())
  for (const { name, content } of files) writeFileSync(join(EXPORTS, name), await content())
  const names = files.map(({ name }) => name).join(', ')
  return say(`Wrote ${CONFIG_FILE}. Every line in it is a default; uncomment what you change.
Wrote ${names} to ${EXPORTS}/: keys and certificates of the demo clients.`)
}

async function validate(flags: Flags): Promise<number> {
  const config = await readConfig(flags)
  await readBeginning(config)
  return say(
    config.seed === null
      ? 'The configuration is right.'
      : `The configuration and ${config.seed} are right.`
  )
}

async function health(flags: Flags): Promise<number> {
  const { host, port } = await readConfig(flags)
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/ready`
  // biome-ignore lint/style/noRestrictedGlobals: a command of its own, outside of the server
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined)
  say(
    answer?.ok
      ? 'ready'
      : `not ready: ${url} ${answer ? `answers ${answer.status}` : 'does not answer'}`
  )
  return answer?.ok ? 0 : 1
}

async function routes(flags: Flags): Promise<number> {
  const config = await readConfig(flags)
  const { contracts, server } = createApp(
    config,
    readSeed(),
    pino({ level: 'silent' }),
    readVersion()
  )
  say(routeTable(contracts))
  await server.close()
  return 0
}

/** 0 when every answer is the same again, 1 when one is not. */
async function replay(flags: Flags, file: string): Promise<number> {
  const { readBundle, replay: tellAgain } = await import('./replay.ts')
  const report = await tellAgain(readBundle(file))
  say(flags['json'] ? JSON.stringify(report) : replayText(report))
  return report.differences.length === 0 ? 0 : 1
}

/** Exit codes: 0 no differences, 1 some, 2 not comparable. */
async function drift(flags: Flags, file: string): Promise<number> {
  const { openRecording, tellDrift } = await import('./drift/drift.ts')
  const config = await readConfig(flags)
  const recording = await readFile(file, 'utf8')
    .then(openRecording)
    .catch(error => {
      throw badSetting(`${file}: ${(error as Error).message}`)
    })
  const { redact: copy, only } = flags
  if (typeof copy === 'string') writeFileSync(copy, recording.redacted())
  const report = await recording.compare(
    {
      rewrite: url => apis.reduce((current, api) => api.rewrite?.(current) ?? current, url),
      open(startsAt) {
        const clockStart = fromIso(startsAt ?? '') === undefined ? null : (startsAt ?? null)
        const settings = { ...config, clockStart, clockFrozen: true, controlToken: null }
        const log = pino({ level: 'silent' })
        const { server, contracts } = createApp(settings, readSeed(settings), log, readVersion())
        return { inject: server.inject.bind(server), contracts, close: () => server.close() }
      }
    },
    typeof only === 'string' ? only.split(',') : []
  )
  say(tellDrift(report, config.json ? 'json' : 'text'))
  return report.differences > 0 ? 1 : 0
}

function readArguments(args: readonly string[]) {
  const settings = Object.entries(SETTINGS).map(([name, { type }]) => {
    const multiple = name === 'behaviour'
    return [
      flagOf(name),
      { type: type === 'boolean' ? 'boolean' : 'string', multiple } as const
    ] as const
  })
  const options = {
    ...Object.fromEntries(settings),
    config: { type: 'string' },
    only: { type: 'string' },
    redact: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' }
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true })
  } catch (error) {
    throw badSetting(`${(error as Error).message.split(/\. |\n/)[0]}; see sandkasten --help`)
  }
}

async function readConfig(flags: Flags): Promise<Config> {
  const named = flags['config'] ?? process.env['SANDKASTEN_CONFIG']
  const file = typeof named === 'string' ? named : CONFIG_FILE
  const content = named !== undefined || existsSync(file) ? await readYaml(file) : {}
  const set = Object.keys(SETTINGS).flatMap(name => {
    const value = flags[flagOf(name)]
    return value === undefined ? [] : [[name, value] as const]
  })
  return completeConfig(
    layerSettings(content, process.env, Object.fromEntries(set)) as Partial<Settings>
  )
}

function say(text: string): 0 {
  process.stdout.write(`${text}\n`)
  return 0
}

main(process.argv.slice(2)).then(
  code => {
    if (code !== undefined) process.exitCode = code
  },
  error => {
    process.stderr.write(
      `sandkasten: ${isBadSetting(error) ? error.message : (error as Error).stack}\n`
    )
    process.exit(isBadSetting(error) ? 2 : 1)
  }
)

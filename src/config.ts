import { readFileSync } from 'node:fs'
import { switches } from './apis/all.ts'
import { createAjv } from './contract/ajv.ts'
import { type Config, type Property, SETTINGS, type Settings } from './settings.ts'
import { faultsOf } from './world/behaviour.ts'

/** Where the settings are, and the sandbox that the fixtures for tests use instead of an own one. */
const OTHER_VARIABLES = ['SANDKASTEN_CONFIG', 'SANDKASTEN_URL']

/** A setting that cannot be used. The message is one line for the person who set it. */
export function badSetting(message: string): Error & { readonly isBadSetting: true } {
  return Object.assign(new Error(message), { isBadSetting: true as const })
}

export function isBadSetting(error: unknown): error is Error {
  return error instanceof Error && 'isBadSetting' in error
}

/** The settings with defaults for what is left out. Throws a bad setting in words. */
export async function completeConfig(settings: Partial<Settings>): Promise<Config> {
  const given = await checked(settings)
  const defaults = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { default: value }]) => [name, value])
  )
  const config = Object.freeze({ ...defaults, ...given }) as Config
  if (!isLoopback(config.host) && config.controlToken === null && !config.insecureControl) {
    throw badSetting(
      `host ${config.host} can be reached from other machines, so /_sandkasten needs a token: set --control-token, or --insecure-control to leave it open`
    )
  }
  if ((config.tlsCert === null) !== (config.tlsKey === null))
    throw badSetting('tlsCert and tlsKey belong together: set both or neither')
  return config
}

/** Whether only this machine can call a server that listens there. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)
}

/** The settings of each layer, later ones win: file, environment, flags. */
export function layerSettings(
  file: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, unknown>>
): Partial<Settings> {
  const texts = [fromEnvironment(environment), flags].map(layer => mapValues(layer, typed))
  const layers = [file, ...texts].map(layer =>
    'behaviour' in layer ? { ...layer, behaviour: parseSwitches(layer['behaviour']) } : layer
  )
  const behaviour = Object.assign({}, ...layers.map(layer => layer['behaviour'] ?? {}))
  return { ...Object.assign({}, ...layers), behaviour }
}

/** `SANDKASTEN_LOG_LEVEL` for logLevel, and the customary `PORT`. */
export function variableOf(name: string): string {
  return `SANDKASTEN_${name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

/** `--log-level` for logLevel. */
export function flagOf(name: string): string {
  return name === 'behaviour' ? 'set' : name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

/** Documents of a seed file: an object of lists by collection, each document with an id. Throws what is wrong in words. */
export async function readDocuments(file: string): Promise<Record<string, { id: string }[]>> {
  const content = await readYaml(file)
  for (const [collection, documents] of Object.entries(content)) {
    const isList = Array.isArray(documents) && documents.every(one => typeof one?.id === 'string')
    if (!isList) throw badSetting(`${file}: ${collection} has to be a list of documents with an id`)
  }
  return content as Record<string, { id: string }[]>
}

/** The object in a YAML or JSON file. */
export async function readYaml(file: string): Promise<Record<string, unknown>> {
  const text = readText(file)
  const { load, CORE_SCHEMA } = await import('js-yaml')
  let content: unknown
  try {
    content = load(text, { schema: CORE_SCHEMA }) ?? {}
  } catch (error) {
    throw badSetting(`${file} is not YAML: ${(error as Error).message.split('\n', 1)[0]}`)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw badSetting(`${file} has to hold names with values`)
  }
  return content as Record<string, unknown>
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw badSetting(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`)
  }
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>
): Record<string, unknown> {
  const names = Object.keys(SETTINGS)
  const known = names.map(variableOf)
  const unknown = Object.keys(environment).find(
    name =>
      name.startsWith('SANDKASTEN_') && !OTHER_VARIABLES.includes(name) && !known.includes(name)
  )
  if (unknown !== undefined) throw badSetting(`there is no setting ${unknown}`)
  const set = names.flatMap(name => {
    const value =
      environment[variableOf(name)] ?? (name === 'port' ? environment['PORT'] : undefined)
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  return Object.fromEntries(set)
}

/** Text of a flag or variable as the number or truth value that the schema asks for. */
function typed(value: unknown, name: string): unknown {
  const { type } = SETTINGS[name as keyof Settings] ?? {}
  if (typeof value !== 'string') return value
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value))
    return Number(value)
  return type === 'boolean' ? (WORDS[value] ?? value) : value
}

function mapValues(
  layer: Readonly<Record<string, unknown>>,
  change: (value: unknown, name: string) => unknown
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(layer).map(([name, value]) => [name, change(value, name)])
  )
}

/** `a=b,c=d`, a list of such, an object, or nothing. */
function parseSwitches(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value }
  const pairs = [value].flat().flatMap(text => String(text).split(','))
  return Object.fromEntries(
    pairs.map(pair => {
      const [key = '', text] = pair.split('=').map(part => part.trim())
      if (text === undefined) throw badSetting(`--set ${pair} has to be name=value`)
      return [key, WORDS[text] ?? (/^\d+$/.test(text) ? Number(text) : text)]
    })
  )
}

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false }

/** What was set, as the schema types it. What is right at a glance needs no validator, which keeps the start quick. */
async function checked(settings: Partial<Settings>): Promise<Partial<Settings>> {
  const given = Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined)
  )
  const unknown = Object.keys(given).find(name => !Object.hasOwn(SETTINGS, name))
  if (unknown !== undefined) throw badSetting(`there is no setting ${unknown}`)
  const isPlain = ([name, value]: [string, unknown]) =>
    isPlainlyRight(SETTINGS[name as keyof Settings], value)
  if (!Object.entries(given).every(isPlain)) await validate(given)
  if (given['publicUrl'] && !URL.canParse(String(given['publicUrl']))) {
    throw badSetting(`publicUrl ${given['publicUrl']} is no address`)
  }
  const faults = faultsOf(switches, (given['behaviour'] ?? {}) as Record<string, unknown>)
  if (faults.length > 0) throw badSetting(faults.join('; '))
  return given
}

/** Whether a value is right by the few keywords that most settings have; the validator judges all others. */
function isPlainlyRight(property: Property, value: unknown): boolean {
  const {
    type,
    enum: choices,
    minimum,
    maximum,
    minLength,
    default: _,
    description,
    ...rest
  } = property
  if (Object.keys(rest).length > 0) return false
  if (Array.isArray(choices)) return choices.includes(value)
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'integer')
    return Number.isInteger(value) && isWithin(value as number, minimum, maximum)
  if (typeof value === 'string') return type.includes('string') && isWithin(value.length, minLength)
  return type === 'object' && isObject(value)
}

function isWithin(value: number, least: unknown, most: unknown = value): boolean {
  return value >= Number(least ?? value) && value <= Number(most)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function validate(given: Readonly<Record<string, unknown>>): Promise<void> {
  const ajv = await createAjv({})
  if (ajv.validate({ type: 'object', properties: SETTINGS }, given)) return
  const { instancePath, message, params } = ajv.errors?.[0] ?? {}
  const allowed = params?.['allowedValues'] ? `: ${params['allowedValues'].join(', ')}` : ''
  throw badSetting(`${instancePath?.slice(1)} ${message}${allowed}`)
}

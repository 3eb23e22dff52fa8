import { switches } from './apis/all.ts'
import { readSeed } from './app.ts'
import { badSetting, readDocuments, readYaml } from './config.ts'
import { isFaulty, moved, readState, type StateFile } from './control/state-file.ts'
import type { Config, Internals } from './settings.ts'
import type { Document } from './world/effects.ts'
import { mergeSeed } from './world/fixtures.ts'
import { FORMAT_VERSION, migrate } from './world/format.ts'
import { type Collections, createMemoryStore } from './world/store.ts'

/** What a server begins with. */
export type Beginning = {
  readonly config: Config
  readonly seed: Collections
  /** The clock of a state, unless the settings say otherwise. */
  readonly internals: Internals
}

/** The fixtures with the file of `--seed`: documents that join them, or a state in their place. */
export async function readBeginning(config: Config): Promise<Beginning> {
  const fixtures = readSeed(config)
  if (config.seed === null) return { config, seed: fixtures, internals: {} }
  const content = await readYaml(config.seed)
  if ('formatVersion' in content) return readStateOf(config.seed, content, config, fixtures)
  const documents = await readDocuments(config.seed)
  checkFields(config.seed, documents, fixtures)
  return { config, seed: mergeSeed(fixtures, documents), internals: {} }
}

/** Lists and objects that all documents of a collection in the fixtures have are relied upon: a text may be missing, they not. */
function checkFields(file: string, documents: Collections, fixtures: Collections): void {
  for (const [collection, all] of Object.entries(documents)) {
    const [first, ...others] = (fixtures[collection] ?? []) as readonly Fields[]
    if (!first || others.length === 0) continue
    const needed = Object.keys(first).filter(key => [first, ...others].every(holds(key, first)))
    for (const one of all as readonly Fields[]) {
      const missing = needed.find(key => !holds(key, first)(one))
      if (missing === undefined) continue
      const kind = Array.isArray(first[missing]) ? 'list' : 'object'
      throw badSetting(`${file}: ${collection} ${one['id']} needs the ${kind} ${missing}`)
    }
  }
}

type Fields = Document & Readonly<Record<string, unknown>>

/** Whether a document has a list or an object where another one has it. */
function holds(key: string, like: Fields): (one: Fields) => boolean {
  const isThing = (value: unknown) => typeof value === 'object' && value !== null
  return one =>
    isThing(like[key]) && isThing(one[key]) && Array.isArray(one[key]) === Array.isArray(like[key])
}

/** Switches and clock of the state count where nobody set them. */
async function readStateOf(
  file: string,
  content: Readonly<Record<string, unknown>>,
  config: Config,
  fixtures: Collections
): Promise<Beginning> {
  checkShape(file, content)
  const usual = { workspace: 'default', clock: { now: 0, speed: 1 }, behaviour: {} }
  const seed = createMemoryStore(fixtures)
  const read = await readState(content as StateFile, { usual, switches, seed })
  if (isFaulty(read)) {
    const [{ field = '', message = '' } = {}] = read
    throw badSetting(`${file}: ${field} ${message}`)
  }
  const { behaviour, clock, collections } = moved(read, 'default')
  const isSet = config.clockStart !== null || config.clockFrozen || !('clock' in content)
  return {
    config: { ...config, behaviour: { ...behaviour, ...config.behaviour } },
    seed: collections,
    internals: isSet ? {} : { clock }
  }
}

function checkShape(file: string, content: Readonly<Record<string, unknown>>): void {
  const { formatVersion, collections, clock = { now: '' }, behaviour = {} } = content
  if (!migrate({}, formatVersion))
    throw badSetting(
      `${file}: formatVersion ${formatVersion} is unknown, ${FORMAT_VERSION} is read`
    )
  for (const [name, value] of Object.entries({ collections, clock, behaviour }))
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badSetting(`${file}: ${name} has to hold names with values`)
  if (typeof (clock as { now?: unknown }).now !== 'string')
    throw badSetting(`${file}: clock.now has to be an instant`)
  for (const [name, documents] of Object.entries(collections as object)) {
    const isList = Array.isArray(documents) && documents.every(one => typeof one?.id === 'string')
    if (!isList)
      throw badSetting(`${file}: collections.${name} has to be a list of documents with an id`)
  }
}

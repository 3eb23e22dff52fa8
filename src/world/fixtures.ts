import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Collections } from './store.ts'

/** Reads a folder of fixtures: `<api>/<collection>.json`, each a list of documents. */
export function readFixtures(folder: string, apis: readonly string[]): Collections {
  return apis.reduce<Collections>((seed, api) => mergeSeed(seed, readApi(join(folder, api))), {})
}

/** A seed with the documents of another one: those with a known id replace, the others are added. */
export function mergeSeed(seed: Collections, more: Collections): Collections {
  const merged = new Map(Object.entries(seed))
  for (const [collection, documents] of Object.entries(more)) {
    const byId = new Map((merged.get(collection) ?? []).map(one => [one.id, one]))
    for (const document of documents) byId.set(document.id, document)
    merged.set(collection, [...byId.values()])
  }
  return Object.fromEntries(merged)
}

function readApi(folder: string): Collections {
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  const read = files.map(name => [
    name.slice(0, -'.json'.length),
    JSON.parse(readFileSync(join(folder, name), 'utf8'))
  ])
  return Object.fromEntries(read.filter(([, content]) => Array.isArray(content)))
}

import type { Collections } from './store.ts'

/** The shape of the documents as this version keeps them; a state of another one says so. */
export const FORMAT_VERSION = 1

/** What made documents of a version into those of the next, from version 1 on. */
export type Migrations = readonly ((state: Collections) => Collections)[]

/**
 * There has been one version so far. When a release changes the shape of documents it adds a function here, so that
 * state files, snapshots and data directories of before can still be read.
 */
export const MIGRATIONS: Migrations = []

/** A state of an older version as this one keeps it; `undefined` when that version is not known here. */
export function migrate(
  state: Collections,
  version: unknown,
  migrations: Migrations = MIGRATIONS
): Collections | undefined {
  if (!isKnown(version, migrations)) return undefined
  return migrations.slice(version - 1).reduce((current, change) => change(current), state)
}

/** The version that these migrations lead to. */
export function versionOf(migrations: Migrations): number {
  return migrations.length + 1
}

function isKnown(version: unknown, migrations: Migrations): version is number {
  return (
    Number.isInteger(version) && Number(version) >= 1 && Number(version) <= versionOf(migrations)
  )
}

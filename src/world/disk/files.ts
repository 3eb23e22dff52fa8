import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Low, LowSync } from 'lowdb'
import { DataFileSync, TextFile, TextFileSync } from 'lowdb/node'
import { causeOf, storageFailure } from '../storage-failure.ts'
import { type Durability, sumOf } from './turn-log.ts'

/** Folders with tokens and credentials in the clear are for nobody else to read. */
export const OWN = { recursive: true, mode: 0o700 } as const

/** Writes a file as a whole: whoever reads it sees all of it or what was there before. Answers with its sum. */
export async function writeFile(
  folder: string,
  name: string,
  text: string,
  durability: Durability
): Promise<string> {
  const path = join(folder, name)
  try {
    await new Low(new TextFile(unfinished(path)), text).write()
    exchange(folder, path, durability)
  } catch (error) {
    throw refused(path, error)
  }
  return sumOf(text)
}

/** The same at once. */
export function writeFileNow(
  folder: string,
  name: string,
  text: string,
  durability: Durability
): void {
  const path = join(folder, name)
  try {
    new LowSync(new TextFileSync(unfinished(path)), text).write()
    exchange(folder, path, durability)
  } catch (error) {
    throw refused(path, error)
  }
}

/** What a file holds; `undefined` when there is none. Throws when it is not what was written. */
export function readFile<T>(folder: string, name: string, sum?: string): T | undefined {
  const path = join(folder, name)
  const parse = (text: string) => {
    if (sum !== undefined && sumOf(text) !== sum) throw new Error('its sum is wrong')
    return JSON.parse(text)
  }
  const file = new LowSync<T | null>(new DataFileSync(path, { parse, stringify: String }), null)
  try {
    file.read()
  } catch (error) {
    throw storageFailure('unreadable', `${path} is damaged: ${causeOf(error)}`)
  }
  return file.data ?? undefined
}

/** Names of files in the making; what is left of them is nobody's. */
const UNFINISHED = /\.new$|^\..*\.tmp$/

/** Removes what is left of files in the making, and others of ours that nothing leads to any more. */
export function sweep(folder: string, isOurs: (name: string) => boolean): void {
  for (const name of readdirSync(folder))
    if (UNFINISHED.test(name) || isOurs(name)) rmSync(join(folder, name), { force: true })
}

/** What is in a folder by now is there after a power cut too. */
export function syncFolder(folder: string, durability: Durability): void {
  if (durability === 'power') syncPath(folder, 'r')
}

function unfinished(path: string): string {
  return `${path}.new`
}

/** The content has to be on the disk before the name leads there. */
function exchange(folder: string, path: string, durability: Durability): void {
  if (durability === 'power') syncPath(unfinished(path), 'r+')
  renameSync(unfinished(path), path)
  syncFolder(folder, durability)
}

function syncPath(path: string, flags: string): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function refused(path: string, error: unknown): Error {
  try {
    rmSync(unfinished(path), { force: true })
  } catch {
    // The first reason is the one to tell.
  }
  return storageFailure('refused', `${path} cannot be written: ${causeOf(error)}`)
}

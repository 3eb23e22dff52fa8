import { badSetting } from './config.ts'
import type { Log } from './http/log.ts'
import type { Config, Internals } from './settings.ts'
import type { Storage } from './world/storage.ts'
import { isStorageFailure } from './world/storage-failure.ts'
import type { Collections } from './world/store.ts'

/** Does something with the data directory of the settings, if there is one. Throws in words why it cannot be used. */
export async function withData<T>(
  config: Config,
  seed: Collections,
  log: Log,
  work: (data: Pick<Internals, 'storage'>) => T
): Promise<T> {
  let storage: Storage | undefined
  try {
    storage = await openData(config, seed, log)
    return work(storage ? { storage } : {})
  } catch (error) {
    storage?.close(new Map())
    throw isStorageFailure(error) ? badSetting(error.message) : error
  }
}

async function openData(
  { dataDir, durability, checkpointBytes: turnBytes }: Config,
  seed: Collections,
  log: Log
): Promise<Storage | undefined> {
  if (dataDir === null) return undefined
  // Only who asks for it waits for what it needs.
  const { openDataDir } = await import('./world/data-dir.ts')
  const onError = (err: unknown) => log.error({ err }, 'A checkpoint could not be written')
  return openDataDir({ folder: dataDir, seed, durability, turnBytes, onError })
}

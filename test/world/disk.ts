import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { openSeeds } from '../../src/world/disk/seeds.ts'
import { openLowdbStore, type Place } from '../../src/world/lowdb-store.ts'
import type { Collections } from '../../src/world/store.ts'
import { ASIDE, SEED } from './store-contract.ts'

/** A folder for one test, removed once `close` is done. */
export function folderFor(t: Test, close: () => Promise<unknown> = async () => {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandkasten-'))
  t.teardown(async () => {
    await close()
    rmSync(folder, { recursive: true })
  })
  return folder
}

/** A disk with workspaces. A crash leaves the files as they are at that instant; what still runs works on lost ones. */
export function diskIn(t: Test, usual: Partial<Place> = {}) {
  const opened: ReturnType<typeof openLowdbStore>[] = []
  const root = folderFor(t, () => Promise.all(opened.map(({ store }) => store.close())))
  let life = 0
  const folder = () => join(root, String(life))
  return {
    folder,
    open(workspace: string, more: Partial<Place> & { readonly seed?: Collections } = {}) {
      const { seed = SEED, ...own } = { ...usual, ...more }
      const { durability = 'kill' } = own
      const place = {
        folder: join(folder(), workspace),
        seeds: openSeeds(folder(), seed, durability),
        durability,
        turnBytes: 1_000_000,
        onError(error: unknown) {
          throw error
        },
        ...own
      }
      const one = openLowdbStore(place, ASIDE)
      opened.push(one)
      return one
    },
    crash() {
      cpSync(folder(), join(root, String(life + 1)), { recursive: true })
      life++
    }
  }
}

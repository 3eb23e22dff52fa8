import { readdirSync } from 'node:fs'
import { posix } from 'node:path'
import t from 'tap'

/** The test files of a folder as paths below `test`; those of its subfolders are not among them. */
export function testsIn(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, import.meta.url))
    .filter(name => name.endsWith('.test.ts'))
    .sort()
    .map(name => posix.join(folder, name))
}

/**
 * Runs the test files of folders in this one process: starting one and translating the sources costs more than most
 * files take. All are read before the first of their tests begins, or a slow import might find tap at its end.
 */
export function runFolders(...folders: readonly string[]): void {
  t.test('every file is read', async reading => {
    for (const file of folders.flatMap(testsIn)) {
      t.comment(`test/${file}`)
      try {
        await import(new URL(file, import.meta.url).href)
      } catch (error) {
        reading.fail(`test/${file} cannot be read`, { error })
      }
    }
  })
}

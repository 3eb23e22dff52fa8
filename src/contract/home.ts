import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package, whether this file runs from `src` or bundled from `dist`. */
export const HOME = findHome(dirname(fileURLToPath(import.meta.url)))

function findHome(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findHome(dirname(folder))
}

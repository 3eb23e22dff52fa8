// Installs and builds what is missing or out of date, and only then. Runs before anything is installed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'

const SOURCES = ['src', 'openapi', 'docs', 'package.json', 'package-lock.json', 'tsconfig.json']

step('node_modules/.sandkasten-installed', hash(['package-lock.json']), () => {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2]
  })
})
step('dist/.sandkasten-built', hash(SOURCES.flatMap(files)), () => {
  execFileSync(process.execPath, ['src/build/build.js'], { stdio: ['ignore', 2, 2] })
})

/** Does the work unless its stamp says that it was done for the same files. */
function step(stamp, state, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  work()
  writeFileSync(stamp, state)
}

function files(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap(name => files(`${path}/${name}`))
}

function hash(paths) {
  const sum = createHash('sha256').update(process.version)
  for (const path of paths) sum.update(`\0${path}\0`).update(readFileSync(path))
  return sum.digest('hex')
}

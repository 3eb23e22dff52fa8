// Builds dist/: contracts as JSON, the bundle, the files of Swagger UI, the types. Plain JavaScript: it runs before
// anything is built.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { CORE_SCHEMA, load } from 'js-yaml'

const COMPILERS = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler']

rmSync('dist', { recursive: true, force: true })
await buildContracts()
copySwaggerUi()
await bundle()
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { stdio: 'inherit' })

/**
 * YAML is for people; the server reads JSON, which is parsed in a tenth of the time, and at its start only the outlines,
 * because most documents are not needed before their first request.
 */
async function buildContracts() {
  mkdirSync('dist/openapi', { recursive: true })
  mkdirSync('dist/operations', { recursive: true })
  const { outlineOf, written } = await importTypeScript('src/contract/outline.ts')
  for (const file of readdirSync('openapi').filter(
    name => /^[a-z].*\.yaml$/.test(name) && name !== 'redocly.yaml'
  )) {
    const document = load(readFileSync(`openapi/${file}`, 'utf8'), { schema: CORE_SCHEMA })
    const name = file.replace('.yaml', '')
    writeFileSync(`dist/openapi/${name}.json`, JSON.stringify(document))
    writeFileSync(`dist/operations/${name}.json`, written(outlineOf(name, document)))
  }
}

/** A module of the sources, which Node 20 cannot read by itself. */
async function importTypeScript(file) {
  const outfile = 'dist/imported.mjs'
  await build({ entryPoints: [file], outfile, bundle: true, format: 'esm', platform: 'node' })
  const module = await import(pathToFileURL(outfile).href)
  rmSync(outfile)
  return module
}

function copySwaggerUi() {
  cpSync('node_modules/@fastify/swagger-ui/static', 'dist/docs', { recursive: true })
}

/** Everything in a few files: a start that looks for hundreds of modules takes twice as long. */
async function bundle() {
  const { metafile } = await build({
    entryPoints: ['src/cli.ts', 'src/index.ts', 'src/client/client.ts', ...runners()],
    entryNames: '[name]',
    outdir: 'dist',
    // Whoever uses their fixtures has them.
    // Fastify is told to do without the others: no route has schemas for it, the contracts are ours to check.
    external: ['vitest', '@playwright/test', ...COMPILERS],
    // Its CommonJS form looks for its own files in a way that no bundler sees.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __toPath(new URL('.', import.meta.url));"
    }
  })
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licenses(Object.keys(metafile.inputs)))
}

/** The fixtures for runners of tests. */
function runners() {
  return ['tap', 'vitest', 'playwright'].map(name => `src/testing/${name}.ts`)
}

/** The licences of what is in the bundle. */
function licenses(inputs) {
  const packages = new Set(
    inputs.map(input => /^.*node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(input)?.[0]).filter(Boolean)
  )
  return [...packages, 'node_modules/@fastify/swagger-ui/']
    .sort()
    .map(folder => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'))
      const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one))
      return `${name} ${version} (${license})\n\n${file ? readFileSync(folder + file, 'utf8') : ''}`
    })
    .join('\n\n----\n\n')
}

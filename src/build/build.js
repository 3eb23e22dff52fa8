// Builds dist/: contracts as JSON, the bundle, the files of Swagger UI, the types. Plain JavaScript: it runs before
// anything is built.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { CORE_SCHEMA, load } from 'js-yaml'

rmSync('dist', { recursive: true, force: true })
buildContracts()
copySwaggerUi()
await bundle()
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { stdio: 'inherit' })

/** YAML is for people; the server reads JSON, which is parsed in a tenth of the time. */
function buildContracts() {
  mkdirSync('dist/openapi', { recursive: true })
  for (const file of readdirSync('openapi').filter(
    name => /^[a-z].*\.yaml$/.test(name) && name !== 'redocly.yaml'
  )) {
    const document = load(readFileSync(`openapi/${file}`, 'utf8'), { schema: CORE_SCHEMA })
    writeFileSync(`dist/openapi/${file.replace('.yaml', '.json')}`, JSON.stringify(document))
  }
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
    external: ['vitest', '@playwright/test'],
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
    inputs.map(input => /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(input)?.[0]).filter(Boolean)
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

// Builds dist/: contracts as JSON, the bundle, the files of Swagger UI, the guide, the types. Plain JavaScript: it runs
// before anything is built.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { CORE_SCHEMA, load } from 'js-yaml'
import { Marked, Renderer } from 'marked'
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id'

const COMPILERS = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler']

rmSync('dist', { recursive: true, force: true })
await buildContracts()
copySwaggerUi()
buildGuide()
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

/** The pages of docs/ as HTML, and the order in which their index names them. The server parses no Markdown. */
function buildGuide() {
  const read = file => readFileSync(`docs/${file}`, 'utf8')
  const files = readdirSync('docs').filter(file => file.endsWith('.md'))
  const guide = new Marked(gfmHeadingId(), { walkTokens: nameTables(), renderer: renderer() })
  const pages = files.map(file => {
    const name = file === 'README.md' ? '' : file.replace('.md', '')
    const title = /^# (.+)$/m.exec(read(file))?.[1] ?? name
    const html = guide.parse(read(file))
    return [name, { title, html: name === '' ? html : html.replace('</h1>', `</h1>${contents()}`) }]
  })
  const groups = read('README.md')
    .split(/^## /m)
    .slice(1)
    .map(group => ({
      title: group.split('\n', 1)[0],
      pages: [...group.matchAll(/^- \[.+?\]\((.+?)\.md\)/gm)].map(([, name]) => name)
    }))
  writeFileSync('dist/guide.json', JSON.stringify({ groups, pages: Object.fromEntries(pages) }))
}

/** Where the parts of a long page are; of the page that was rendered last. */
function contents() {
  const parts = getHeadingList().filter(({ level }) => level === 2)
  if (parts.length < 4) return ''
  const items = parts.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`)
  return `<nav class="contents" aria-label="On this page"><ul>${items.join('')}</ul></nav>`
}

/** Wide tables and blocks scroll, also by keyboard. Markup in a page is a comment for its makers, so it is left out. */
function renderer() {
  const { table, code, codespan } = Renderer.prototype
  return {
    html: () => '',
    codespan(token) {
      const isWord = token.text.length < 30 && !token.text.includes(' ')
      return codespan.call(this, token).replace('<code>', isWord ? '<code class="word">' : '<code>')
    },
    table(token) {
      const attributes = `class="scroll" role="region" aria-label="${token.label}" tabindex="0"`
      return `<div ${attributes}>${table.call(this, token)}</div>`
    },
    code(token) {
      const canBeRun = ['sh', 'console', 'js', 'ts', 'yaml'].includes(token.lang)
      const pre = canBeRun ? '<pre tabindex="0" data-copy>' : '<pre tabindex="0">'
      return code.call(this, { ...token, lang: '' }).replace('<pre>', pre)
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens)
      const to = addressInGuide(href)
      return to === undefined ? text : `<a href="${to}">${text}</a>`
    }
  }
}

/** Where a link leads in the server; to a file that only the repository has it leads nowhere. */
function addressInGuide(href) {
  if (/^(https?:|#)/.test(href)) return href
  const [, contract] = /^\.\.\/openapi\/([\w-]+\.yaml)$/.exec(href) ?? []
  if (contract !== undefined) return `../contracts/${contract}`
  const [, page, anchor = ''] = /^(?:\.\.\/(?=README))?([\w-]+)\.md(#.*)?$/.exec(href) ?? []
  if (page === undefined || !existsSync(`docs/${page}.md`)) return undefined
  return (page === 'README' ? './' : page) + anchor
}

/** Tables are called by the heading that they stand below. */
function nameTables() {
  let heading = ''
  let count = 0
  return token => {
    if (token.type === 'heading') {
      heading = token.text.replace(/[`"<>&]/g, '')
      count = 0
    }
    if (token.type === 'table') token.label = ++count > 1 ? `${heading} ${count}` : heading
  }
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

// Writes the parts of README.md and docs/ that are made from the sources. These are TypeScript, which Node 20 does not read.
import { build } from 'esbuild'

const outfile = 'node_modules/.sandkasten-docs.js'
await build({
  entryPoints: ['src/docs/write.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning'
})
await import(new URL(`../../${outfile}`, import.meta.url).href)

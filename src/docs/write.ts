import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { refresh } from './parts.ts'

// The index last: it quotes the others.
const pages = readdirSync('docs').filter(file => file.endsWith('.md') && file !== 'README.md')
for (const file of ['README.md', ...pages.map(page => `docs/${page}`), 'docs/README.md'])
  writeFileSync(file, refresh(readFileSync(file, 'utf8')))

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marked, type Token } from 'marked'
import { HOME } from '../contract/home.ts'

/** The pages in the order in which people may need them. One that no group names comes last. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Getting started': ['first-minute', 'console', 'faq'],
  'The APIs': ['banksapi', 'banksapi-codes', 'europace', 'kreditsmart', 'ing'],
  'Testing with it': [
    'test-libraries',
    'ci',
    'time',
    'faults',
    'webhooks',
    'verification',
    'snapshots'
  ],
  'Running it': ['docker', 'configuration', 'control-api', 'persistence', 'security'],
  'About it': ['fidelity', 'architecture', 'alternatives']
}

/** The list of all pages, each with the first sentence that it says of itself. */
export function pageList(): string {
  const found = readdirSync(join(HOME, 'docs'))
    .filter(file => file.endsWith('.md') && file !== 'README.md')
    .map(file => file.replace('.md', ''))
    .sort()
  const named = Object.values(GROUPS).flat()
  const groups = { ...GROUPS, More: found.filter(name => !named.includes(name)) }
  return Object.entries(groups)
    .map(([title, names]) => [title, names.filter(name => found.includes(name))] as const)
    .filter(([, names]) => names.length > 0)
    .map(([title, names]) => `## ${title}\n\n${names.map(item).join('\n')}`)
    .join('\n\n')
}

function item(name: string): string {
  const { title, about } = introductionOf(name)
  return `- [${title}](${name}.md): ${about}`
}

function introductionOf(name: string): { readonly title: string; readonly about: string } {
  const tokens = marked.lexer(readFileSync(join(HOME, 'docs', `${name}.md`), 'utf8'))
  const heading = tokens.find(token => token.type === 'heading' && token['depth'] === 1)
  const paragraph = tokens.find(token => token.type === 'paragraph')
  if (!heading || !paragraph) throw new Error(`docs/${name}.md begins with a title and a sentence`)
  const about = plain(paragraph).replace(/\s+/g, ' ')
  return { title: plain(heading), about: /^.*?\.(?=\s|$)/.exec(about)?.[0] ?? about }
}

/** The text of a heading or paragraph, where links are only words. */
function plain(token: Token): string {
  const inside = 'tokens' in token ? (token.tokens ?? []) : []
  return inside.map(one => (one.type === 'codespan' ? one.raw : plain(one) || one.raw)).join('')
}

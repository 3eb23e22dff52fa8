import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadContract } from '../contract/document.ts'
import { HOME } from '../contract/home.ts'
import { code, table } from './markdown.ts'

const MARKS = ['documented', 'observed', 'assumed', 'differs'] as const

/** The marks of all operations of these contracts, as their `x-sandkasten-fidelity` has it. */
export function ledger(...names: readonly string[]): string {
  const contracts = names.map(loadContract)
  const counts = contracts.map(({ title, operations }) => [
    title,
    ...MARKS.map(mark => String(operations.filter(({ fidelity }) => fidelity === mark).length))
  ])
  const lists = contracts.map(({ title, operations }) => {
    const rows = operations.map(({ method, path, id, fidelity }) => [
      code(`${method} ${path}`),
      code(id),
      fidelity
    ])
    return `### ${title}\n\n${table(['Call', 'Operation', 'Mark'], rows)}`
  })
  return [table(['Contract', ...MARKS], counts), ...lists].join('\n\n')
}

/** The rules with one of these marks that comments below a folder of `src` tell. */
export function rules(folder: string, ...marks: readonly string[]): string {
  const rows = readdirSync(join(HOME, 'src', folder), { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.ts') && !path.startsWith('types/'))
    .sort()
    .flatMap(path => {
      const text = readFileSync(join(HOME, 'src', folder, path), 'utf8')
      return commentsOf(text)
        .flatMap(rulesIn)
        .filter(({ mark }) => marks.includes(mark))
        .map(({ mark, about }) => [mark, about, code(path)])
    })
  return table(['Mark', 'Rule', `In src/${folder}`], rows)
}

/** The comments of a file, each as one line. */
function commentsOf(text: string): readonly string[] {
  const found = text.matchAll(/\/\*\*([\s\S]*?)\*\/|((?:^[ \t]*\/\/ .*\n)+)/gm)
  return [...found].map(([, block, lines]) =>
    (block ?? lines ?? '')
      .replace(/^[ \t]*(\*|\/\/) ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

type Rule = { readonly mark: string; readonly about: string }

/** What a comment says, once for each mark in it. A source without a word about the rule leaves what it is a rule of. */
function rulesIn(comment: string): readonly Rule[] {
  const [before = '', ...rest] = comment.split(/\b(documented|observed|assumed|differs): /)
  const subject = tidy(before)
  return rest.flatMap((mark, n) => {
    if (n % 2 === 1) return []
    const claim = tidy(rest[n + 1] ?? '')
    const about = [subject && `${subject}:`, claim].filter(Boolean).join(' ').replace(/:$/, '')
    return about === '' ? [] : [{ mark, about: about.charAt(0).toUpperCase() + about.slice(1) }]
  })
}

/** A place in the notes that the sandbox was built from, which are not part of it. */
const PLACE = String.raw`(?:[A-K](?:-?\d+)?[a-z]?(?:\([a-z]\))?|\d+(?:\.\d+)?)(?: #\d+(?: and #\d+)*)?(?!\w)`
const NOTES = new RegExp(
  [
    String.raw`\([^()]*\b(?:dossier|design,|field note)[^()]*\)`,
    String.raw`\b(?:dossier|seed|field notes?) ${PLACE}(?:(?:,? and|,) ${PLACE})*`,
    String.raw`\(${PLACE}\)`,
    String.raw`\b[A-K]-?\d+(?!\w)`
  ].join('|'),
  'g'
)

function tidy(text: string): string {
  return text
    .replace(NOTES, '')
    .replace(/\((?:[\s,;.]|and)*\)/g, '')
    .replace(/ +([,;.)])/g, '$1')
    .replace(/^[\s,;:.]+|[\s,;:.]+$/g, '')
    .replace(/\s+/g, ' ')
}

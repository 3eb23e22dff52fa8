import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { Marked, type Token, type Tokens } from 'marked'
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id'

/** A page of the documentation, taken apart. */
export type Page = {
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly links: readonly string[]
  readonly anchors: ReadonlySet<string>
}

/** A block of code, and the answer that the page prints right behind it. */
export type Block = {
  readonly language: string
  readonly text: string
  readonly answer: string | undefined
}

/** Languages of answers. They are one if nothing but space is between them and what was asked. */
const ANSWERS = ['json', 'text']

/** README.md and all that stands in docs/. */
export function readPages(): readonly Page[] {
  const docs = readdirSync('docs').filter(name => name.endsWith('.md'))
  return ['README.md', ...docs.map(name => `docs/${name}`)].map(readPage)
}

/** A file that a link names, as a path from the top, and the place in it. */
export function targetOf(page: string, link: string): { file: string; anchor: string | undefined } {
  const [path = '', anchor] = link.split('#', 2)
  return { file: path === '' ? page : posix.join(posix.dirname(page), path), anchor }
}

function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8')
  const guide = new Marked(gfmHeadingId())
  const links: string[] = []
  const tokens = guide.lexer(text)
  guide.walkTokens(tokens, token => {
    if (token.type === 'link' || token.type === 'image') links.push(token['href'])
  })
  guide.parse(text)
  const anchors = new Set(getHeadingList().map(({ id }) => id))
  return { path, text, blocks: blocksOf(tokens), links, anchors }
}

function blocksOf(tokens: readonly Token[]): readonly Block[] {
  const solid = tokens.filter(({ type }) => type !== 'space')
  return solid.flatMap((token, n) => {
    if (token.type !== 'code') return []
    const { lang = '', text } = token as Tokens.Code
    const next = solid[n + 1]
    const isAnswered =
      ['sh', 'js'].includes(lang) && next?.type === 'code' && ANSWERS.includes(next['lang'] ?? '')
    return [{ language: lang, text, answer: isAnswered ? (next as Tokens.Code).text : undefined }]
  })
}

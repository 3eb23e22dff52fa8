import type { SyntaxKind } from 'jsonc-parser'
import type { Path } from './path.ts'

/**
 * Where in a JSON text the value at `path` starts, counted from 1; a missing value is at the end of what should hold it.
 * The text is walked token by token, so that no nesting is too deep.
 */
export async function locate(text: string, path: Path): Promise<{ line: number; column: number }> {
  const { createScanner } = await loadParser()
  const scanner = createScanner(text, true)
  const search = createSearch(path)
  for (let kind = scanner.scan(); kind !== END; kind = scanner.scan()) {
    search.see(kind, scanner.getTokenOffset(), scanner.getTokenValue())
  }
  const before = text.slice(0, search.offset())
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
}

const OPEN_BRACE: SyntaxKind.OpenBraceToken = 1
const CLOSE_BRACE: SyntaxKind.CloseBraceToken = 2
const OPEN_BRACKET: SyntaxKind.OpenBracketToken = 3
const CLOSE_BRACKET: SyntaxKind.CloseBracketToken = 4
const COMMA: SyntaxKind.CommaToken = 5
const COLON: SyntaxKind.ColonToken = 6
const END: SyntaxKind.EOF = 17

/** Follows the tokens of a valid text. `steps` is the way to the value at hand. */
function createSearch(path: Path) {
  const steps: (string | number)[] = []
  let found: number | undefined
  let ends: number[] = []
  let isName = false

  const isOnTheWay = () =>
    steps.length <= path.length && steps.every((step, index) => step === path[index])

  /** Of two properties with one name the last counts, as in `JSON.parse`: what an earlier one held is forgotten. */
  function begin(offset: number): void {
    if (!isOnTheWay()) return
    found = steps.length === path.length ? offset : undefined
    ends = ends.slice(0, steps.length)
  }

  function end(offset: number): void {
    if (isOnTheWay() && steps.length < path.length) ends[steps.length] = offset
  }

  return {
    see(kind: SyntaxKind, offset: number, value: string): void {
      if (kind === COLON) return
      if (kind === COMMA) {
        const last = steps.at(-1)
        if (typeof last === 'number') steps[steps.length - 1] = last + 1
        else isName = true
        return
      }
      if (kind === CLOSE_BRACE || kind === CLOSE_BRACKET) {
        steps.pop()
        isName = false
        end(offset)
        return
      }
      if (isName) {
        steps[steps.length - 1] = value
        isName = false
        return
      }
      begin(offset)
      if (kind === OPEN_BRACE) steps.push('')
      if (kind === OPEN_BRACKET) steps.push(0)
      isName = kind === OPEN_BRACE
    },
    offset: () => found ?? ends.at(-1) ?? 0
  }
}

/** CommonJS under some loaders, ES module under others. */
async function loadParser(): Promise<typeof import('jsonc-parser')> {
  const module = await import('jsonc-parser')
  return 'createScanner' in module
    ? module
    : (module as { default: typeof import('jsonc-parser') }).default
}

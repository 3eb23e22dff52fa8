import type { Node } from 'jsonc-parser'
import type { Path } from './path.ts'

/** Where in a JSON text the value at `path` starts, counted from 1; a missing value is at the end of what should hold it. */
export async function locate(text: string, path: Path): Promise<{ line: number; column: number }> {
  const { parseTree } = await loadParser()
  const root = parseTree(text)
  const before = text.slice(0, root ? offsetOf(root, path) : 0)
  const line = before.split('\n').length
  return { line, column: before.length - before.lastIndexOf('\n') }
}

/** CommonJS under some loaders, ES module under others. */
async function loadParser(): Promise<typeof import('jsonc-parser')> {
  const module = await import('jsonc-parser')
  return 'parseTree' in module
    ? module
    : (module as { default: typeof import('jsonc-parser') }).default
}

function offsetOf(root: Node, path: Path): number {
  let node = root
  for (const step of path) {
    const next = typeof step === 'number' ? node.children?.[step] : propertyOf(node, step)
    if (!next) return node.offset + node.length - 1
    node = next
  }
  return node.offset
}

/** The value of a property; of two with one name the last counts, as in `JSON.parse`. */
function propertyOf(node: Node, name: string): Node | undefined {
  return node.children?.findLast(property => property.children?.[0]?.value === name)?.children?.[1]
}

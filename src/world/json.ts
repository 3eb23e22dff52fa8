/** No document of ours is nested deeper than that. */
const DEEPEST = 100

/** A body of the largest size that is allowed by default has not half as many values unless it is made to be a burden. */
const MOST_VALUES = 500_000

/** The value of a JSON text. Throws what is none, or is made to be a burden. */
export function parseJson(text: string): unknown {
  const burden = burdenOf(text)
  if (burden !== undefined) throw new SyntaxError(`The JSON ${burden}`)
  return JSON.parse(text)
}

/**
 * What makes a text a burden to everybody who walks through its value, as the end of a sentence. It is looked at before it
 * is read: ten megabytes of nothing but brackets are a second of work and a stack that overflows.
 */
export function burdenOf(text: string): string | undefined {
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case OPEN_BRACKET:
      case OPEN_BRACE:
        values++
        if (++depth > DEEPEST) return 'is nested too deeply'
        break
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth--
        break
      case COMMA:
        values++
    }
    if (values > MOST_VALUES) return `holds more than ${MOST_VALUES} values`
  }
  return undefined
}

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** Where the quote is that ends a string; the end of the text when none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end > 0; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text.charCodeAt(before - 1) === BACKSLASH) before--
    if ((end - before) % 2 === 0) return end
  }
  return text.length
}

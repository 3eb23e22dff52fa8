/** Documents as JSON in bytes. */
export type Renderer = (document: object) => Buffer

/** How many documents are kept as bytes, and how long one may be for that. */
const KEPT = 256
const LONGEST = 32_768

/**
 * Keeps the bytes of the documents that were written last. A document never changes, so the bytes do not either, and
 * clients that ask until something has happened get what is there already.
 */
export function createRenderer(): Renderer {
  const kept = new Map<object, Buffer>()

  return document => {
    const known = kept.get(document)
    if (known) return known
    const bytes = Buffer.from(JSON.stringify(document))
    if (bytes.length > LONGEST) return bytes
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value as object)
    kept.set(document, bytes)
    return bytes
  }
}

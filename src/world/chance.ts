import { createHash } from 'node:crypto'

/** Chance that can be repeated: the same seed and the same names give the same bytes. */
export type Chance = {
  /** 32 bytes. */
  bytes(...names: readonly (string | number)[]): Buffer
  uuid(...names: readonly (string | number)[]): string
  /** A text of `length` letters out of `alphabet`, 32 letters at the most. */
  text(alphabet: string, length: number, ...names: readonly (string | number)[]): string
}

export function createChance(seed: string): Chance {
  const bytes = (...names: readonly (string | number)[]) =>
    createHash('sha256')
      .update(JSON.stringify([seed, ...names]))
      .digest()

  return {
    bytes,
    uuid(...names) {
      const hex = bytes(...names).toString('hex')
      const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    },
    text(alphabet, length, ...names) {
      const source = bytes(...names)
      return Array.from({ length }, (_, i) => alphabet[(source[i] ?? 0) % alphabet.length]).join('')
    }
  }
}

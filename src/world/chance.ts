import { hash } from 'node:crypto'

/** Chance that can be repeated: the same seed and the same names give the same bytes. */
export type Chance = {
  /** 32 bytes. */
  bytes(...names: readonly (string | number)[]): Buffer
  uuid(...names: readonly (string | number)[]): string
}

export function createChance(seed: string): Chance {
  // As text first: a buffer of its own for each would cost more than what is computed.
  const hexOf = (names: readonly (string | number)[]) =>
    hash('sha256', JSON.stringify([seed, ...names]), 'hex')

  return {
    bytes: (...names) => Buffer.from(hexOf(names), 'hex'),
    uuid(...names) {
      const hex = hexOf(names)
      const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    }
  }
}

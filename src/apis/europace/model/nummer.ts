import type { Chance } from '../../../world/chance.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LETTERS_AND_DIGITS = `${LETTERS}0123456789`

/** A number for a case: a letter and five letters or digits. `attempt` counts the tries for the n-th case. */
export function vorgangsnummer(chance: Chance, n: number, attempt: number): string {
  const bytes = chance.bytes('vorgangsnummer', n, attempt)
  let nummer = letter(LETTERS, bytes.readUInt8(0))
  for (let place = 1; place < 6; place++)
    nummer += letter(LETTERS_AND_DIGITS, bytes.readUInt8(place))
  return nummer
}

function letter(alphabet: string, byte: number): string {
  return alphabet.charAt(byte % alphabet.length)
}

/**
 * Makes internal ids of one request: 24 hex digits of which the first eight are the time in seconds and the last six
 * count up. documented: the shape of the samples in seed 1
 */
export function createIds(
  chance: Chance,
  now: number,
  ...names: readonly (string | number)[]
): () => string {
  const time = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8)
  const bytes = chance.bytes('object id', ...names)
  const prefix = time + bytes.subarray(0, 5).toString('hex')
  let count = bytes.readUIntBE(5, 3)
  return () => {
    count = (count + 1) % 0x1000000
    return prefix + count.toString(16).padStart(6, '0')
  }
}

/** Eight digits, as lenders number their applications. `attempt` counts the tries for one application. */
export function produktanbieterantragsnummer(
  chance: Chance,
  antragsnummer: string,
  attempt: number
): string {
  const bytes = chance.bytes('produktanbieterantragsnummer', antragsnummer, attempt)
  return String(10_000_000 + (bytes.readUInt32BE(0) % 90_000_000))
}

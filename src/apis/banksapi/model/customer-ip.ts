type Mode = 'lenient' | 'strict' | 'off'

const HEADER = 'Customer-IP-Address'

/**
 * What is wrong with the address of the customer, in words; `undefined` when nothing is. documented: the address is
 * public; observed: which ones are refused; assumed: a missing one is accepted unless strict (dossier A7)
 */
export function judgeCustomerIp(
  header: string | undefined,
  mode: Mode,
  isRequired: boolean
): string | undefined {
  if (mode === 'off') return undefined
  if (header === undefined)
    return mode === 'strict' && isRequired ? `${HEADER} is missing` : undefined
  const text = header.trim()
  const bytes = text.includes(':') ? ipv6(text) : ipv4(text)
  if (!bytes) return `${HEADER} has to be an IPv4 or IPv6 address`
  return isPublic(bytes) ? undefined : `${HEADER} has to be a public address`
}

type Range = readonly [prefix: readonly number[], bits: number]

/** documented: not public; the blocks for examples are accepted, because live clients use them (dossier A7) */
const CLOSED: readonly Range[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 168], 16],
  [[224], 3]
]

const CLOSED_V6: readonly Range[] = [
  [Array(16).fill(0), 128],
  [[...Array(15).fill(0), 1], 128],
  [[0xfc], 7],
  [[0xfe, 0x80], 10],
  [[0xff], 8]
]

/** The first twelve bytes of an IPv4 address that is written as an IPv6 one. */
const MAPPED: Range = [[...Array(10).fill(0), 0xff, 0xff], 96]

function isPublic(bytes: readonly number[]): boolean {
  if (bytes.length === 4) return !CLOSED.some(range => isIn(bytes, range))
  if (isIn(bytes, MAPPED)) return isPublic(bytes.slice(12))
  return !CLOSED_V6.some(range => isIn(bytes, range))
}

function isIn(bytes: readonly number[], [prefix, bits]: Range): boolean {
  const whole = bits >> 3
  const mask = (0xff << (8 - (bits & 7))) & 0xff
  const isSame = (index: number) => bytes[index] === (prefix[index] ?? 0)
  if (!bytes.slice(0, whole).every((_, index) => isSame(index))) return false
  return ((bytes[whole] ?? 0) & mask) === ((prefix[whole] ?? 0) & mask)
}

/** The four bytes of `203.0.113.1`. */
function ipv4(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  const isRight = parts.length === 4 && parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part))
  const bytes = parts.map(Number)
  return isRight && bytes.every(byte => byte <= 255) ? bytes : undefined
}

/** The sixteen bytes of `2001:db8::1`, the last four perhaps written as an IPv4 address. */
function ipv6(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2 || (halves.length === 2 && halves[0]?.includes('.'))) return undefined
  const [head, tail] = halves.map(half => bytesOf(half))
  if (!head || (halves.length === 2 && !tail)) return undefined
  const zeros = 16 - head.length - (tail?.length ?? 0)
  if (halves.length === 1 ? zeros !== 0 : zeros < 2) return undefined
  return [...head, ...Array(zeros).fill(0), ...(tail ?? [])]
}

/** The bytes of a part of an IPv6 address without `::` in it. */
function bytesOf(part: string): readonly number[] | undefined {
  if (part === '') return []
  const groups = part.split(':')
  const dotted = groups.at(-1)?.includes('.') ? ipv4(groups.at(-1) as string) : []
  const plain = dotted?.length ? groups.slice(0, -1) : groups
  if (!dotted || !plain.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  const bytes = plain.flatMap(group => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
  return [...bytes, ...dotted]
}

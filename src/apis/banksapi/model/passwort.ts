const LEAST_LENGTH = 10
const LEAST_LETTERS = 2
const LEAST_SPECIALS = 2

/**
 * What a password lacks, in words. documented: ten characters, two letters, two digits or others; differs: not asked for
 * by default, because the documented examples are shorter (dossier K14)
 */
export function faultOfPassword(
  password: string,
  policy: 'lenient' | 'strict'
): string | undefined {
  if (policy === 'lenient') return undefined
  const characters = [...password]
  const letters = characters.filter(one => /\p{L}/u.test(one)).length
  const isLong = characters.length >= LEAST_LENGTH
  if (isLong && letters >= LEAST_LETTERS && characters.length - letters >= LEAST_SPECIALS)
    return undefined
  return `password needs at least ${LEAST_LENGTH} characters, ${LEAST_LETTERS} letters and ${LEAST_SPECIALS} digits or special characters`
}

/**
 * What the text of a form field may mean: the text itself, decoded as a form has it, decoded twice. observed: the Java
 * client sends it as it is, a widget encodes it twice (dossier C1)
 */
export function readingsOf(text: string): readonly string[] {
  const once = decoded(text.replaceAll('+', ' '))
  const plain = decoded(text)
  const twice = once === undefined ? undefined : decoded(once)
  return [...new Set([text, once, plain, twice].filter(one => one !== undefined))]
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

import { html } from '../../http/html.ts'

/** The logo of a group of providers: its initials on a colour of its own, as SVG. */
export function logoSvg(group: string): string {
  const name = group.replace(/\p{C}/gu, '')
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img">
  <title>Logo ${name}</title>
  <rect width="64" height="64" rx="12" fill="${colourOf(name)}"/>
  <text x="32" y="41" text-anchor="middle" font-family="sans-serif" font-size="26" font-weight="700" fill="#ffffff">${initialsOf(name)}</text>
</svg>
`.html
}

/** All dark enough for white letters. */
const COLOURS = [
  '#1d4e89',
  '#0b6e4f',
  '#8c2f39',
  '#5f3dc4',
  '#7a4b00',
  '#00677a',
  '#9b2c7f',
  '#3d5a1e',
  '#a23b00',
  '#34495e',
  '#2f4ac0',
  '#6b3e26'
] as const

function colourOf(name: string): string {
  const sum = [...name].reduce(
    (hash, char) => (hash * 31 + Number(char.codePointAt(0))) % 65_521,
    7
  )
  return COLOURS[sum % COLOURS.length] as string
}

/** The first letters of the first and of the last word, or the first two letters of the only one. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['?']
  const [first = '', ...rest] = words
  const last = rest.at(-1)
  const letters = last
    ? [...first].slice(0, 1).concat([...last].slice(0, 1))
    : [...first].slice(0, 2)
  return letters.join('').toUpperCase()
}

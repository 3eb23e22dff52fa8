import fc from 'fast-check'
import t from 'tap'
import { logoSvg } from '../../../src/apis/banksapi/logo.ts'

const colourOf = (svg: string) => /<rect [^>]*fill="(#[0-9a-f]{6})"/.exec(svg)?.[1]
const lettersOf = (svg: string) => /<text [^>]*>([^<]*)<\/text>/.exec(svg)?.[1]
const titleOf = (svg: string) => /<title>([^<]*)<\/title>/.exec(svg)?.[1]

t.test('a logo shows the initials of the group', async t => {
  const cases = [
    ['demo', 'DE'],
    ['sandbank-nord', 'SN'],
    ['ebbe-und-flut', 'EF'],
    ['ährenbank', 'ÄH'],
    ['x', 'X'],
    ['24-bank', '2B'],
    ['--', '?'],
    ['', '?']
  ] as const
  for (const [group, letters] of cases) t.equal(lettersOf(logoSvg(group)), letters, group)
})

t.test('a logo is an image with a title', async t => {
  const svg = logoSvg('sandbank')
  t.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img">/)
  t.equal(titleOf(svg), 'Logo sandbank')
})

t.test('the same group has the same logo, and groups differ in their colours', async t => {
  t.equal(logoSvg('sandbank'), logoSvg('sandbank'))
  const colours = Array.from({ length: 200 }, (_, n) => colourOf(logoSvg(`group-${n}`)))
  t.ok(new Set(colours).size >= 8)
})

t.test('white letters can be read on every colour', async t => {
  const colours = new Set(Array.from({ length: 500 }, (_, n) => colourOf(logoSvg(`bank${n}`))))
  for (const colour of colours) t.ok(1.05 / (luminance(colour ?? '') + 0.05) >= 4.5, `${colour}`)
})

t.test('whatever the group is called, the markup stays whole', async t => {
  t.equal(titleOf(logoSvg('a<b>"&\'')), 'Logo a&#60;b&#62;&#34;&#38;&#39;')
  t.equal(titleOf(logoSvg('a\u0000b\ud800c')), 'Logo abc', 'what XML cannot hold is left out')
  const anything = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(anything, group => {
      const tags = logoSvg(group)
        .match(/<[^>]*>/g)
        ?.map(tag => tag.replace(/\s[\s\S]*$/, ''))
      t.strictSame(tags, ['<svg', '<title>', '</title>', '<rect', '<text', '</text>', '</svg>'])
    }),
    { seed: 1 }
  )
})

/** Relative luminance as WCAG computes it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(from => Number.parseInt(colour.slice(from, from + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

import { crc32, inflateSync } from 'node:zlib'
import t from 'tap'
import { createPhotoTan, photoTan } from '../../../src/apis/banksapi/tan-bild.ts'

type Chunk = { readonly type: string; readonly content: Buffer; readonly isWhole: boolean }

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const body = png.subarray(at + 4, at + 8 + length)
    const isWhole = png.readUInt32BE(at + 8 + length) === crc32(body)
    chunks.push({ type: body.toString('latin1', 0, 4), content: body.subarray(4), isWhole })
    at += length + 12
  }
  return chunks
}

const text = photoTan()
const png = Buffer.from(text, 'base64')
const chunks = chunksOf(png)
const contentOf = (type: string) => chunks.find(one => one.type === type)?.content as Buffer

t.test('the picture is plain Base64', async t => {
  t.match(text, /^[A-Za-z0-9+/]+={0,2}$/)
  t.equal(png.toString('base64'), text)
})

t.test('it is a PNG of whole chunks in their order', async t => {
  t.strictSame([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  t.strictSame(
    chunks.map(({ type }) => type),
    ['IHDR', 'PLTE', 'IDAT', 'IEND']
  )
  for (const { type, isWhole } of chunks) t.ok(isWhole, `checksum of ${type}`)
  t.equal(contentOf('IEND').length, 0)
})

t.test('its header says what its pixels are', async t => {
  const header = contentOf('IHDR')
  t.equal(header.length, 13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  t.equal(width, height)
  t.ok(width >= 100 && width <= 1000, `${width} pixels`)
  t.strictSame([...header.subarray(8)], [8, 3, 0, 0, 0], 'a palette, not interlaced')
  const pixels = inflateSync(contentOf('IDAT'))
  t.equal(pixels.length, height * (width + 1))
  const colours = contentOf('PLTE').length / 3
  t.ok(Number.isInteger(colours) && colours <= 256)
  const seen = new Set<number>()
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * (width + 1), (row + 1) * (width + 1))
    t.equal(line[0], 0, `row ${row} has no filter`)
    for (const pixel of line.subarray(1)) seen.add(pixel)
  }
  t.strictSame(
    [...seen].sort(),
    Array.from({ length: colours }, (_, n) => n),
    'every colour is seen'
  )
})

t.test('it is the same every time', async t => {
  t.equal(photoTan(), text)
  const photo = createPhotoTan()
  t.equal(photo(), text)
  t.equal(photo(), text)
})

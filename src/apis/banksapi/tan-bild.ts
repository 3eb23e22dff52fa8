import { crc32, deflateSync } from 'node:zlib'
import { createChance } from '../../world/chance.ts'

const CELLS = 20
const PIXELS = 8
const COLOURS = [
  [255, 255, 255],
  [220, 40, 40],
  [40, 160, 60],
  [30, 70, 190]
]

/** Makes the picture when it is first asked for: most servers never show one. */
export function createPhotoTan(): () => string {
  let made: string | undefined
  return () => {
    made ??= photoTan()
    return made
  }
}

/** The picture of a photoTAN: a mosaic of coloured cells, as a PNG in Base64. No camera reads a TAN from it. */
export function photoTan(): string {
  const bytes = createChance('photoTAN').bytes
  const size = CELLS * PIXELS
  const rows = Array.from({ length: size }, (_, y) => {
    const cells = bytes('row', Math.floor(y / PIXELS))
    const pixels = Array.from({ length: size }, (_, x) => {
      return (cells[Math.floor(x / PIXELS) % cells.length] as number) % COLOURS.length
    })
    return Buffer.from([0, ...pixels])
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  // Eight bits a pixel, colours by palette.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(COLOURS.flat())),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0))
  ]).toString('base64')
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(content.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

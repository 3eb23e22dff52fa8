import t from 'tap'
import { activationLetter } from '../../../src/apis/banksapi/brief.ts'
import { ACCESS, neuerZugang } from './model/bankfaelle.ts'

function letter(credentials: Readonly<Record<string, string>> = { partnerid: 'P1', userid: 'U1' }) {
  return activationLetter(neuerZugang({ type: 'EBICS', brief: true, credentials }))
}

/** One character for each byte. */
const read = (pdf: Buffer) => pdf.toString('latin1')

/** The texts of the page as a reader finds them: parentheses nest unless they are escaped. */
function linesOf(pdf: Buffer): readonly string[] {
  const texts: string[] = []
  let depth = 0
  let text = ''
  for (const [token = ''] of contentOf(pdf).matchAll(/\\[\s\S]|[\s\S]/g)) {
    const isFirst = depth === 0
    if (token === '(') depth++
    if (token === ')') depth--
    if (!isFirst && depth > 0) text += token.length > 1 ? token.slice(1) : token
    if (isFirst || depth > 0) continue
    texts.push(text)
    text = ''
  }
  return texts
}

function contentOf(pdf: Buffer): string {
  const [, length = '0'] = /<< \/Length (\d+) >>\nstream\n/.exec(read(pdf)) ?? []
  const start = read(pdf).indexOf('stream\n') + 'stream\n'.length
  return read(pdf).slice(start, start + Number(length))
}

const ODD = ['Müller', 'a(b)c', 'a)b(c', 'back\\slash', '((', '\\)', 'Straße ÄÖÜ', 'é']

t.test('a letter begins and ends as a PDF', async t => {
  const text = read(letter())
  t.ok(text.startsWith('%PDF-1.4\n'))
  t.ok(text.endsWith('%%EOF\n'))
  t.match(text, /trailer\n<< \/Size 6 \/Root 1 0 R >>/)
})

t.test('whatever the letter says, every object is where the table says', async t => {
  for (const userid of ['U1', ...ODD]) {
    const text = read(letter({ userid, partnerid: userid }))
    const start = Number(/startxref\n(\d+)\n/.exec(text)?.[1])
    t.ok(text.slice(start).startsWith('xref\n0 6\n0000000000 65535 f \n'), userid)
    const entries = text.slice(start).match(/^\d{10} 00000 n $/gm) ?? []
    t.equal(entries.length, 5)
    for (const [index, entry] of entries.entries()) {
      t.equal(`${entry}\n`.length, 20, 'an entry has twenty bytes')
      const at = Number(entry.slice(0, 10))
      t.ok(text.slice(at).startsWith(`${index + 1} 0 obj\n`), `${userid}: object ${index + 1}`)
    }
  }
})

t.test('the length of the content is right', async t => {
  for (const userid of ['U1', ...ODD]) {
    const pdf = letter({ userid })
    const content = contentOf(pdf)
    t.match(content, /^BT [\s\S]* ET$/)
    const end = read(pdf).indexOf(content) + content.length
    t.ok(read(pdf).slice(end).startsWith('\nendstream'), userid)
  }
})

t.test('the letter names the access, the customer and the day', async t => {
  const lines = linesOf(letter())
  t.ok(lines.includes(`Bankzugang: ${ACCESS}`))
  t.ok(lines.includes('Kunden-ID: P1'))
  t.ok(lines.includes('Teilnehmer-ID: U1'))
  t.ok(lines.includes('Datum: 2026-11-21'))
})

t.test('umlauts, parentheses and backslashes stay what they are', async t => {
  for (const userid of ODD)
    t.ok(linesOf(letter({ userid })).includes(`Teilnehmer-ID: ${userid}`), userid)
})

t.test('no letter of another alphabet breaks out of its line', async t => {
  for (const userid of ['\u0128', 'x\u0129y', '\u015c', 'Yıldız', '中', '🔐'])
    t.equal(linesOf(letter({ userid })).length, linesOf(letter()).length, userid)
})

t.test('what is not kept is left open', async t => {
  const { credentials: _, ...zugang } = neuerZugang({ type: 'EBICS', brief: true })
  const lines = linesOf(activationLetter(zugang))
  t.ok(lines.includes('Kunden-ID: -'))
  t.ok(lines.includes('Teilnehmer-ID: -'))
})

t.test('the same access has the same letter', async t => {
  t.ok(letter().equals(letter()))
})

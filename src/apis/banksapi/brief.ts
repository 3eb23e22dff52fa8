import { berlinDay } from '../../world/berlin.ts'
import type { Bankzugang } from './model/bankzugang.ts'

/** The letter with which an EBICS access is activated, as a PDF of one page. assumed: its content (dossier I-18) */
export function activationLetter(zugang: Bankzugang): Buffer {
  const lines = [
    'Initialisierungsbrief (EBICS)',
    '',
    `Bankzugang: ${zugang.accessId}`,
    `Kunden-ID: ${zugang.credentials?.['partnerid'] ?? '-'}`,
    `Teilnehmer-ID: ${zugang.credentials?.['userid'] ?? '-'}`,
    `Datum: ${berlinDay(zugang.createdAt)}`,
    '',
    'Bitte unterschreiben Sie diesen Brief und senden Sie ihn an Ihre Bank.',
    '',
    'Unterschrift: ______________________________'
  ]
  const text = lines.map((line, index) => `${index === 0 ? '' : 'T* '}(${escaped(line)}) Tj`)
  return pdf(`BT /F1 12 Tf 16 TL 72 770 Td ${text.join('\n')} ET`)
}

/** PDF 1.4 with one page of Helvetica. */
function pdf(content: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'
  ]
  const parts = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`)
  const starts = parts.map((_, index) => {
    const before = HEADER + parts.slice(0, index).join('')
    return `${String(Buffer.byteLength(before, 'latin1')).padStart(10, '0')} 00000 n \n`
  })
  const body = HEADER + parts.join('')
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${starts.join('')}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${Buffer.byteLength(body, 'latin1')}\n%%EOF\n`
  return Buffer.from(body + table + trailer, 'latin1')
}

const HEADER = '%PDF-1.4\n'

function escaped(text: string): string {
  // The font has the letters of Latin-1 alone.
  return text
    .replace(/[^\x20-\x7e\xa0-\xff]/gu, '?')
    .replace(/[\\()]/g, character => `\\${character}`)
}

import t from 'tap'
import { pathText, without } from '../../../../src/apis/europace/model/umbau.ts'
import { umbau } from './umbau-helper.ts'

t.test('a copy without properties leaves the others and the original alone', async t => {
  const objekt = { a: 1, b: undefined, c: 3 }
  t.strictSame(without(objekt, 'a'), { b: undefined, c: 3 })
  t.strictSame(without(objekt, 'a', 'b', 'x'), { c: 3 })
  t.strictSame(objekt, { a: 1, b: undefined, c: 3 })
  t.equal(without(objekt, 'x'), objekt, 'nothing to leave out, nothing to copy')
})

t.test('a path is written as constraint violations are', async t => {
  t.equal(pathText(['haushalte', 0, 'kunden']), 'haushalte[0].kunden')
  t.equal(pathText(['haushalte', 0, 'kunden', 1]), 'haushalte[0].kunden[1]')
  t.equal(pathText(['bankverbindung']), 'bankverbindung')
  t.equal(pathText([]), '')
})

t.test('every object is shown with its schema and its place, the innermost first', async t => {
  const seen: string[] = []
  const angaben = {
    haushalte: [{ kunden: [{ kontakt: { telefonnummer: {} } }, {}] }],
    finanzierungsbedarf: { finanzierungszweck: { '@type': 'KAUF', nebenkosten: {} } }
  }
  umbau(angaben, (objekt, { schema, path }) => {
    seen.push(`${schema} ${pathText(path)}`)
    return objekt
  })
  const order = [
    'Telefonnummer haushalte[0].kunden[0].kontakt.telefonnummer',
    'Kontakt haushalte[0].kunden[0].kontakt',
    'Kunde haushalte[0].kunden[0]',
    'Kunde haushalte[0].kunden[1]',
    'Haushalt haushalte[0]'
  ]
  t.strictSame(
    seen.filter(one => one.includes('haushalte')),
    order
  )
  t.ok(seen.includes('Kauf finanzierungsbedarf.finanzierungszweck'), 'a variant by its @type')
  t.equal(seen.at(-1), 'Kundenangaben ')
})

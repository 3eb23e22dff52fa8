import t from 'tap'
import { gegenueberMit } from '../../../../src/apis/banksapi/model/gegenkonten.ts'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import { monatlich, regel } from '../../../../src/apis/banksapi/model/regel.ts'
import { tagVon } from '../../../../src/apis/banksapi/model/tage.ts'
import { verwendungszweckAus } from '../../../../src/apis/banksapi/model/umsatztext.ts'

const konto: Konto = {
  id: 'giro',
  kategorie: 'GIROKONTO',
  bezeichnung: 'Girokonto',
  kontonummer: '9012345678',
  inhaber: 'Fritz Testmüller',
  waehrung: 'EUR',
  saldo: 0
}

function fill(zweck: string, betrag = -1234_05): string {
  return verwendungszweckAus({
    konto,
    ort: 'Köln',
    regel: regel('x', 'karte', monatlich(1), betrag, '', zweck),
    tag: tagVon('2026-03-07'),
    betrag,
    gegenueber: gegenueberMit('KORNKRAMER', 0, konto),
    zahl: n => 4_000_000_000 + n,
    dauerzahl: n => 123_456 + n
  })
}

t.test('places of a purpose are filled', async t => {
  const { creditorId } = gegenueberMit('KORNKRAMER', 0, konto)
  const cases = [
    ['', ''],
    ['Miete', 'Miete'],
    ['{name}//{ort} {ORT}', 'Kornkramer Markt//Köln KÖLN'],
    ['{datum} {kurz} {monat} {jahr}', '2026-03-07 07.03 03/2026 2026'],
    ['{zeit}', '08:45'],
    ['{nummer} {geraet}', '0000005 00000006'],
    ['{vertrag} {mandat}', '000123456 M0123457-5678'],
    ['{steuernummer}', '058/00123459'],
    ['{glaeubiger}', creditorId],
    ['{konto} {betrag} {dollar}', '9012345678 1234,05 1338,94'],
    ['{nowhere}', '']
  ] as const
  for (const [zweck, text] of cases) t.equal(fill(zweck), text, zweck)
  t.equal(fill('{betrag}', 7), '0,07')
})

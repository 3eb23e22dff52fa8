import t from 'tap'
import { hasUmsaetze, produktId } from '../../../../src/apis/banksapi/model/bankprodukt.ts'
import { depot, giro, karte } from './bankfaelle.ts'

t.test('a product is named by its IBAN, or else by its number', async t => {
  t.equal(produktId(giro), 'DE00123456789012345678')
  t.equal(produktId(depot), '9012345680')
  t.equal(produktId(karte), '3223 ****** 4554')
})

t.test('depots and contracts have no bookings', async t => {
  const cases = [
    ['GIROKONTO', true],
    ['SPARKONTO', true],
    ['FESTGELDKONTO', true],
    ['KREDITKONTO', true],
    ['TAGESGELDKONTO', true],
    ['SONSTIGESKONTO', true],
    ['KREDITKARTE', true],
    ['KREDITKARTENKONTO', true],
    ['SONSTIGEKARTE', true],
    ['SONSTIGESPRODUKT', true],
    ['DEPOT', false],
    ['BAUSPARVERTRAG', false]
  ] as const
  for (const [kategorie, expected] of cases) t.equal(hasUmsaetze(kategorie), expected, kategorie)
})

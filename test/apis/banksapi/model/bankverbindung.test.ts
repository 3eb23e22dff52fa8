import { isValidBIC, isValidIBAN } from 'ibantools'
import t from 'tap'
import { bankverbindungVon, ibanVon } from '../../../../src/apis/banksapi/model/bankverbindung.ts'
import { gegenueberMit, KUNDSCHAFT } from '../../../../src/apis/banksapi/model/gegenkonten.ts'
import {
  GESCHAEFTSPARTNER,
  geschaeftspartnerMit
} from '../../../../src/apis/banksapi/model/geschaeftspartner.ts'

t.test('a name always has the same account, at an invented bank', async t => {
  t.strictSame(bankverbindungVon('Kornkramer'), bankverbindungVon('Kornkramer'))
  t.notSame(bankverbindungVon('Kornkramer'), bankverbindungVon('Kornkrämer'))
  t.match(bankverbindungVon('Kornkramer'), { iban: /^DE\d\d99/, bic: /^.{7}0XXX$/ })
  t.equal(ibanVon('99012300', '42'), 'DE30990123000000000042')
  t.equal(ibanVon('9', '42'), '')
})

t.test('business partners are complete, valid and told apart', async t => {
  t.ok(GESCHAEFTSPARTNER.length > 60)
  for (const partner of GESCHAEFTSPARTNER) {
    t.match(partner, {
      systemName: /^[A-Z_]+$/,
      displayName: /^\S.*\S$/,
      addressStreet: /^\S.* ?\d+$/,
      addressZip: /^\d{5}$/,
      addressCity: /^\S+/,
      addressCountry: 'DE',
      website: /^https:\/\/[a-z-]+\.example$/
    })
    t.ok(isValidIBAN(partner.iban) && isValidBIC(partner.bic), partner.iban)
    t.equal(mod97(partner.creditorId), 1, partner.creditorId)
    t.equal(geschaeftspartnerMit(partner.systemName), partner)
  }
  for (const key of ['systemName', 'displayName', 'iban', 'creditorId'] as const)
    t.equal(new Set(GESCHAEFTSPARTNER.map(partner => partner[key])).size, GESCHAEFTSPARTNER.length)
})

t.test('a counterparty is a company, somebody private, a customer or nobody', async t => {
  const konto = { inhaber: 'Fritz Testmüller', blz: '12345678', bic: 'XXX12345678' }
  const other = (name: string, nummer = 0) => gegenueberMit(name, nummer, konto)
  t.match(other('KORNKRAMER'), { name: 'Kornkramer Markt', partner: { group: 'kornkramer' } })
  t.match(other('freund'), { name: 'Jürgen Groß', partner: undefined })
  t.notSame(other(KUNDSCHAFT, 0), other(KUNDSCHAFT, 1))
  t.strictSame(other(''), { name: '', iban: '', bic: '', creditorId: '' })
})

t.test('another account of the owner is at the same bank', async t => {
  const inhaber = 'Fritz Testmüller'
  const at = (bank: { blz?: string; bic?: string }) =>
    gegenueberMit('demo1-giro', 0, { inhaber, ...bank })
  t.match(at({ blz: '12345678', bic: 'XXX12345678' }), {
    name: inhaber,
    iban: 'DE00123456789012345678',
    bic: 'XXX12345678'
  })
  t.match(at({ blz: '99045600' }), { iban: ibanVon('99045600', '9012345678'), bic: '' })
  t.match(at({}), { iban: '' })
})

/** 1 for a creditor id whose check digits are right; its business code does not count. */
function mod97(creditorId: string): number {
  const [, check = '', number = ''] = /^DE(\d\d)ZZZ(\d{11})$/.exec(creditorId) ?? []
  return Number(BigInt(`${number}1314${check}`) % 97n)
}

import t from 'tap'
import { keepValidation, kontakteOf } from '../../../../src/apis/europace/model/kontaktpruefung.ts'
import type { Hinweis } from '../../../../src/apis/europace/model/umbau.ts'
import { mit, umbau } from './umbau-helper.ts'

const PHONE = { vorwahl: '030', nummer: '420860' }
const MAIL = 'max@example.org'
const stored = {
  telefonnummer: PHONE,
  email: MAIL,
  validierungTelefonnummer: 'BERATER_VERIFIZIERT',
  validierungEmail: 'FORMAT_VALIDIERT'
}
const phoneOk = { validierungTelefonnummer: 'BERATER_VERIFIZIERT' }
const mailOk = { validierungEmail: 'FORMAT_VALIDIERT' }
const sentStatus = { validierungTelefonnummer: 'UNGEPRUEFT', validierungEmail: 'KEINE_ANTWORT' }
const PATH = ['haushalte', 0, 'kunden', 0]

/** The contact of a Kunde after the case with `vorher` met the message with `kontakt`. */
function meet(
  kontakt: object | undefined,
  { id = 'k1', vorher = stored as object, trusted = false } = {}
) {
  const hinweise: Hinweis[] = []
  const kontakte = kontakteOf(mit.kunde({ id: 'k1', kontakt: vorher }), umbau)
  const kunde = { ...(id && { id }), ...(kontakt && { kontakt }) }
  const result = keepValidation(kunde, PATH, kontakte, trusted, hinweise)
  return { kontakt: result['kontakt'], hinweise }
}

/** What is sent, and what stays of the stored status. */
const puts: [string, object, object][] = [
  ['nothing changed', { telefonnummer: PHONE, email: MAIL }, { ...phoneOk, ...mailOk }],
  ['only the phone is there', { telefonnummer: PHONE }, phoneOk],
  ['only the mail is there', { email: MAIL }, mailOk],
  ['another number', { telefonnummer: { ...PHONE, nummer: '1' }, email: MAIL }, mailOk],
  ['another area code', { telefonnummer: { ...PHONE, vorwahl: '040' }, email: MAIL }, mailOk],
  ['no area code', { telefonnummer: { nummer: '420860' }, email: MAIL }, mailOk],
  ['another mail', { telefonnummer: PHONE, email: 'x@example.org' }, phoneOk],
  ['neither is there', {}, {}]
]

t.test('the status of phone and mail each stays while they stay, whatever is sent', async t => {
  for (const [title, sent, status] of puts) {
    t.strictSame(meet(sent).kontakt, { ...sent, ...status }, title)
    t.strictSame(meet({ ...sent, ...sentStatus }).kontakt, { ...sent, ...status }, title)
  }
})

t.test('a new Kunde, or one without its id, has no status', async t => {
  const sent = { telefonnummer: PHONE, email: MAIL, weitereKontaktmoeglichkeiten: 'abends' }
  for (const id of ['', 'k2']) t.strictSame(meet({ ...sent, ...sentStatus }, { id }).kontakt, sent)
  t.strictSame(meet({ ...sent, ...sentStatus }, { vorher: {} }).kontakt, sent)
})

t.test('a status that was never known stays unknown', async t => {
  const contact = { telefonnummer: PHONE, email: MAIL }
  const { kontakt } = meet({ ...contact, ...sentStatus }, { vorher: contact })
  t.strictSame(kontakt, contact)
})

t.test('a Kunde without a contact gets none', async t => {
  t.equal(meet(undefined).kontakt, undefined)
})

t.test('a trusted client sets the status itself', async t => {
  const sent = { telefonnummer: PHONE, email: MAIL, ...sentStatus }
  t.strictSame(meet(sent, { trusted: true }).kontakt, sent)
  t.strictSame(meet(sent, { trusted: true }).hinweise, [])
  const bare = { telefonnummer: PHONE, email: MAIL }
  t.strictSame(meet(bare, { trusted: true }).kontakt, bare, 'and takes it away')
})

t.test('a status that was sent in vain is told, one that is right is not', async t => {
  const { hinweise } = meet({ telefonnummer: PHONE, ...phoneOk, validierungEmail: 'UNGEPRUEFT' })
  t.strictSame(hinweise, [
    {
      path: 'haushalte[0].kunden[0].kontakt.validierungEmail',
      value: 'UNGEPRUEFT',
      reason: 'decided by the server'
    }
  ])
  t.strictSame(meet({ telefonnummer: PHONE, email: MAIL }).hinweise, [])
})

t.test('contacts are known by the id of their Kunde in every household', async t => {
  const kunden = (...ids: (string | undefined)[]) =>
    ids.map(id => ({ ...(id && { id }), referenzId: 'r', kontakt: { email: `${id}@example.org` } }))
  const angaben = {
    haushalte: [{ kunden: kunden('a', 'b') }, { kunden: [...kunden(undefined), { id: 'no' }] }],
    sicherungsgeberHaushalte: [{ id: 'h', kunden: kunden('c') }]
  }
  const kontakte = kontakteOf(angaben, umbau)
  t.strictSame([...kontakte.keys()].sort(), ['a', 'b', 'c'])
  t.strictSame(kontakte.get('c'), { email: 'c@example.org' })
  t.equal(kontakteOf({}, umbau).size, 0)
})

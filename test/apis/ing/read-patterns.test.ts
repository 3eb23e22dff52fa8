import t from 'tap'
import { createTaker, set, violationsOf } from './read-cases.ts'

/** As the vendor prints it: the message shows the pattern without anchors. */
const NAME = String.raw`[a-zA-Z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u1E00-\u1EFF-\s\.]+`

const NAMES = {
  'company.representatives.0.first_name': 'company.representatives[].firstName',
  'company.representatives.0.last_name': 'company.representatives[].lastName',
  'company.representatives.0.nationality': 'company.representatives[].nationality',
  'partner_account_manager.first_name': 'partnerAccountManager.firstName',
  'partner_account_manager.last_name': 'partnerAccountManager.lastName'
}

const TEXTS = {
  'company.name': 'company.name',
  'company.address.city': 'company.address.city',
  'company.address.line_1': 'company.address.line1',
  'company.address.line_2': 'company.address.line2',
  'company.representatives.0.addresses.0.line_2': 'company.representatives[].addresses[].line2',
  'details.purpose': 'details.purpose'
}

const RIGHT_NAMES = ['Jean-Luc', 'Ünal', 'Dr. Ørsted', 'Łukasz', 'Nguyễn', 'ß', '-', '.']
const WRONG_NAMES = ["O'Neill", 'Anna 2', 'Li,', 'Müller/Meier', 'A_B', '李', '😀', 'Anna 李', '×']

const RIGHT_TEXTS = [
  'Some street. 81',
  "O'Neill & Söhne GmbH (Köln) – „neu“ 100% #1 €5",
  'Karl-Marx-Allee 3/4',
  'a\\b [c] {d} |e| ~f ^g `h` <i> =j; k:l! m? *n+ $o @p "q" _r',
  'zwei\nZeilen',
  '§ 5 … ™ № ∞ •',
  'ΙΩ οπ 0x'
]
const WRONG_TEXTS = ['李', '😀', 'Wonderland 李', '李 Wonderland', 'Жук', '÷', 'a\u0000b', 'ก']

t.test('names are letters, accents, hyphens, blanks and dots, and nothing else', async t => {
  const { take } = await createTaker(t)
  for (const [path, field] of Object.entries(NAMES)) {
    for (const name of RIGHT_NAMES)
      t.equal((await take(set(path, name))).status, 201, `${path}: ${name}`)
    for (const name of WRONG_NAMES) {
      const told = violationsOf(await take(set(path, name)))
      t.strictSame(told, [`${field}: must match "${NAME}"`], `${path}: ${name}`)
    }
  }
})

t.test('texts may have most signs of European typography', async t => {
  const { take } = await createTaker(t)
  for (const [path, field] of Object.entries(TEXTS)) {
    for (const text of RIGHT_TEXTS)
      t.equal((await take(set(path, text))).status, 201, `${path}: ${text}`)
    for (const text of WRONG_TEXTS) {
      const [told = '', ...more] = violationsOf(await take(set(path, text)))
      t.ok(told.startsWith(`${field}: must match "[0-9a-zA-Z`), `${path}: ${told}`)
      t.ok(told.endsWith(String.raw`\ufb01\ufeff]+"`), told)
      t.strictSame(more, [])
    }
  }
})

t.test('a postcode has five digits', async t => {
  const { take } = await createTaker(t)
  const paths = {
    'company.address.zip': 'company.address.zip',
    'company.representatives.0.addresses.0.zip': 'company.representatives[].addresses[].zip'
  }
  for (const [path, field] of Object.entries(paths)) {
    const pattern = String.raw`${field}: must match "\d{5}"`
    for (const zip of ['00000', '10000', '99999'])
      t.equal((await take(set(path, zip))).status, 201, zip)
    for (const zip of ['1234', '123456', '1234a', ' 1234', '١٢٣٤٥', 'D1234'])
      t.strictSame(violationsOf(await take(set(path, zip))), [pattern], zip)
    const size = `${field}: size must be between 0 and 6`
    t.strictSame(violationsOf(await take(set(path, '1234567'))), [pattern, size])
  }
})

t.test('countries are two capitals, currencies three', async t => {
  const { take } = await createTaker(t)
  const cases = {
    'company.address.country_code': ['company.address.countryCode', 'de', 'D', 'DEU', '49'],
    'company.representatives.0.addresses.0.country_code': [
      'company.representatives[].addresses[].countryCode',
      'de',
      'DEU',
      'DE '
    ],
    'details.currency': ['details.currency', 'eur', 'EU', 'EURO', '€', 'EUR '],
    'company.financials.0.currency': ['company.financials[].currency', 'eur', 'EURO', '978']
  }
  for (const [path, [field = '', ...values]] of Object.entries(cases))
    for (const value of values) {
      const [told = '', ...more] = violationsOf(await take(set(path, value)))
      t.ok(told.startsWith(`${field}: must match "`), `${path}: ${told}`)
      t.strictSame(more, [], value)
    }
})

t.test('an e-mail address has one @ and a dot behind it', async t => {
  const { take } = await createTaker(t)
  const paths = {
    'company.representatives.0.email': 'company.representatives[].email',
    'partner_account_manager.email': 'partnerAccountManager.email'
  }
  for (const [path, field] of Object.entries(paths)) {
    for (const email of ['partner@lendico.de', 'a@b.c', 'a.b+c@d-e.f.g', 'ü@ö.de'])
      t.equal((await take(set(path, email))).status, 201, email)
    for (const email of ['4o Flor', 'a.b', 'a@b', 'a.b@c', '@b.c', 'a@', 'a@b@c.d', 'a@b.']) {
      const [told = '', ...more] = violationsOf(await take(set(path, email)))
      t.ok(told.startsWith(`${field}: must match "`), `${email}: ${told}`)
      t.strictSame(more, [], email)
    }
  }
})

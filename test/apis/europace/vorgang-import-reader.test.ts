import t, { type Test } from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { kept, lastExchange } from './cases.ts'
import { imported, lost, post, teil, told, vorgang } from './kex.ts'

const PERSON = 'antragsteller1.personendaten'
const WOHNEN = 'antragsteller1.wohnsituation'
const KINDER = 'haushalt.kinder'

/** What was sent, what is kept of it, and the places that messages are about. */
type Case = readonly [title: string, sent: object, stored: object, told: readonly string[]]

async function check(t: Test, cases: readonly Case[], sandbox?: Sandbox): Promise<void> {
  const here = sandbox ?? (await createSandbox(t))
  for (const [title, sent, stored, places] of cases) {
    const { angaben, messages } = await imported(here, sent)
    t.strictSame(angaben, stored, `${title}: stored`)
    t.strictSame(told(messages), places, `${title}: told`)
  }
}

/** Each value at one place: it is left out with a message, or kept as it is. */
const dropped = (at: (value: unknown) => object, path: string, ...values: readonly unknown[]) =>
  values.map(
    (value): Case => [`${path} ${JSON.stringify(value)}`, at(value), at(undefined), lost(path)]
  )
const fine = (at: (value: unknown) => object, ...values: readonly unknown[]) =>
  values.map((value): Case => [JSON.stringify(value), at(value), at(value), []])

/** An object with one property; without it when there is no value. */
const only = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value })

const vorname = (value: unknown) => teil.person(only('vorname', value))
const geburtsdatum = (value: unknown) => teil.person(only('geburtsdatum', value))
const anrede = (value: unknown) => teil.person(only('anrede', value))
const anzahlPkw = (value: unknown) => teil.wohnen(only('anzahlPkw', value))
const kaufpreis = (value: unknown) => teil.kauf(only('kaufpreis', value))
const erlaubnis = (value: unknown) => teil.herkunft(only('arbeitserlaubnisVorhanden', value))

t.test('true and false are nothing but true and false', async t => {
  const path = 'antragsteller1.herkunft.arbeitserlaubnisVorhanden'
  const wrong = ['1', '0', 'true', 'false', 'ja', '', 1, 0, {}, [], [true]]
  await check(t, [...dropped(erlaubnis, path, ...wrong), ...fine(erlaubnis, true, false)])
})

t.test('a date is a day of the calendar, written from year to day', async t => {
  const wrong = [
    '01.01.2016',
    '2016-1-1',
    '2016/01/01',
    '16-01-01',
    '20160101',
    '2016-01',
    '2016-02-31',
    '2023-02-29',
    '2016-04-31',
    '2016-13-01',
    '2016-00-10',
    '2016-01-00',
    '2016-01-01T00:00:00Z',
    '2016-01-01 ',
    ' 2016-01-01',
    'gestern',
    '',
    20160101,
    true,
    {},
    ['2016-01-01']
  ]
  const right = fine(geburtsdatum, '2016-01-01', '2016-02-29', '1900-01-01', '2050-12-31')
  await check(t, [...dropped(geburtsdatum, `${PERSON}.geburtsdatum`, ...wrong), ...right])
})

t.test('a number is a number of JSON, and whole where decimals make no sense', async t => {
  const path = 'finanzbedarf.fahrzeugkauf.kaufpreis'
  const texts = ['viel', '1', '9900.50', '9.900,50', '', ' ']
  const notWhole = [2.5, 0.1, -1.5, 1e10, 2 ** 31, '2', '2.0', '', true, {}, [2]]
  await check(t, [
    ...dropped(kaufpreis, path, ...texts, true, false, {}, [], [1]),
    ...fine(kaufpreis, 0, 9900, 9900.5, -1, 1e-7, 1e20),
    ...dropped(anzahlPkw, `${WOHNEN}.anzahlPkw`, ...notWhole),
    ...fine(anzahlPkw, 0, 2, -1, 2 ** 31 - 1)
  ])
})

t.test('a number that no computer holds is left out', async t => {
  const sandbox = await createSandbox(t)
  const body = JSON.stringify(vorgang(kaufpreis(4711))).replace('4711', '1e999')
  const reply = await post(sandbox, body)
  t.equal(reply.status, 201)
  t.strictSame(told(reply.body.messages), lost('finanzbedarf.fahrzeugkauf.kaufpreis'))
  t.strictSame(
    (await kept(sandbox, reply.body.vorgangsnummer)).angaben,
    vorgang(kaufpreis(undefined))
  )
})

t.test('a number for a text is accepted', async t => {
  const path = `${PERSON}.vorname`
  const accepted = ([value, stored]: readonly [unknown, string]): Case => [
    JSON.stringify(value),
    vorname(value),
    vorname(stored),
    [`${path} als Text`]
  ]
  const numbers = [
    [5, '5'],
    [0, '0'],
    [10179, '10179'],
    [1.5, '1.5']
  ] as const
  await check(t, [
    ...numbers.map(accepted),
    ...fine(vorname, 'Max', '', ' ', '1', 'null', 'a\nb', '😀'),
    ...dropped(vorname, path, {}, [], ['Max'], { name: 'Max' })
  ])
})

t.test('null says nothing', async t => {
  const sent = {
    antragsteller1: { personendaten: { vorname: null, titel: null, geburtsdatum: null } },
    antragsteller2: null,
    haushalt: { kinder: null, kontoverbindung: null },
    finanzbedarf: null,
    kommentare: null,
    benachrichtigung: { aktiv: null }
  }
  const stored = { ...teil.person({}), haushalt: {}, benachrichtigung: {} }
  await check(t, [['everywhere', sent, stored, []]])
})

t.test('a value outside of its choice is left out', async t => {
  const wrong = ['DIVERS', 'herr', 'Frau', 'HERR ', '', 0, 1, true, {}, ['HERR'], 'toString']
  const zweck = (value: unknown) => teil.bedarf(only('finanzierungszweck', value))
  const kind = (value: unknown) => teil.haushalt({ kinder: [only('kindergeldFuer', value)] })
  await check(t, [
    ...dropped(anrede, `${PERSON}.anrede`, ...wrong),
    ...fine(anrede, 'FRAU', 'HERR'),
    ...dropped(zweck, 'finanzbedarf.finanzierungszweck', 'MODERNISIERUNG', 'KAUF'),
    ...fine(zweck, 'MODERNISIEREN', 'UMSCHULDUNG', 'FREIE_VERWENDUNG', 'FAHRZEUGKAUF'),
    ...dropped(kind, `${KINDER}[0].kindergeldFuer`, 'ZWEITES_KIND'),
    ...fine(kind, 'AB_VIERTEM_KIND')
  ])
})

t.test('a country is one of the list, which is not all of ISO', async t => {
  const land = (value: unknown) => teil.wohnen({ anschrift: { ort: 'x', ...only('land', value) } })
  const nation = (value: unknown) => teil.herkunft(only('staatsangehoerigkeit', value))
  const birth = (value: unknown) => teil.person(only('geburtsland', value))
  const unlisted = [
    'HK',
    'TW',
    'GI',
    'FO',
    'GL',
    'PR',
    'AQ',
    'EU',
    'UK',
    'DEU',
    'de',
    'Deutschland',
    ''
  ]
  const listed = ['DE', 'AT', 'CH', 'XK', 'SONSTIGE', 'NO', 'ZW', 'PS', 'SS', 'CK']
  await check(t, [
    ...dropped(land, `${WOHNEN}.anschrift.land`, ...unlisted),
    ...dropped(nation, 'antragsteller1.herkunft.staatsangehoerigkeit', ...unlisted),
    ...dropped(birth, `${PERSON}.geburtsland`, ...unlisted),
    ...fine(land, ...listed),
    ...fine(nation, ...listed),
    ...fine(birth, ...listed),
    [
      'further nationalities',
      teil.herkunft({ weitereStaatsangehoerigkeiten: ['FR', 'TW', 'XK', null, 'SONSTIGE'] }),
      teil.herkunft({ weitereStaatsangehoerigkeiten: ['FR', 'XK', 'SONSTIGE'] }),
      lost('antragsteller1.herkunft.weitereStaatsangehoerigkeiten[1]')
    ]
  ])
})

t.test('a node of another structure is left out as a whole', async t => {
  const titel = (value: unknown) => teil.person(only('titel', value))
  const haushalt = (value: unknown) => only('haushalt', value)
  const kinder = (...elements: readonly unknown[]) => teil.haushalt({ kinder: elements })
  await check(t, [
    ...dropped(titel, `${PERSON}.titel`, 'DOKTOR', {}, { 0: 'DOKTOR' }, 5, true, ''),
    ...dropped(teil.person, PERSON, [], [{}], 'Max', 5, false).map(
      ([title, sent, , places]): Case => [title, sent, teil.erster({}), places]
    ),
    ...dropped(haushalt, 'haushalt', [], 'x', 0),
    [
      'elements of a list',
      titel(['DOKTOR', 'x', 5, null, {}, 'PROFESSOR', '']),
      titel(['DOKTOR', 'PROFESSOR']),
      lost(...[1, 2, 4, 6].map(index => `${PERSON}.titel[${index}]`))
    ],
    [
      'objects in a list',
      kinder({ name: 'Ida' }, 'Jon', null, [], {}),
      kinder({ name: 'Ida' }, {}),
      lost(`${KINDER}[1]`, `${KINDER}[3]`)
    ],
    ['nothing but nulls', kinder(null, null), kinder(), []]
  ])
})

t.test('the rest of an object stays, whatever is wrong in it', async t => {
  const person = { vorname: 'Max', nachname: ['x'], geburtsdatum: '1.1.16', titel: 'DOKTOR' }
  const names = ['nachname', 'geburtsdatum', 'titel'].map(name => `${PERSON}.${name}`)
  const sent = { ...teil.person(person), leadquelle: 'L', kommentare: 'x' }
  const stored = { ...teil.person({ vorname: 'Max' }), leadquelle: 'L' }
  await check(t, [['much', sent, stored, lost(...names, 'kommentare')]])
})

t.test('unknown properties are told to those who ask, not in messages', async t => {
  const sandbox = await createSandbox(t)
  const sent = vorgang({
    farbe: { ton: 'blau' },
    ...teil.person({ vorname: 'Max', Vorname: 'Moritz', spitzname: null }),
    ...teil.haushalt({ kinder: [{ alter: 3 }, null] })
  })
  const reasons = {
    farbe: 'unknown property',
    [`${PERSON}.Vorname`]: 'unknown property',
    [`${PERSON}.spitzname`]: 'unknown property',
    [`${KINDER}[0].alter`]: 'unknown property',
    [`${KINDER}[1]`]: 'empty list element'
  }
  const report = (found: readonly { path: string; reason: string }[]) =>
    Object.fromEntries(found.map(({ path, reason }) => [path, reason]))
  for (const prefer of ['handling=report', 'handling=lenient']) {
    const reply = await post(sandbox, sent, { headers: { prefer } })
    t.strictSame(reply.body.messages, [])
    const header = reply.headers.get('x-sandkasten-diagnostics')
    const isAsked = prefer === 'handling=report'
    t.strictSame(header && report(JSON.parse(header)), isAsked ? reasons : null)
    t.equal(reply.headers.get('preference-applied'), isAsked ? prefer : null)
    t.strictSame(report((await lastExchange(sandbox)).dropped), reasons, 'the journal knows them')
    const { angaben } = await kept(sandbox, reply.body.vorgangsnummer)
    const stored = { ...teil.person({ vorname: 'Max' }), ...teil.haushalt({ kinder: [{}] }) }
    t.strictSame(angaben, vorgang(stored))
  }
})

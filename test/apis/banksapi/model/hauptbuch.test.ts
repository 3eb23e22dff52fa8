import t from 'tap'
import {
  type Buchungssatz,
  buchen,
  buchId,
  type Hauptbuch,
  normaliseIban
} from '../../../../src/apis/banksapi/model/hauptbuch.ts'
import { mandateOf, mandatsfehler } from '../../../../src/apis/banksapi/model/mandat.ts'
import { SCA_TIMEOUT } from '../../../../src/apis/banksapi/model/nachwirkungen.ts'
import {
  alsGebucht,
  bewegen,
  einreichen,
  scheitern,
  terminieren,
  type Zahlung
} from '../../../../src/apis/banksapi/model/zahlung.ts'
import { saetzeFor } from '../../../../src/apis/banksapi/model/zahlungsbuchung.ts'
import {
  ENTWURF_TIMEOUT,
  entwurfWirkungen,
  ZAHLUNG_FAELLIG,
  zahlungswirkungen
} from '../../../../src/apis/banksapi/model/zahlungswirkungen.ts'
import { createChance } from '../../../../src/world/chance.ts'
import { anbieter, DAY, giro, HEUTE, karte, NOW } from './bankfaelle.ts'
import { annahme, lastschrift, ueberweisung } from './zahlungsfaelle.ts'

const chance = createChance('hauptbuch')
const GIRO = giro.iban as string
const UNICEF = 'DE57370205000000300000'

t.test('a book is named by its IBAN, or by bank and number', async t => {
  t.equal(buchId(giro, anbieter.id), GIRO)
  t.equal(buchId({ ...giro, iban: 'de00 1234 5678 9012 3456 78' }, 'x'), GIRO)
  t.equal(buchId(karte, anbieter.id), `${anbieter.id} ${karte.kontonummer}`)
  t.equal(normaliseIban(' de57 3702\t0500 0000 3000 00'), UNICEF)
})

/** The entries of a payment: book, cents and the text of the bank. */
function booked(zahlung: Zahlung, konto = giro): readonly (readonly [string, number, string])[] {
  return saetzeFor(zahlung, konto, HEUTE).map(
    ({ buch, eintrag }) => [buch, eintrag.betrag, eintrag.buchungstext] as const
  )
}

t.test('a transfer takes money here and brings it there', async t => {
  t.strictSame(booked(ueberweisung([{}, { iban: GIRO, amount: 0.29 }])), [
    [GIRO, -15_000, 'ONLINE-UEBERWEISUNG'],
    [UNICEF, 15_000, 'GUTSCHRIFT'],
    [GIRO, -29, 'ONLINE-UEBERWEISUNG'],
    [GIRO, 29, 'GUTSCHRIFT']
  ])
  const [own, theirs] = saetzeFor(ueberweisung(), giro, HEUTE)
  t.match(own?.eintrag, {
    verwendungszweck: 'Spende',
    buchungsdatum: HEUTE,
    wertstellungsdatum: HEUTE,
    gegenkontoInhaber: 'UNICEF',
    gegenkontoIban: UNICEF,
    gegenkontoBic: 'BFSWDE33XXX',
    primanotaNummer: '9310'
  })
  t.match(theirs?.eintrag, {
    verwendungszweck: 'Spende',
    gegenkontoInhaber: 'Fritz Testmüller',
    gegenkontoIban: GIRO,
    gegenkontoBic: 'XXX12345678',
    primanotaNummer: '9249'
  })
})

t.test('an account without IBAN and BIC is named by blanks', async t => {
  const { bic: _, ...bare } = karte
  const [own, theirs] = saetzeFor(ueberweisung(), bare, HEUTE)
  t.equal(own?.buch, `${anbieter.id} ${karte.kontonummer}`)
  t.match(theirs?.eintrag, { gegenkontoIban: '', gegenkontoBic: '' })
  const { providerId: _p, ...nowhere } = ueberweisung()
  t.equal(saetzeFor(nowhere, bare, HEUTE)[0]?.buch, ` ${karte.kontonummer}`)
})

t.test('an amount that is none books nothing, and never minus zero', async t => {
  for (const [, betrag] of booked(ueberweisung([{ amount: 0.001 }])))
    t.ok(Object.is(betrag, 0), 'zero')
})

t.test('a debit brings money here and takes it there, by its place in the series', async t => {
  for (const [sequenceType, business, text] of [
    ['FRST', false, 'ERSTLASTSCHRIFT'],
    ['RCUR', false, 'FOLGELASTSCHRIFT'],
    ['FNAL', false, 'LETZTE LASTSCHRIFT'],
    ['OOFF', true, 'FIRMENEINMALLASTSCHRIFT'],
    ['ANDERE', false, 'LASTSCHRIFT'],
    [undefined, undefined, 'EINMALLASTSCHRIFT']
  ] as const)
    t.strictSame(booked(lastschrift([{}], { sequenceType, business })), [
      [GIRO, 4200, 'LASTSCHRIFTEINZUG'],
      ['DE62430609671149278400', -4200, text]
    ])
  const own = lastschrift([{ sequenceType: 'RCUR', business: true }, { sequenceType: 'FNAL' }], {
    sequenceType: undefined,
    business: undefined
  })
  t.strictSame(
    booked(own).map(([, , text]) => text),
    ['LASTSCHRIFTEINZUG', 'FIRMENFOLGELASTSCHRIFT', 'LASTSCHRIFTEINZUG', 'LETZTE LASTSCHRIFT']
  )
  const [first] = saetzeFor(lastschrift(), giro, HEUTE)
  t.equal(first?.eintrag.verwendungszweck, 'Beitrag EREF+123 MREF+M-1 CRED+DE98ZZZ09999999999')
})

t.test('a debit of which little is known is booked with blanks', async t => {
  const bare: Zahlung = {
    ...lastschrift(),
    inhalt: { is: 'lastschrift', posten: [{ amount: 1 }], rahmen: {} }
  }
  const [, theirs] = saetzeFor(bare, giro, HEUTE)
  t.match(theirs, {
    buch: '',
    eintrag: { betrag: -100, verwendungszweck: ' EREF+ MREF+ CRED+', gegenkontoIban: GIRO }
  })
})

const satz = (buch: string, betrag: number): Buchungssatz => {
  const [first] = saetzeFor(ueberweisung(), giro, HEUTE)
  return { buch, eintrag: { ...(first as Buchungssatz).eintrag, betrag } }
}

t.test('books grow by their entries, and each is written once', async t => {
  const first = buchen([satz('A', -5), satz('B', 5), satz('A', 2)], new Map(), chance)
  t.strictSame(
    first.map(({ id, summe, umsaetze }) => [id, summe, umsaetze.map(({ betrag }) => betrag)]),
    [
      ['A', -3, [-5, 2]],
      ['B', 5, [5]]
    ]
  )
  const known = new Map(first.map(one => [one.id, one]))
  const [next] = buchen([satz('A', -5)], known, chance) as readonly [Hauptbuch]
  t.equal(next.summe, -8)
  t.strictSame(next.umsaetze.slice(0, 2), known.get('A')?.umsaetze, 'what stands there stays')
  const all = [...next.umsaetze, ...(known.get('B')?.umsaetze ?? [])]
  t.equal(new Set(all.map(({ id }) => id)).size, 4, 'the same entry twice has its own id')
  t.equal(new Set(all.map(({ hash }) => hash)).size, 4)
  t.strictSame(buchen([], known, chance), [])
  t.strictSame(buchen([satz('A', -5)], known, createChance('hauptbuch')), [next], 'repeatably')
})

t.test('a debit draws on the mandates of its creditor', async t => {
  t.strictSame(mandateOf(ueberweisung()), [])
  t.strictSame(mandateOf(lastschrift([{}, { mandateIdentification: 'M-2' }])), [
    { id: 'DE98ZZZ09999999999 M-1', letzte: 'OOFF' },
    { id: 'DE98ZZZ09999999999 M-2', letzte: 'OOFF' }
  ])
  const own = lastschrift([{ sequenceType: 'FRST' }], { sequenceType: undefined })
  t.strictSame(mandateOf(own), [{ id: 'DE98ZZZ09999999999 M-1', letzte: 'FRST' }])
  const bare: Zahlung = { ...own, inhalt: { is: 'lastschrift', posten: [{}], rahmen: {} } }
  t.strictSame(mandateOf(bare), [{ id: ' ', letzte: 'OOFF' }])
})

t.test('a series goes on until its last debit, and begins once', async t => {
  const taken: Readonly<Record<string, readonly string[]>> = {
    none: ['FRST', 'RCUR', 'FNAL', 'OOFF'],
    FRST: ['RCUR', 'FNAL'],
    RCUR: ['RCUR', 'FNAL'],
    FNAL: [],
    OOFF: []
  }
  for (const [letzte, allowed] of Object.entries(taken))
    for (const next of ['FRST', 'RCUR', 'FNAL', 'OOFF']) {
      const mandat = letzte === 'none' ? undefined : { id: 'x', letzte }
      const title = `${next} after ${letzte}`
      t.equal(mandatsfehler(mandat, next) === undefined, allowed.includes(next), title)
    }
})

/** Jobs that are scheduled or cancelled, and on whose phone something comes. */
function effects(...args: Parameters<typeof zahlungswirkungen>) {
  return zahlungswirkungen(...args).flatMap(effect => {
    if (effect.do === 'schedule') return [`+ ${effect.job.id} ${(effect.job.dueAt - NOW) / 60_000}`]
    if (effect.do === 'cancel') return [`- ${effect.job}`]
    return effect.do === 'put' && effect.collection === 'nachrichten' ? ['phone'] : []
  })
}

t.test('the timers of a payment come and go with its steps', async t => {
  const tan = () => '123456'
  const entwurf = ueberweisung([{}], { faelligAt: NOW + DAY })
  const sca = `${SCA_TIMEOUT}-${entwurf.id}`
  const due = `${ZAHLUNG_FAELLIG}-${entwurf.id}`
  const open = einreichen(entwurf, annahme, NOW, tan).zahlung
  t.strictSame(effects(undefined, open, NOW), [`+ ${sca} 5`])
  t.strictSame(effects(open, open, NOW + 1), [], 'nothing happened')
  const event = { type: 'method', kodierung: 999 } as const
  const regeln = { pollsUntilConfirmed: 0 }
  const asked = bewegen(open, event, regeln, NOW + 60_000, tan).zahlung
  t.strictSame(effects(open, asked, NOW + 60_000), [`+ ${sca} 6`])
  const later = terminieren(asked, [])
  t.strictSame(effects(asked, later, NOW), [`- ${sca}`, `+ ${due} 1440`])
  t.strictSame(effects(later, alsGebucht(later, []), NOW), [`- ${due}`])
  t.strictSame(effects(later, scheitern(later, []), NOW), [`- ${due}`])
  t.strictSame(effects(asked, alsGebucht(asked, []), NOW), [`- ${sca}`])
  t.strictSame(effects(undefined, alsGebucht(entwurf, []), NOW), [])
  for (const verfahren of [946, 980]) {
    const handed = einreichen(entwurf, { ...annahme, verfahren: [verfahren], medien: [] }, NOW, tan)
    t.strictSame(effects(undefined, handed.zahlung, NOW), [`+ ${sca} 5`, 'phone'])
  }
})

t.test('the phone tells how much goes to whom, or how many orders there are', async t => {
  const push = (zahlung: Zahlung) => {
    const app = { ...annahme, verfahren: [946], medien: [] }
    const { zahlung: open } = einreichen(zahlung, app, NOW, () => '')
    const found = zahlungswirkungen(undefined, open, NOW).find(
      effect => effect.do === 'put' && effect.collection === 'nachrichten'
    )
    const document = found?.do === 'put' ? found.document : {}
    const { text, person } = document as { text?: string; person?: string }
    return `${person}: ${text?.replaceAll(/\s/g, ' ')}`
  }
  const two = [{}, {}]
  const asked = 'demo1: Möchten Sie die'
  for (const [zahlung, text] of [
    [ueberweisung(), 'Überweisung über 150,00 € an UNICEF'],
    [ueberweisung(two), 'Überweisung über 300,00 € mit 2 Aufträgen'],
    [lastschrift(), 'Lastschrift über 42,00 € von Max Mustermann'],
    [lastschrift(two), 'Lastschrift über 84,00 € mit 2 Aufträgen']
  ] as const)
    t.equal(push(zahlung), `${asked} ${text} freigeben?`)
})

t.test('a draft is kept with the end of its web form', async t => {
  const entwurf = lastschrift()
  const id = `${ENTWURF_TIMEOUT}-${entwurf.id}`
  t.match(entwurfWirkungen(entwurf, NOW + DAY), [
    { do: 'put', collection: 'zahlungen', document: entwurf },
    { do: 'schedule', job: { id, kind: ENTWURF_TIMEOUT, dueAt: NOW + DAY } }
  ])
})

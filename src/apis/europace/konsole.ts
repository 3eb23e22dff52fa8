import type { Fact, Kind, Showcase, Thing } from '../../http/showcase.ts'
import { berlinTime } from '../../world/berlin.ts'
import type { Antrag } from './model/antrag.ts'
import type { Kreditvorgang } from './model/kreditvorgang.ts'
import type { Vorgang } from './model/vorgang.ts'

const EMPTY = {
  de: 'Noch kein Vorgang. POST /kundenangaben legt den ersten an.',
  en: 'No case yet. POST /kundenangaben creates the first.'
}

const vorgaenge: Kind = {
  name: 'vorgaenge',
  api: 'Europace',
  title: { de: 'BaufiSmart-Vorgänge', en: 'BaufiSmart cases' },
  empty: EMPTY,
  collection: 'vorgaenge',
  fits: document => (document as Vorgang).produkt === 'BAUFISMART',
  async show(document): Promise<Thing> {
    const vorgang = document as Vorgang
    const { haushalte = [] } = vorgang.kundenangaben
    const kunden = haushalte.flatMap(({ kunden = [] }) => kunden ?? [])
    const personen = kunden.map(({ personendaten }) => personendaten?.person)
    return {
      title: vorgang.id,
      ...standOf(vorgang),
      facts: [[{ de: 'Kunden', en: 'Customers' }, namesOf(personen)], ...factsOf(vorgang)],
      buttons: []
    }
  }
}

const kreditvorgaenge: Kind = {
  name: 'kreditvorgaenge',
  api: 'KreditSmart',
  title: { de: 'KreditSmart-Vorgänge', en: 'KreditSmart cases' },
  empty: {
    de: 'Noch kein Vorgang. POST /vorgang importiert den ersten.',
    en: 'No case yet. POST /vorgang imports the first.'
  },
  collection: 'vorgaenge',
  fits: document => (document as Kreditvorgang).produkt === 'KREDITSMART',
  async show(document): Promise<Thing> {
    const vorgang = document as Kreditvorgang
    const { antragsteller1, antragsteller2, finanzbedarf } = vorgang.angaben
    const betrag = finanzbedarf?.finanzierungswunsch?.kreditbetrag
    const personen = [antragsteller1, antragsteller2].map(one => one?.personendaten)
    return {
      title: vorgang.id,
      ...standOf(vorgang),
      facts: [
        [{ de: 'Antragsteller', en: 'Applicants' }, namesOf(personen)],
        [{ de: 'Kreditbetrag', en: 'Amount' }, betrag === undefined ? undefined : `${betrag} €`],
        [{ de: 'Anträge', en: 'Applications' }, vorgang.antraege.join(', ')],
        ...factsOf(vorgang)
      ],
      buttons: [
        {
          label: { de: 'Angebot annehmen: neuer Antrag', en: 'Accept an offer: new application' },
          call: { operation: 'simulateKreditsmartAntrag', body: { vorgangsnummer: vorgang.id } }
        }
      ]
    }
  }
}

const antraege: Kind = {
  name: 'antraege',
  api: 'KreditSmart',
  title: { de: 'KreditSmart-Anträge', en: 'KreditSmart applications' },
  empty: {
    de: 'Noch kein Antrag. Ein KreditSmart-Vorgang bekommt ihn, wenn ein Angebot angenommen wird.',
    en: 'No application yet. A KreditSmart case gets one when an offer is accepted.'
  },
  collection: 'antraege',
  async show(document): Promise<Thing> {
    const antrag = document as Antrag
    const { produktanbieterstatus, antragstellerstatus } = antrag
    const status = produktanbieterstatus.status
    return {
      title: antrag.id,
      state: `${status} · ${antragstellerstatus.status}`,
      tone: toneOf(status),
      facts: [
        [{ de: 'Vorgang', en: 'Case' }, antrag.vorgang],
        [{ de: 'Produktanbieter', en: 'Product provider' }, antrag.produktanbieter],
        ['Produktanbieterantragsnummer', antrag.produktanbieterantragsnummer],
        [{ de: 'Kommentar', en: 'Comment' }, produktanbieterstatus.kommentar],
        [{ de: 'Geändert', en: 'Changed' }, berlinTime(antrag.geaendertAt)]
      ],
      buttons: []
    }
  }
}

/** What Europace shows in the console. */
export const showcase: Showcase = { kinds: [vorgaenge, kreditvorgaenge, antraege], partners: {} }

function standOf({ status }: Vorgang | Kreditvorgang): Pick<Thing, 'state' | 'tone'> {
  return { state: status, tone: status === 'AKTIV' ? 'open' : 'quiet' }
}

function toneOf(status: Antrag['produktanbieterstatus']['status']): Thing['tone'] {
  if (/UNTERSCHRIEBEN|AUSGEZAHLT|ABGESCHLOSSEN/.test(status)) return 'good'
  return /ABGELEHNT|STORNIERT|WIDERRUFEN/.test(status) ? 'bad' : 'open'
}

function factsOf(vorgang: Vorgang | Kreditvorgang): readonly Fact[] {
  const { betreuung, datenkontext, geaendertAt, ereignisse } = vorgang
  return [
    [{ de: 'Kundenbetreuer', en: 'Advisor' }, betreuung.kundenbetreuer],
    [{ de: 'Bearbeiter', en: 'Processed by' }, betreuung.bearbeiter],
    [{ de: 'Datenkontext', en: 'Data context' }, datenkontext],
    [{ de: 'Zuletzt', en: 'Latest' }, ereignisse.at(-1)?.meldung],
    [{ de: 'Geändert', en: 'Changed' }, berlinTime(geaendertAt)]
  ]
}

type Person = { readonly vorname?: unknown; readonly nachname?: unknown }

function namesOf(personen: readonly (object | null | undefined)[]): string {
  const names = personen.map((one: Person | null | undefined) =>
    [one?.vorname, one?.nachname].filter(name => typeof name === 'string').join(' ')
  )
  return names.filter(name => name !== '').join(', ')
}

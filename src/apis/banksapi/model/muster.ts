import type { Umsatz } from './konto.ts'
import { DEMO } from './muster-demo.ts'
import { GEWERBE } from './muster-gewerbe.ts'
import { PERSONEN } from './muster-personen.ts'
import type { Regel } from './regel.ts'

/** What is booked on an account: by rules, and documented bookings as they stand. */
export type Muster = {
  readonly regeln: readonly Regel[]
  readonly dokumentiert: readonly DokumentierterUmsatz[]
  /** Where the owner lives and buys. */
  readonly ort: string
}

/** A booking of the documentation. What it does not print is made as for any other. */
export type DokumentierterUmsatz = Omit<Umsatz, 'id' | 'hash'> &
  Partial<Pick<Umsatz, 'id' | 'hash'>>

const OHNE: Muster = { regeln: [], dokumentiert: [], ort: '' }

const REGELN: ReadonlyMap<string, readonly Regel[]> = new Map(
  Object.entries({ ...DEMO, ...PERSONEN, ...GEWERBE })
)

/** By the first part of a pattern's name. */
const ORTE: Readonly<Record<string, string>> = {
  demo1: 'München',
  demo2: 'Nürnberg',
  demo3: 'Göttingen',
  anna: 'Berlin',
  brandt: 'Bielefeld',
  yildiz: 'Frankfurt',
  testerine: 'Falkensee',
  tester: 'Hamburg'
}

/** documented: dossier E6 */
const DOKUMENTIERT: Readonly<Record<string, readonly DokumentierterUmsatz[]>> = {
  'demo1-giro': [
    {
      betrag: -70_00,
      verwendungszweck: 'EC 68096654 140215204106OC3 Ref. 5CC15048A1824480/89280',
      buchungstext: '',
      buchungsdatum: '2016-11-17',
      wertstellungsdatum: '2016-11-15',
      gegenkontoInhaber: 'La Sopia GmbH München',
      gegenkontoIban: 'DE00123456789012345679',
      gegenkontoBic: 'XXX12345678',
      primanotaNummer: '421337',
      merkmale: { kategorie: 'RECREATION_FOODANDDRINKS' }
    },
    {
      id: '1975f080-0001-b4f7-727b-aec310895541',
      hash: '1b4f7727-baec-3107-9554-1cf472933ccf',
      betrag: -100_00,
      verwendungszweck:
        'GA NR00006110 BLZ70020270 3 07.02/14.29UHR MÜNCHEN,KARD EUR 100,00 ENTGELT 0,00 Ref. 3QL15041A1357856/83343',
      buchungstext: '',
      buchungsdatum: '2020-10-05',
      wertstellungsdatum: '2020-10-02',
      gegenkontoInhaber: '',
      gegenkontoIban: '',
      gegenkontoBic: '',
      primanotaNummer: '0',
      merkmale: { kategorie: 'BANKFINANCE_CASHWITHDRAWAL' }
    }
  ]
}

/** The pattern of that name; nothing is booked where there is none. */
export function musterMit(name = ''): Muster {
  const regeln = REGELN.get(name)
  if (!regeln) return OHNE
  const [person = ''] = name.split('-')
  return { regeln, dokumentiert: DOKUMENTIERT[name] ?? [], ort: ORTE[person] ?? 'Musterhafen' }
}

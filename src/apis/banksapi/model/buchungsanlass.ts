import type { Chance } from '../../../world/chance.ts'
import type { Konto } from './konto.ts'
import { musterMit } from './muster.ts'
import type { Betrag, Regel, Wann } from './regel.ts'
import {
  banktagBis,
  type Datum,
  datumVon,
  ersterDesMonats,
  faelligeTage,
  isBanktag,
  letzterDesMonats,
  type Tag,
  wochentag
} from './tage.ts'

/** That something is booked: by which rule, when it happened, how much. Its texts are made only where they are asked. */
export type Buchungsanlass = {
  readonly regel: Regel
  /** The calendar day on which it happened; the booking comes on this or the next banking day. */
  readonly tag: Tag
  /** Cents. */
  readonly betrag: number
  readonly zahl: Zahl
}

/** Numbers of 32 bits drawn for one booking: the nth of eight. */
type Zahl = (n: number) => number

type Buchender = Pick<Konto, 'id' | 'saldo'>

/** A calendar day, and what its month makes of it. */
type Kalendertag = {
  readonly tag: Tag
  readonly datum: Datum
  readonly letzter: number
  readonly isUltimo: boolean
  readonly isBanktag: boolean
}

const ZWEI_HOCH_32 = 2 ** 32

/** What is booked on an account on a banking day, in the order in which it happened. */
export function anlaesseAm(konto: Konto, banktag: Tag, chance: Chance): readonly Buchungsanlass[] {
  const { regeln } = musterMit(konto.muster)
  return regeln.length === 0 ? [] : anlaesse(konto, regeln, banktag, chance)
}

function anlaesse(
  konto: Buchender,
  regeln: readonly Regel[],
  banktag: Tag,
  chance: Chance
): readonly Buchungsanlass[] {
  return faelligeTage(banktag).flatMap(tag => {
    const kalendertag = kalendertagVon(tag, tag === banktag)
    return regeln.flatMap(regel =>
      wuerfe(konto, regel, kalendertag, chance).flatMap(zahl => {
        const betrag = betragVon(regel.betrag, konto, kalendertag.datum, zahl, chance)
        return betrag === 0 ? [] : [{ regel, tag, betrag, zahl }]
      })
    )
  })
}

function kalendertagVon(tag: Tag, isBanktag: boolean): Kalendertag {
  const datum = datumVon(tag)
  const letzter = letzterDesMonats(datum)
  return {
    tag,
    datum,
    letzter: datum.tag + letzter - tag,
    isUltimo: tag === banktagBis(letzter),
    isBanktag
  }
}

/** One draw for each time that a rule is due on a day. */
function wuerfe(
  konto: Buchender,
  regel: Regel,
  kalendertag: Kalendertag,
  chance: Chance
): readonly Zahl[] {
  const mal = malVon(regel.wann, kalendertag)
  if (mal === 0) return []
  const alle = Array.from({ length: mal }, (_, n) =>
    ziehung(chance, konto.id, regel.id, kalendertag.tag, n)
  )
  const { wann } = regel
  if (!('promille' in wann)) return alle
  return alle.filter(zahl => (zahl(0) / ZWEI_HOCH_32) * 1000 < wann.promille)
}

function malVon(wann: Wann, kalendertag: Kalendertag): number {
  const { tag, datum, letzter, isUltimo, isBanktag } = kalendertag
  if ('promille' in wann) return 1
  if ('jeBanktag' in wann) return isBanktag ? wann.jeBanktag : 0
  if ('wochentag' in wann) return wochentag(tag) === wann.wochentag ? 1 : 0
  if (!wann.monate.includes(datum.monat)) return 0
  const isTag = wann.tag === 'ultimo' ? isUltimo : datum.tag === Math.min(wann.tag, letzter)
  return isTag ? 1 : 0
}

/** Draws when it is asked for the first time, since most rules need no chance. */
function ziehung(chance: Chance, ...namen: readonly (string | number)[]): Zahl {
  let bytes: ReturnType<Chance['bytes']> | undefined
  return n => {
    bytes ??= chance.bytes('umsatz', ...namen)
    return bytes.readUInt32BE(n * 4)
  }
}

function betragVon(
  betrag: Betrag,
  konto: Buchender,
  datum: Datum,
  zahl: Zahl,
  chance: Chance
): number {
  if (typeof betrag === 'number') return betrag
  if ('zins' in betrag) return Math.round((konto.saldo * betrag.zins) / betrag.teile)
  if ('karte' in betrag) {
    const ausgegeben = kartensumme(betrag.karte, datum, chance)
    return betrag.seite === 'giro' ? ausgegeben : -ausgegeben
  }
  return betragAus(betrag, zahl(1) / ZWEI_HOCH_32)
}

/** A sum of a range; small ones are more frequent than great ones. */
function betragAus(
  [von, bis, stufe = 1]: readonly [von: number, bis: number, stufe?: number],
  anteil: number
): number {
  const [klein, gross] = von < 0 ? [bis, von] : [von, bis]
  return Math.round((klein + anteil ** 2 * (gross - klein)) / stufe) * stufe
}

/** What a card has spent in the month before: the sum of its bookings but the settlements. */
function kartensumme(karte: string, datum: Datum, chance: Chance): number {
  const regeln = musterMit(karte).regeln.filter(({ art }) => art !== 'abrechnung')
  const bis = ersterDesMonats(datum) - 1
  const von = ersterDesMonats(datumVon(bis))
  const tage = Array.from({ length: bis - von + 1 }, (_, n) => von + n).filter(isBanktag)
  const konto = { id: karte, saldo: 0 }
  return tage
    .flatMap(tag => anlaesse(konto, regeln, tag, chance))
    .reduce((summe, { betrag }) => summe + betrag, 0)
}

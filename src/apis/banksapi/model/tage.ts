/** A calendar day by its number: 0 is 1970-01-01, which was a Thursday. */
export type Tag = number

export type Datum = { readonly jahr: number; readonly monat: number; readonly tag: number }

const TAGE_JE_AERA = 146_097
const BIS_1970 = 719_468

/** Reads a day as `2026-11-20`. */
export function tagVon(text: string): Tag {
  const [jahr = 0, monat = 0, tag = 0] = text.split('-').map(Number)
  return tagAm({ jahr, monat, tag })
}

/** Shows a day as `2026-11-20`. */
export function tagText(tag: Tag): string {
  const { jahr, monat, tag: imMonat } = datumVon(tag)
  return `${String(jahr).padStart(4, '0')}-${zweistellig(monat)}-${zweistellig(imMonat)}`
}

export function zweistellig(zahl: number): string {
  return String(zahl).padStart(2, '0')
}

/** The number of a day. Years begin in March here, so that the leap day is their last. */
export function tagAm({ jahr, monat, tag }: Datum): Tag {
  const y = monat <= 2 ? jahr - 1 : jahr
  const aera = Math.floor(y / 400)
  const jahrDerAera = y - aera * 400
  const tagDesJahres = Math.floor((153 * ((monat + 9) % 12) + 2) / 5) + tag - 1
  const schalttage = Math.floor(jahrDerAera / 4) - Math.floor(jahrDerAera / 100)
  return aera * TAGE_JE_AERA + jahrDerAera * 365 + schalttage + tagDesJahres - BIS_1970
}

export function datumVon(tag: Tag): Datum {
  const z = tag + BIS_1970
  const aera = Math.floor(z / TAGE_JE_AERA)
  const tagDerAera = z - aera * TAGE_JE_AERA
  const jahrDerAera = Math.floor(
    (tagDerAera -
      Math.floor(tagDerAera / 1460) +
      Math.floor(tagDerAera / 36_524) -
      Math.floor(tagDerAera / 146_096)) /
      365
  )
  const schalttage = Math.floor(jahrDerAera / 4) - Math.floor(jahrDerAera / 100)
  const tagDesJahres = tagDerAera - (365 * jahrDerAera + schalttage)
  const monatSeitMaerz = Math.floor((5 * tagDesJahres + 2) / 153)
  const monat = monatSeitMaerz < 10 ? monatSeitMaerz + 3 : monatSeitMaerz - 9
  return {
    jahr: jahrDerAera + aera * 400 + (monat <= 2 ? 1 : 0),
    monat,
    tag: tagDesJahres - Math.floor((153 * monatSeitMaerz + 2) / 5) + 1
  }
}

/** 0 is Sunday, 6 Saturday. */
export function wochentag(tag: Tag): number {
  return (((tag + 4) % 7) + 7) % 7
}

export function ersterDesMonats({ jahr, monat }: Datum): Tag {
  return tagAm({ jahr, monat, tag: 1 })
}

export function letzterDesMonats({ jahr, monat }: Datum): Tag {
  const naechster =
    monat === 12 ? { jahr: jahr + 1, monat: 1, tag: 1 } : { jahr, monat: monat + 1, tag: 1 }
  return tagAm(naechster) - 1
}

/** Whether banks book on a day. assumed: as the European payment system, closed on six holidays and at weekends */
export function isBanktag(tag: Tag): boolean {
  const imKalender = wochentag(tag)
  return imKalender !== 0 && imKalender !== 6 && !isFeiertag(tag)
}

/** The day itself, or the banking day before it. */
export function banktagBis(tag: Tag): Tag {
  return isBanktag(tag) ? tag : banktagBis(tag - 1)
}

/** The calendar days whose bookings come on a banking day: itself and the closed days before it. */
export function faelligeTage(banktag: Tag): readonly Tag[] {
  const seit = banktagBis(banktag - 1) + 1
  return Array.from({ length: banktag - seit + 1 }, (_, n) => seit + n)
}

function isFeiertag(tag: Tag): boolean {
  const { jahr, monat, tag: imMonat } = datumVon(tag)
  if (monat === 1 || monat === 5) return imMonat === 1
  if (monat === 12) return imMonat === 25 || imMonat === 26
  if (monat !== 3 && monat !== 4) return false
  const ostern = ostersonntag(jahr)
  return tag === ostern - 2 || tag === ostern + 1
}

/** Easter Sunday by the rule of Gauss, as Lichtenberg completed it. */
function ostersonntag(jahr: number): Tag {
  const saekular = Math.floor(jahr / 100)
  const mond = 15 + Math.floor((3 * saekular + 3) / 4) - Math.floor((8 * saekular + 13) / 25)
  const sonne = 2 - Math.floor((3 * saekular + 3) / 4)
  const mondparameter = jahr % 19
  const keim = (19 * mondparameter + mond) % 30
  const korrektur = Math.floor((keim + Math.floor(mondparameter / 11)) / 29)
  const ostergrenze = 21 + keim - korrektur
  const ersterSonntag = 7 - ((jahr + Math.floor(jahr / 4) + sonne) % 7)
  const entfernung = 7 - ((ostergrenze - ersterSonntag) % 7)
  return tagAm({ jahr, monat: 3, tag: 1 }) + ostergrenze + entfernung - 1
}

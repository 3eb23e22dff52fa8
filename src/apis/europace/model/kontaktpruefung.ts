import { type Hinweis, type Objekt, pathText, type Umbau, without } from './umbau.ts'

const FELDER = ['validierungTelefonnummer', 'validierungEmail'] as const

const KUNDEN = new Set(['Kunde'])

/** The contacts of a case by the id of the Kunde. */
export type Kontakte = ReadonlyMap<string, Objekt>

export function kontakteOf(kundenangaben: unknown, umbau: Umbau): Kontakte {
  const kontakte = new Map<string, Objekt>()
  umbau(
    kundenangaben,
    (objekt, { schema }) => {
      if (schema === 'Kunde' && typeof objekt['id'] === 'string' && objekt['kontakt']) {
        kontakte.set(objekt['id'], objekt['kontakt'] as Objekt)
      }
      return objekt
    },
    KUNDEN
  )
  return kontakte
}

/**
 * The validation status of a contact belongs to the server: it stays while number or address stay, else it is unknown.
 * Trusted clients may set it. documented: dossier B7
 */
export function keepValidation(
  kunde: Objekt,
  path: readonly (string | number)[],
  vorher: Kontakte,
  trusted: boolean,
  hinweise: Hinweis[]
): Objekt {
  const kontakt = kunde['kontakt'] as Objekt | undefined
  if (!kontakt || trusted) return kunde
  const known = vorher.get(kunde['id'] as string)
  const kept = Object.fromEntries(
    [
      ...(samePhone(kontakt, known)
        ? [['validierungTelefonnummer', known?.['validierungTelefonnummer']]]
        : []),
      ...(sameMail(kontakt, known) ? [['validierungEmail', known?.['validierungEmail']]] : [])
    ].filter(([, value]) => value !== undefined)
  )
  for (const feld of FELDER) {
    if (kontakt[feld] === undefined || kontakt[feld] === kept[feld]) continue
    hinweise.push({
      path: `${pathText(path)}.kontakt.${feld}`,
      value: kontakt[feld],
      reason: 'decided by the server'
    })
  }
  return { ...kunde, kontakt: { ...without(kontakt, ...FELDER), ...kept } }
}

function samePhone(kontakt: Objekt, known: Objekt | undefined): boolean {
  const one = kontakt['telefonnummer'] as Objekt | undefined
  const other = known?.['telefonnummer'] as Objekt | undefined
  return (
    !!one && !!other && one['vorwahl'] === other['vorwahl'] && one['nummer'] === other['nummer']
  )
}

function sameMail(kontakt: Objekt, known: Objekt | undefined): boolean {
  return kontakt['email'] !== undefined && kontakt['email'] === known?.['email']
}

/** A security procedure of the fictitious banks. documented: dossier E5; assumed: 911 and 946 */
export type Verfahren = {
  readonly kodierung: number
  readonly name: string
  readonly hinweis: string
  /** Name of the challenge that it makes. */
  readonly challenge: string
  readonly art: 'tan' | 'entkoppelt' | 'umleitung'
  /** Which media it works with. */
  readonly medienklassen: readonly Medienklasse[]
  readonly isRight?: (tan: string) => boolean
}

export type Medienklasse =
  | 'LISTE'
  | 'GENERATOR'
  | 'MOBIL'
  | 'SECODER'
  | 'PUSHTAN'
  | 'ALL'
  | 'PROPRIETARY'

/** What payments call a class of media. */
export type MediaClass = Exclude<Medienklasse, 'LISTE' | 'MOBIL'> | 'LIST' | 'MOBILE'

/** Something that a person authenticates with. */
export type Medium = { readonly name: string; readonly medienklasse: Medienklasse }

// documented: dossier E5, names, hints and right answers of 1, 902 and 999; C5, names of challenges
// assumed: 911 answers what live clients type in; 946, 980 and 990; which media a procedure works with
export const VERFAHREN: readonly Verfahren[] = [
  {
    kodierung: 1,
    name: 'mockTAN',
    hinweis: 'Gib eine durch 2 teilbare Zahl ein',
    challenge: 'Mock-TAN-Verfahren',
    art: 'tan',
    medienklassen: ['ALL'],
    isRight: tan => /^\d*[02468]$/.test(tan)
  },
  {
    kodierung: 902,
    name: 'mockPhotoTAN',
    hinweis: 'Scanne das Bild. Das Ergebnis ist "8534842"',
    challenge: 'photoTAN',
    art: 'tan',
    medienklassen: ['MOBIL', 'PUSHTAN'],
    isRight: tan => tan === '8534842'
  },
  {
    kodierung: 999,
    name: 'iTAN',
    hinweis: 'Gib die TAN "12" an.',
    challenge: '1-Schritt-TAN-Verfahren',
    art: 'tan',
    medienklassen: ['LISTE'],
    isRight: tan => tan === '12'
  },
  {
    kodierung: 911,
    name: 'mockChipTAN',
    hinweis: 'Gib "936086" ein',
    challenge: 'chipTAN optisch',
    art: 'tan',
    medienklassen: ['GENERATOR'],
    isRight: tan => tan === '936086'
  },
  {
    kodierung: 946,
    name: 'mockDecoupled',
    hinweis: 'Bestätige in der App',
    challenge: 'Entkoppelte Authentifizierung',
    art: 'entkoppelt',
    medienklassen: ['MOBIL', 'PUSHTAN']
  },
  {
    // The TAN is a random one that comes by SMS, so who sent it judges it.
    kodierung: 980,
    name: 'mTAN',
    hinweis: 'mTAN',
    challenge: 'mTAN',
    art: 'tan',
    medienklassen: ['MOBIL']
  },
  {
    kodierung: 990,
    name: 'mockRedirect',
    hinweis: 'Bestätige auf der Seite der Bank',
    challenge: 'Weiterleitung',
    art: 'umleitung',
    medienklassen: []
  }
]

// documented: dossier E5, names; assumed: classes of the last three
export const MEDIEN: readonly Medium[] = [
  { name: 'Mobil', medienklasse: 'MOBIL' },
  { name: 'Handy Eins', medienklasse: 'MOBIL' },
  { name: '+49-1111-11111', medienklasse: 'MOBIL' },
  { name: 'Mobile #1', medienklasse: 'MOBIL' },
  { name: 'ChipTAN-Generator … 1234567890', medienklasse: 'GENERATOR' },
  { name: 'Phone of User X', medienklasse: 'PUSHTAN' },
  { name: 'iTAN-Liste', medienklasse: 'LISTE' }
]

export function verfahrenMit(kodierung: number): Verfahren | undefined {
  return VERFAHREN.find(verfahren => verfahren.kodierung === kodierung)
}

/** Those of somebody's media that a procedure works with; names that no medium has are left out. */
export function medienVon(names: readonly string[], verfahren: Verfahren): readonly Medium[] {
  return names
    .map(name => MEDIEN.find(medium => medium.name === name))
    .filter(medium => medium !== undefined)
    .filter(medium => worksWith(verfahren, medium))
}

/** documented: dossier K1, payments name the classes in English */
export function mediaClassOf(medienklasse: Medienklasse): MediaClass {
  if (medienklasse === 'LISTE') return 'LIST'
  if (medienklasse === 'MOBIL') return 'MOBILE'
  return medienklasse
}

function worksWith({ medienklassen }: Verfahren, { medienklasse }: Medium): boolean {
  return medienklassen.includes('ALL') || medienklassen.includes(medienklasse)
}

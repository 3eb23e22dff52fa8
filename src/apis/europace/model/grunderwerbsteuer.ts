/** Percent by federal state. Bremen: from July 2025. public law, as of 2026 */
const RATES = {
  BW: 5,
  BY: 3.5,
  BE: 6,
  BB: 6.5,
  HB: 5.5,
  HH: 5.5,
  HE: 6,
  MV: 6,
  NI: 5,
  NW: 6.5,
  RP: 5,
  SL: 6.5,
  SN: 5.5,
  ST: 5,
  SH: 6.5,
  TH: 5
} as const

const BREMEN_BEFORE_JULY_2025 = 5

type Bundesland = keyof typeof RATES

/** Leading digits that lie in one state only. Areas that cross a border are left out: no rate is better than a wrong one. */
const PREFIXES: Readonly<Record<Bundesland, string>> = {
  BW: '70 71 72 73 75 762 763 764 765 766 77 78 79',
  BY: '80 81 82 83 84 85 86 90 91 92 93 94 95 960 961 962 963 964',
  BE: '10 120 121 122 123 124 126 13 140 141',
  BB: '144 145 146 150 151 152 153 154 155 157 158 163',
  HB: '281 282 283',
  HH: '200 201 202 203 204 222 223 224 225',
  HE: '60 61 641 642 643 644 645 650 651 652 340 341 350 351 352 353 354 360',
  MV: '170 171 174 180 181 182 183 184 185 190',
  NI: '26 30 31 380 381 382 383 385',
  NW: '33 40 41 42 44 45 46 47 50 510 511 512 513 514 52 58',
  RP: '54 551 560 561 562 566 567 568 670 671 672 673 674 675 676 677',
  SL: '660 661 662 663 666 667',
  SN: '010 011 012 013 014 015 016 017 018 02 041 042 043 044 047 08 090 091 092 093 094 095 096',
  ST: '060 061 062 063 064 390 391 392 393 394 395 396',
  SH: '24 253 254 255 256 257 258 259 235 236 237 238',
  TH: '985 986 987 990 991 992 993 994 995 996 997 998 077 074'
}

/** The state of each prefix. */
const LAENDER = new Map(
  (Object.keys(PREFIXES) as Bundesland[]).flatMap(land =>
    PREFIXES[land].split(' ').map(prefix => [prefix, land] as const)
  )
)

/** The tax on buying land in percent, by postal code and day; `undefined` where the state is not certain. */
export function grunderwerbsteuerFor(plz: string | undefined, today: string): number | undefined {
  if (plz === undefined) return undefined
  const state = LAENDER.get(plz.slice(0, 2)) ?? LAENDER.get(plz.slice(0, 3))
  if (!state) return undefined
  return state === 'HB' && today < '2025-07-01' ? BREMEN_BEFORE_JULY_2025 : RATES[state]
}

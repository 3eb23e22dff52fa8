import type { Chance } from '../../../world/chance.ts'
import type { Anbieter, Feld } from './anbieter.ts'
import { ARTEN, ORTE, REGIONEN, type Region } from './katalog-namen.ts'

/** How many providers the catalogue has at most: each kind in each place once. */
export const KATALOG_GROESSE = ARTEN.length * ORTE.length * REGIONEN.length

/**
 * Providers of a generated catalogue. A longer one begins with the shorter one of the same seed.
 * assumed: names, bank codes and BICs are invented; the real list has about 4,000
 */
export function generierteAnbieter(count: number, chance: Chance): readonly Anbieter[] {
  const offset = chance.bytes('katalog').readUInt32BE(0)
  const length = Math.min(count, KATALOG_GROESSE)
  return Array.from({ length }, (_, n) => anbieterAt(n, offset, chance))
}

function anbieterAt(n: number, offset: number, chance: Chance): Anbieter {
  const { art, region, ort } = placeAt(n, offset)
  const zahl = n + offset
  return {
    id: chance.uuid('anbieter', n),
    name: art.name(`${ort}${region.endung}`),
    consumerRelevant: true,
    group: art.group,
    blz: blzOf(region, zahl),
    bic: bicOf(art.kuerzel, region, zahl),
    capabilities: art.capabilities,
    channels: art.channels,
    loginHint: HINT,
    fields: fieldsOf(art.felder),
    bank: { sca: 'einmal', verfahren: art.verfahren }
  }
}

const HINT = 'Es gehen alle Zugänge des Demo Providers, zum Beispiel demo1/demo1.'

/** Walks through all kinds in all places in long steps, so that neighbours differ and nothing comes twice. */
function placeAt(n: number, offset: number) {
  const place = (n * WALK + offset) % KATALOG_GROESSE
  const rest = Math.floor(place / REGIONEN.length)
  return {
    region: at(REGIONEN, place),
    art: at(ARTEN, rest),
    ort: at(ORTE, Math.floor(rest / ARTEN.length))
  }
}

// Primes that divide neither the size of the catalogue nor the numbers of bank codes and branches.
const WALK = 1237
const STEP = 7919

/** Nine, the region, six digits. No bank of the real list begins with nine; those of the fixtures go on with nought. */
function blzOf({ ziffer }: Region, zahl: number): string {
  const digits = (zahl * STEP) % 1_000_000
  return `9${ziffer}${String(digits).padStart(6, '0')}`
}

/** Eighth character 0, as BICs for tests have it; then a branch, which does not begin with X. */
function bicOf(kuerzel: string, { buchstabe }: Region, zahl: number): string {
  const branch = (zahl * STEP) % BRANCHES
  return `${kuerzel}DE${buchstabe}0${branch.toString(36).toUpperCase().padStart(3, '0')}`
}

const BRANCHES = 33 * 36 * 36

function fieldsOf([user, pin]: readonly [string, string]): readonly Feld[] {
  return [
    {
      fieldkey: 'userid',
      label: user,
      secret: false,
      hint: 'zum Beispiel demo1',
      format: FORMAT
    },
    { fieldkey: 'pin', label: pin, secret: true, format: FORMAT }
  ]
}

// observed: the notation of newer answers (dossier C2)
const FORMAT = '^.{1,50}$'

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T
}

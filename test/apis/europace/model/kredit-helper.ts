import { applyImportregeln, type Lage } from '../../../../src/apis/europace/model/importregeln.ts'
import type {
  Importangaben,
  Importumstaende
} from '../../../../src/apis/europace/model/kreditvorgang.ts'
import { inWorten, meldungenIn } from '../../../../src/apis/europace/model/meldung.ts'
import type { Umbau } from '../../../../src/apis/europace/model/umbau.ts'
import { loadContract } from '../../../../src/contract/document.ts'
import { shapesOf } from '../../../../src/contract/shape.ts'
import { createMapper } from '../../../../src/contract/walk.ts'
import { baum, NOW } from './umbau-helper.ts'

const shapeOf = shapesOf(loadContract('kreditsmart-vorgang-import').document)

/** Rebuilds a Vorgang along the real contract, as the edge does. */
const vorgangUmbau: Umbau = createMapper(() => shapeOf({ $ref: '#/components/schemas/Vorgang' }))

const TODAY = '2026-11-21'

/** What became of a value that was not taken over as it was sent. */
type Told = Readonly<Record<string, string>>

/** What the rules make of a Vorgang, and what they tell of which place. */
export function geregelt(
  sent: object,
  { updateRules = true, today = TODAY }: Partial<Pick<Lage, 'updateRules' | 'today'>> = {}
): { readonly stored: object; readonly told: Told } {
  const { antragsteller2, finanzbedarf } = sent as Importangaben
  const { vorgang, hinweise } = applyImportregeln(
    sent,
    {
      today,
      hasSecond: antragsteller2 !== undefined,
      finanzierungszweck: finanzbedarf?.finanzierungszweck,
      updateRules
    },
    vorgangUmbau
  )
  return { stored: vorgang, told: toldOf(meldungenIn(inWorten([], hinweise, sent))) }
}

/** The places that sentences name, each once, with the end of the sentence. */
export function toldOf(sentences: readonly string[]): Told {
  const found = sentences.map(text => {
    const [, path = text, end = ''] = /^Die Angabe (\S+) .* und wurde (.*)\.$/.exec(text) ?? []
    return [path, end] as const
  })
  if (new Set(found.map(([path]) => path)).size < found.length)
    throw new Error(`a place is named twice: ${sentences.join(' ')}`)
  return Object.fromEntries(found)
}

/** ABC12 with a test case, under the rules that hold by default. */
export function importumstaende(
  rest: Partial<Omit<Importumstaende, 'regeln'>> & {
    readonly regeln?: Partial<Importumstaende['regeln']>
  } = {}
): Importumstaende {
  const { regeln, ...others } = rest
  return {
    subject: 'ABC12',
    isProduction: false,
    baum,
    now: NOW,
    today: TODAY,
    umbau: vorgangUmbau,
    neueId: name => `id-${name}`,
    verwandter: undefined,
    regeln: { partners: 'lenient', updateRules: true, ...regeln },
    ...others
  }
}

import { readFileSync } from 'node:fs'
import type { Partner, Partnerbaum } from '../../../../src/apis/europace/model/partner.ts'
import type { Hinweis, Objekt, Umbau } from '../../../../src/apis/europace/model/umbau.ts'
import type { Regeln, Umstaende } from '../../../../src/apis/europace/model/vorgang.ts'
import { loadContract } from '../../../../src/contract/document.ts'
import { shapesOf } from '../../../../src/contract/shape.ts'
import { createMapper } from '../../../../src/contract/walk.ts'

const shapeOf = shapesOf(loadContract('europace-kundenangaben').document)

/** Rebuilds Kundenangaben along the real contract, as the edge does. */
export const umbau: Umbau = createMapper(() =>
  shapeOf({ $ref: '#/components/schemas/Kundenangaben' })
)

/** Rebuilds Kundenangaben with a rule of the model and tells what the rule found. */
export function rebuild(
  value: object,
  rule: (
    objekt: Objekt,
    schema: string,
    path: readonly (string | number)[],
    to: Hinweis[]
  ) => Objekt
): { readonly result: object; readonly hinweise: readonly Hinweis[] } {
  const hinweise: Hinweis[] = []
  const result = umbau(value, (objekt, { schema, path }) => rule(objekt, schema, path, hinweise))
  return { result, hinweise }
}

/** The partners of the fixtures: XYZ54 above ABC12, AAV43 and TEST; MNC81 above DIV95 and EDY92. */
export const baum: Partnerbaum = new Map(
  (JSON.parse(readFileSync('fixtures/europace/partner.json', 'utf8')) as Partner[]).map(one => [
    one.id,
    one
  ])
)

/** Makes the ids neu-1, neu-2 and so on. */
export function neueIds(name = 'neu'): () => string {
  let count = 0
  return () => `${name}-${++count}`
}

export const NOW = Date.parse('2026-11-21T09:00:00Z')

type Abweichung = Partial<Omit<Umstaende, 'regeln'>> & { readonly regeln?: Partial<Regeln> }

/** ABC12 with the write scope of a real case, under the rules that hold by default. */
export function umstaende({ regeln, ...rest }: Abweichung = {}): Umstaende {
  return {
    subject: 'ABC12',
    scopes: new Set(['baufinanzierung:vorgang:schreiben', 'baufinanzierung:echtgeschaeft']),
    trusted: false,
    baum,
    now: NOW,
    today: '2026-11-21',
    umbau,
    neueId: neueIds(),
    regeln: {
      partners: 'lenient',
      bearbeiter: 'takeover',
      requireEchtgeschaeftOnRead: true,
      fillNebenkosten: true,
      hiddenRules: false,
      ...regeln
    },
    ...rest
  }
}

/** Kundenangaben that hold one object at its place. */
export const mit = {
  haushalt: (haushalt: object) => ({ haushalte: [haushalt] }),
  kunde: (kunde: object) => mit.haushalt({ kunden: [kunde] }),
  finanzen: (finanzielleSituation: object) => mit.haushalt({ finanzielleSituation }),
  objekt: (finanzierungsobjekt: object) => ({ finanzierungsobjekt }),
  immobilie: (immobilie: object) => mit.objekt({ immobilie }),
  gebaeude: (gebaeude: object) => mit.immobilie({ typ: { '@type': 'EINFAMILIENHAUS', gebaeude } }),
  bedarf: (finanzierungsbedarf: object) => ({ finanzierungsbedarf }),
  zweck: (typ: string, zweck: object = {}) =>
    mit.bedarf({ finanzierungszweck: { '@type': typ, ...zweck } }),
  baustein: (typ: string, baustein: object = {}) =>
    mit.bedarf({ finanzierungsbausteine: [{ '@type': typ, ...baustein }] }),
  zusatz: (typ: string, zusatz: object = {}) =>
    mit.kunde({
      zusatzangaben: { zusatzangabenProProduktanbieter: [{ '@type': typ, ...zusatz }] }
    }),
  /** A property that the household owns already. */
  bestand: (...bestehendeImmobilien: object[]) =>
    mit.finanzen({
      bestehendeImmobilienErfassung: {
        '@type': 'VORHANDENE_BESTEHENDE_IMMOBILIEN',
        bestehendeImmobilien
      }
    }),
  /** Loans on the financed property. */
  darlehen: (...darlehensliste: object[]) =>
    mit.objekt({
      darlehenslisteErfassung: {
        '@type': 'VORHANDENE_BESTEHENDE_DARLEHEN_DES_FINANZIERUNGSOBJEKTES',
        darlehensliste
      }
    })
}

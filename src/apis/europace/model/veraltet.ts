import { type Objekt, type Umbau, without } from './umbau.ts'

/** A deprecated property and the one that replaced it: a variant of `…Erfassung`, flat or with the old value inside. */
type Zwilling = {
  readonly alt: string
  readonly neu: string
  readonly typ: string
  /** Name of the property of the variant that takes the old value; without it the old object becomes the variant. */
  readonly als?: string
  /** Schema of the old object, where it has deprecated properties itself. */
  readonly schema?: string
  /** Replaced again inside of a flat variant. */
  readonly innen?: Readonly<Record<string, string>>
}

/** documented: the descriptions of the schemas, dossier B10 */
const ZWILLINGE: Readonly<Record<string, readonly Zwilling[]>> = {
  Haushalt: [{ alt: 'kinder', neu: 'kinderErfassung', typ: 'VORHANDENE_KINDER', als: 'kinder' }],
  FinanzielleSituation: [
    {
      alt: 'bestehendeImmobilien',
      neu: 'bestehendeImmobilienErfassung',
      typ: 'VORHANDENE_BESTEHENDE_IMMOBILIEN',
      als: 'bestehendeImmobilien'
    }
  ],
  Finanzierungsobjekt: [
    {
      alt: 'darlehensliste',
      neu: 'darlehenslisteErfassung',
      typ: 'VORHANDENE_BESTEHENDE_DARLEHEN_DES_FINANZIERUNGSOBJEKTES',
      als: 'darlehensliste'
    }
  ],
  BestehendeImmobilie: [
    {
      alt: 'darlehensliste',
      neu: 'darlehenslisteErfassung',
      typ: 'VORHANDENE_BESTEHENDE_DARLEHEN',
      als: 'darlehensliste'
    }
  ],
  Immobilie: [
    { alt: 'erbbaurecht', neu: 'erbbaurechtErfassung', typ: 'VORHANDENES_ERBBAURECHT' },
    {
      alt: 'stellplaetze',
      neu: 'stellplaetzeErfassung',
      typ: 'VORHANDENE_STELLPLAETZE',
      als: 'stellplaetze'
    },
    {
      alt: 'grundbuchangabe',
      neu: 'grundbuchangabeErfassung',
      typ: 'VORHANDENE_GRUNDBUCHANGABE',
      innen: { rechteInAbteilung2: 'VORHANDENE_RECHTE_ABTEILUNG_2' }
    }
  ],
  Stellplatz: [
    {
      alt: 'mieteMonatlich',
      neu: 'vermietungErfassung',
      typ: 'VORHANDENE_STELLPLATZ_VERMIETUNG',
      als: 'mieteMonatlich'
    }
  ],
  Gebaeude: [
    { alt: 'modernisierung', neu: 'modernisierungErfassung', typ: 'VORHANDENE_MODERNISIERUNG' }
  ],
  Nutzung: [
    { alt: 'gewerbe', neu: 'gewerbeErfassung', typ: 'VORHANDENES_GEWERBE', als: 'gewerbe' }
  ],
  Kauf: [modernisierungskosten()],
  Anschlussfinanzierung: [modernisierungskosten(), kapital()],
  ModernisierungUmbauAnbau: [kapital()],
  Neubau: [eigenleistung()],
  KaufNeubauVomBautraeger: [eigenleistung()],
  Modernisierungskosten: [eigenleistung()],
  ZusatzangabenKundeIng: [
    {
      alt: 'weitereStaatsangehoerigkeiten',
      neu: 'weitereStaatsangehoerigkeitenErfassung',
      typ: 'VORHANDENE_WEITERE_STAATSANGEHOERIGKEITEN',
      als: 'weitereStaatsangehoerigkeiten'
    }
  ]
}

/** The objects that have deprecated properties. */
export const VERALTETE: ReadonlySet<string> = new Set(Object.keys(ZWILLINGE))

/** Moves the content of deprecated properties into the ones that replaced them, where those are empty. */
export function replaceDeprecated(objekt: Objekt, schema: string): Objekt {
  const zwillinge = ZWILLINGE[schema]
  if (!zwillinge) return objekt
  return zwillinge.reduce((result, zwilling) => {
    const value = result[zwilling.alt]
    if (value === undefined) return result
    const rest = without(result, zwilling.alt)
    // assumed: an empty old list says nothing, it does not become KEINE_…
    const isEmpty = Array.isArray(value) && value.length === 0
    return isEmpty || rest[zwilling.neu] !== undefined
      ? rest
      : { ...rest, [zwilling.neu]: variant(zwilling, value) }
  }, objekt)
}

/** Adds the deprecated properties again (switch `europace.emitLegacyTwins`). */
export function addDeprecated<T>(kundenangaben: T, umbau: Umbau): T {
  return umbau(kundenangaben, (objekt, { schema }) => withTwins(objekt, schema), VERALTETE)
}

function withTwins(objekt: Objekt, schema: string): Objekt {
  return (ZWILLINGE[schema] ?? []).reduce((result, zwilling) => {
    const neu = result[zwilling.neu] as Objekt | undefined
    if (neu?.['@type'] !== zwilling.typ) return result
    const alt = zwilling.als ? neu[zwilling.als] : plain(neu, zwilling)
    return alt === undefined ? result : { ...result, [zwilling.alt]: alt }
  }, objekt)
}

function variant({ typ, als, innen }: Zwilling, value: unknown): Objekt {
  if (als) return { '@type': typ, [als]: value }
  const inner = Object.entries(innen ?? {}).flatMap(([name, innerTyp]) => {
    const part = (value as Objekt)[name]
    return part === undefined ? [] : [[name, { '@type': innerTyp, ...(part as Objekt) }]]
  })
  return { '@type': typ, ...(value as Objekt), ...Object.fromEntries(inner) }
}

/** The old object that a flat variant came from, with its own deprecated properties. */
function plain(neu: Objekt, { innen, schema = '' }: Zwilling): Objekt {
  const inner = Object.entries(innen ?? {}).flatMap(([name, typ]) => {
    const part = neu[name] as Objekt | undefined
    if (part === undefined) return []
    return [[name, part['@type'] === typ ? without(part, '@type') : undefined]]
  })
  const old = without(
    { ...neu, ...Object.fromEntries(inner) },
    '@type',
    ...inner.filter(([, v]) => !v).map(([n]) => String(n))
  )
  return withTwins(old, schema)
}

function modernisierungskosten(): Zwilling {
  return {
    alt: 'modernisierung',
    neu: 'modernisierungskostenErfassung',
    typ: 'VORHANDENE_MODERNISIERUNGSKOSTEN',
    schema: 'Modernisierungskosten'
  }
}

function kapital(): Zwilling {
  return {
    alt: 'zuBeschaffendesKapital',
    neu: 'zuBeschaffendesKapitalErfassung',
    typ: 'VORHANDENES_ZU_BESCHAFFENDES_KAPITAL',
    als: 'zuBeschaffendesKapital'
  }
}

function eigenleistung(): Zwilling {
  return {
    alt: 'eigenleistung',
    neu: 'eigenleistungErfassung',
    typ: 'VORHANDENE_EIGENLEISTUNG',
    als: 'eigenleistung'
  }
}

import type { Ajv2020 as Ajv, Options } from 'ajv/dist/2020.js'

/** A JSON Schema validator with the formats that contracts use. The library is loaded on first use. */
export async function createAjv(options: Options): Promise<Ajv> {
  const [module, formats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')])
  // Both are CommonJS: the default is what they export, in Node as in the bundle.
  const { Ajv2020 } = module.default as unknown as { Ajv2020: typeof Ajv }
  const addFormats = formats.default as unknown as (ajv: Ajv) => void
  // The schemas are ours: checking them against the metaschema would cost more than all else.
  const ajv = new Ajv2020({ strict: false, meta: false, validateSchema: false, ...options })
  addFormats(ajv)
  return ajv
}

export type { Ajv }

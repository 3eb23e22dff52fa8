import type { OpenApi, Schema } from '../../src/contract/document.ts'
import { readContract } from '../../src/contract/outline.ts'
import type { Breach } from '../../src/contract/validate.ts'

/** A small OpenAPI document. */
export function documentOf(schemas: Record<string, Schema>, paths: Schema = {}): OpenApi {
  return {
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    paths,
    components: { schemas }
  }
}

/** A small document as a contract of the name `small`. */
export function contractOf(schemas: Record<string, Schema>, paths: Schema = {}) {
  return readContract('small', documentOf(schemas, paths))
}

export function refTo(name: string) {
  return { $ref: `#/components/schemas/${name}` }
}

/** Where rules are broken, and which. */
export function broken(breaches: readonly Breach[]): string[][] {
  return breaches.map(({ path, keyword }) => [path.join('.'), keyword])
}

/** Animals chosen by `@type`, and a find that may lack it: the two kinds of choice in the contracts. */
export const ANIMALS: Record<string, Schema> = {
  Tier: {
    type: 'object',
    required: ['@type'],
    properties: { '@type': { type: 'string' }, name: { type: 'string' } }
  },
  Hund: {
    allOf: [
      refTo('Tier'),
      {
        type: 'object',
        required: ['gewicht'],
        properties: { '@type': { enum: ['HUND'] }, gewicht: { type: 'number', minimum: 1 } }
      }
    ]
  },
  Katze: {
    type: 'object',
    required: ['@type'],
    properties: {
      '@type': { const: 'KATZE' },
      leben: { type: 'integer', maximum: 9 },
      jagt: { $ref: '#/components/schemas/Haustier' }
    }
  },
  Fund: {
    type: 'object',
    properties: { '@type': { type: 'string' }, ort: { type: 'string', minLength: 2 } }
  },
  FundMitMarke: {
    allOf: [
      refTo('Fund'),
      {
        type: 'object',
        properties: { '@type': { enum: ['MARKE'] }, marke: { type: 'integer', minimum: 100 } }
      }
    ]
  },
  Haustier: { oneOf: [refTo('Hund'), refTo('Fisch')] },
  Fisch: {
    type: 'object',
    required: ['@type'],
    properties: { '@type': { const: 'FISCH' }, schuppen: { type: 'boolean' } }
  },
  Halter: {
    type: 'object',
    properties: {
      tier: { oneOf: [refTo('Hund'), refTo('Katze')] },
      fund: { anyOf: [refTo('FundMitMarke'), refTo('Fund')] }
    }
  }
}

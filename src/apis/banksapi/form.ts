import type { FastifyRequest } from 'fastify'
import { mediaTypeOf, rawText, readForm } from '../../http/body.ts'
import { Problem } from '../../http/problem.ts'

/** A form as it was sent. */
export type Form = {
  /** Decoded. */
  readonly fields: Readonly<Partial<Record<string, string>>>
  /** As they stand in the body. */
  readonly raw: Readonly<Partial<Record<string, string>>>
}

const FORM = 'application/x-www-form-urlencoded'

/** Reads a form. Refuses other bodies with a 415, and a field that stands twice with a 400. */
export function readRawForm(request: FastifyRequest): Form {
  const { type } = mediaTypeOf(request)
  const text = rawText(request)
  const sent = type === '' ? 'of no type' : type
  if (text !== '' && type !== FORM)
    throw new Problem(415, 'Unsupported Media Type', `The body is no form but ${sent}`)
  const fields = readForm(text)
  const pairs = text.split('&').map(pair => {
    const [name = ''] = pair.split('=', 1)
    return [Object.keys(readForm(name))[0] ?? '', pair.slice(name.length + 1)] as const
  })
  const twice = Object.keys(fields).find(field => pairs.filter(([one]) => one === field).length > 1)
  if (twice !== undefined) throw new Problem(400, 'Bad Request', `${twice} stands twice`)
  return { fields, raw: Object.fromEntries(pairs) }
}

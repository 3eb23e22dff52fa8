/** What a handler is given: parameters and body as the contract types them. Header names are in lower case. */
type Call<Op = unknown> = {
  readonly path: Parameters<Op, 'path'>
  readonly query: Parameters<Op, 'query'>
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Body<Op>
}

/** What a handler answers: a status of the contract with its body. Refusals are thrown as problems. */
type Answer<Op = unknown> = {
  [Status in keyof Responses<Op> & number]: {
    readonly status: Status
    readonly headers?: Readonly<Record<string, string>>
  } & Content<Responses<Op>[Status]>
}[keyof Responses<Op> & number]

/** A handler for every operation of a contract: a missing one does not compile. */
export type Handlers<Operations, Context> = {
  readonly [Id in keyof Operations]: (
    call: Call<Operations[Id]>,
    context: Context
  ) => Promise<Answer<Operations[Id]>>
}

/** The same without types, as the binder calls it. */
export type AnyHandler<Context> = (call: AnyCall, context: Context) => Promise<AnyAnswer>

export type AnyCall = {
  readonly path: Record<string, string>
  readonly query: Record<string, unknown>
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: unknown
}

export type AnyAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Media type of the body where it is not the one of the contract. */
  readonly type?: string | undefined
}

type Responses<Op> = Op extends { responses: infer R } ? R : never

type Parameters<Op, In extends string> = Op extends { parameters: infer P }
  ? In extends keyof P
    ? NonNullable<P[In]>
    : Record<string, never>
  : Record<string, never>

type Body<Op> = Op extends { requestBody: { content: infer C } }
  ? C[keyof C]
  : Op extends { requestBody?: { content: infer C } }
    ? C[keyof C] | undefined
    : undefined

type Content<Response> = Response extends { content: infer C }
  ? [keyof C] extends [never]
    ? { readonly body?: undefined }
    : { readonly body: C[keyof C] }
  : { readonly body?: undefined }

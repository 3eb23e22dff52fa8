import type { Anbieter } from './model/anbieter.ts'
import { reentryUrl, type Sitzung } from './model/regprotect.ts'
import { type Sca, usableMedien, verfahrenOf } from './model/sca.ts'
import { verfahrenMit } from './model/verfahren.ts'
import type { Eingabe } from './regprotect.ts'

/** What a session allows now. The pages and the control API are both made from it. */
export type Flow = {
  readonly id: string
  readonly useCase: string
  readonly step: Step
  readonly done: boolean
  readonly actions: readonly Action[]
  /** What the customer should read, in German. */
  readonly hint?: string
  readonly baReentry?: string
  /** Where the customer goes back to, once it is done. */
  readonly location?: string
}

type Step =
  | 'terms'
  | 'provider'
  | 'credentials'
  | 'method'
  | 'medium'
  | 'tan'
  | 'decoupled'
  | 'redirect'
  | 'accounts'
  | 'done'

export type Action = { readonly name: string; readonly fields: readonly Field[] }

type Field = {
  readonly name: string
  readonly type: 'text' | 'password' | 'choice' | 'choices'
  /** The values to choose from. */
  readonly options?: readonly string[]
  /** How people call them, in the same order. */
  readonly labels?: readonly string[]
}

/** `anbieter` are the providers that the customer may choose from, and the one that was chosen. */
export function flowOf(sitzung: Sitzung, anbieter: readonly Anbieter[]): Flow {
  const { id, useCase, hinweis, baReentry, callbackUrl } = sitzung
  const step = stepOf(sitzung)
  const done = step === 'done'
  return {
    id,
    useCase,
    step,
    done,
    actions: done ? [] : [...actionsOf(step, sitzung, anbieter), CANCEL],
    ...(hinweis !== undefined && { hint: hinweis }),
    ...(baReentry !== undefined && { baReentry }),
    ...(baReentry !== undefined &&
      callbackUrl !== undefined && { location: reentryUrl(callbackUrl, baReentry) })
  }
}

/** What somebody wanted to do, or why it cannot be done. */
export type Reading =
  | { readonly is: 'read'; readonly eingabe: Eingabe }
  | { readonly is: 'refused'; readonly why: 'action' }
  | { readonly is: 'refused'; readonly why: 'missing' | 'unknown'; readonly field: string }

/** Reads an action with the values of its fields. */
export function readAction(
  flow: Flow,
  name: string,
  values: Readonly<Record<string, readonly string[]>>
): Reading {
  const action = flow.actions.find(one => one.name === name)
  if (!action) return { is: 'refused', why: 'action' }
  for (const { name: field, options } of action.fields) {
    const given = values[field]?.filter(value => value !== '') ?? []
    // Nothing chosen of several is for the next step to judge.
    const isNeeded = field !== 'accounts'
    if (given.length === 0 && isNeeded) return { is: 'refused', why: 'missing', field }
    if (options && given.some(value => !options.includes(value)))
      return { is: 'refused', why: 'unknown', field }
  }
  return { is: 'read', eingabe: eingabeOf(flow.step, action, values) }
}

function eingabeOf(
  step: Step,
  { name, fields }: Action,
  values: Readonly<Record<string, readonly string[]>>
): Eingabe {
  const first = (field: string) => values[field]?.[0] ?? ''
  switch (name) {
    case 'choose-provider':
      return { type: 'choose-provider', providerId: first('providerId') }
    case 'enter-credentials': {
      const entered = fields.map(field => [field.name, first(field.name)])
      return { type: 'enter-credentials', credentials: Object.fromEntries(entered) }
    }
    case 'choose-method':
      return { type: 'sca', event: { type: 'method', kodierung: Number(first('method')) } }
    case 'choose-medium':
      return { type: 'sca', event: { type: 'medium', name: first('medium') } }
    case 'enter-tan':
      return { type: 'sca', event: { type: 'tan', tan: first('tan') } }
    case 'confirm':
      return step === 'redirect'
        ? { type: 'decide', entscheidung: 'bestaetigt' }
        : { type: 'sca', event: { type: 'polled' } }
    case 'decline':
      return { type: 'decide', entscheidung: 'abgelehnt' }
    case 'choose-accounts':
      return { type: 'choose-accounts', accounts: values['accounts'] ?? [] }
    default:
      return { type: name as 'accept-terms' | 'decline-terms' | 'change-provider' | 'cancel' }
  }
}

function stepOf({ schritt, entwurf }: Sitzung): Step {
  switch (schritt) {
    case 'BEDINGUNGEN':
      return 'terms'
    case 'ANBIETER':
      return 'provider'
    case 'LOGIN':
      return 'credentials'
    case 'SCA':
      return scaStepOf(entwurf?.offen?.sca)
    case 'KONTEN':
      return 'accounts'
    case 'ENDE':
      return 'done'
  }
}

function scaStepOf(sca: Sca | undefined): Step {
  if (!sca || sca.schritt === 'METHODE') return 'method'
  if (sca.schritt === 'MEDIUM') return 'medium'
  const art = verfahrenOf(sca)?.art
  if (art === 'umleitung') return 'redirect'
  return art === 'entkoppelt' ? 'decoupled' : 'tan'
}

const CANCEL: Action = bare('cancel')

function bare(name: string): Action {
  return { name, fields: [] }
}

function actionsOf(step: Step, sitzung: Sitzung, anbieter: readonly Anbieter[]): readonly Action[] {
  const sca = sitzung.entwurf?.offen?.sca
  switch (step) {
    case 'terms':
      return [bare('accept-terms'), bare('decline-terms')]
    case 'provider':
      return [choice('choose-provider', 'providerId', anbieter.map(nameOf))]
    case 'credentials':
      return [
        loginAction(anbieter.find(({ id }) => id === sitzung.providerId)),
        ...(sitzung.useCase === 'CREATE_ACCOUNT' ? [bare('change-provider')] : [])
      ]
    case 'method':
      return [choice('choose-method', 'method', (sca?.angebot ?? []).map(methodOf))]
    case 'medium':
      return [choice('choose-medium', 'medium', sca ? usableMedien(sca).map(mediumOf) : [])]
    case 'tan':
      return [{ name: 'enter-tan', fields: [{ name: 'tan', type: 'text' }] }]
    case 'decoupled':
      return [bare('confirm')]
    case 'redirect':
      return [bare('confirm'), bare('decline')]
    case 'accounts':
      return [choice('choose-accounts', 'accounts', accountsOf(sitzung), 'choices')]
    case 'done':
      return []
  }
}

type Option = { readonly value: string; readonly label: string }

function choice(
  name: string,
  field: string,
  offered: readonly Option[],
  type: 'choice' | 'choices' = 'choice'
): Action {
  const options = offered.map(({ value }) => value)
  const labels = offered.map(({ label }) => label)
  return { name, fields: [{ name: field, type, options, labels }] }
}

/** The fields of a login; a provider that is in no list any more has none. */
function loginAction(anbieter: Anbieter | undefined): Action {
  const fields = (anbieter?.fields ?? []).map(
    ({ fieldkey: name, secret }): Field => ({ name, type: secret ? 'password' : 'text' })
  )
  return { name: 'enter-credentials', fields }
}

function nameOf({ id, name }: Anbieter): Option {
  return { value: id, label: name }
}

function methodOf(kodierung: number): Option {
  return { value: String(kodierung), label: verfahrenMit(kodierung)?.name ?? String(kodierung) }
}

function mediumOf({ name }: { readonly name: string }): Option {
  return { value: name, label: name }
}

function accountsOf({ entwurf }: Sitzung): readonly Option[] {
  return (entwurf?.produkte ?? []).map(({ id, bezeichnung }) => ({ value: id, label: bezeichnung }))
}

import type { Eingabe } from './eingabe.ts'
import { type Action, actionsOf, CANCEL, type Step, type Umfeld } from './flow-aktionen.ts'
import { reentryUrl, type Sitzung } from './model/regprotect.ts'
import { type Sca, verfahrenOf } from './model/sca.ts'

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

/** What a session allows. */
export function flowOf(sitzung: Sitzung, umfeld: Umfeld): Flow {
  const { id, useCase, hinweis, baReentry, callbackUrl } = sitzung
  const step = stepOf(sitzung, umfeld)
  const done = step === 'done'
  return {
    id,
    useCase,
    step,
    done,
    actions: done ? [] : [...actionsOf(step, sitzung, umfeld), CANCEL],
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
  sent: Readonly<Record<string, readonly string[]>>
): Reading {
  const action = flow.actions.find(one => one.name === name)
  if (!action) return { is: 'refused', why: 'action' }
  // What is needed and was not sent stays as it is known; a form sends all of its fields.
  const known = action.fields.flatMap(({ name, value, optional }) =>
    value === undefined || optional ? [] : [[name, [value]] as const]
  )
  const values = { ...Object.fromEntries(known), ...sent }
  for (const { name: field, options, optional } of action.fields) {
    const given = values[field]?.filter(value => value.trim() !== '') ?? []
    // Nothing chosen of several is for the next step to judge.
    const isNeeded = field !== 'accounts' && !optional
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
    case 'choose-access':
      return { type: 'choose-access', accessId: first('accessId') }
    case 'enter-payment': {
      const entered = fields.map(field => [field.name, first(field.name).trim()])
      return { type: 'enter-payment', werte: Object.fromEntries(entered) }
    }
    case 'change-payment':
    case 'submit':
      return { type: name }
    case 'choose-accounts':
      return { type: 'choose-accounts', accounts: values['accounts'] ?? [] }
    default:
      return { type: name as 'accept-terms' | 'decline-terms' | 'change-provider' | 'cancel' }
  }
}

function stepOf({ schritt, entwurf }: Sitzung, { zahlung }: Umfeld): Step {
  switch (schritt) {
    case 'BEDINGUNGEN':
      return 'terms'
    case 'ANBIETER':
      return 'provider'
    case 'LOGIN':
      return 'credentials'
    case 'SCA':
      return scaStepOf(zahlung ? zahlung.sca : entwurf?.offen?.sca)
    case 'KONTEN':
      return 'accounts'
    case 'DATEN':
      return 'payment'
    case 'PRUEFEN':
      return 'review'
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

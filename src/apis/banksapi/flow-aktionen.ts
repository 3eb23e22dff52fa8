import type { Anbieter } from './model/anbieter.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import { mayChangeProvider, type Sitzung } from './model/regprotect.ts'
import { usableMedien } from './model/sca.ts'
import { verfahrenMit } from './model/verfahren.ts'
import { isSammel, type Zahlung } from './model/zahlung.ts'
import { FELDER, werteOf } from './model/zahlungsformular.ts'

export type Step =
  | 'terms'
  | 'provider'
  | 'credentials'
  | 'method'
  | 'medium'
  | 'tan'
  | 'decoupled'
  | 'redirect'
  | 'accounts'
  | 'payment'
  | 'review'
  | 'done'

export type Action = { readonly name: string; readonly fields: readonly Field[] }

/** Something that the customer fills in or chooses. */
export type Field = {
  readonly name: string
  readonly type: 'text' | 'password' | 'date' | 'choice' | 'choices'
  /** Whether it may stay empty. */
  readonly optional?: true
  /** What is known already. */
  readonly value?: string
  /** The values to choose from. */
  readonly options?: readonly string[]
  /** How people call them, in the same order. */
  readonly labels?: readonly string[]
}

/** What a form shows beside its session. */
export type Umfeld = {
  /** The providers that the customer may choose from, and the one that was chosen. */
  readonly anbieter: readonly Anbieter[]
  /** The payment that the form makes. */
  readonly zahlung?: Zahlung | undefined
  /** The customer's accesses that can pay. */
  readonly zugaenge: readonly Bankzugang[]
}

export const CANCEL: Action = bare('cancel')

function bare(name: string): Action {
  return { name, fields: [] }
}

/** What the customer can do at a step. */
export function actionsOf(step: Step, sitzung: Sitzung, umfeld: Umfeld): readonly Action[] {
  const { anbieter, zahlung, zugaenge } = umfeld
  const sca = zahlung ? zahlung.sca : sitzung.entwurf?.offen?.sca
  switch (step) {
    case 'terms':
      return [bare('accept-terms'), bare('decline-terms')]
    case 'provider':
      return [
        choice('choose-provider', 'providerId', anbieter.map(nameOf)),
        ...(zugaenge.length > 0
          ? [choice('choose-access', 'accessId', zugaenge.map(accessOf))]
          : [])
      ]
    case 'credentials':
      return [
        loginAction(anbieter.find(({ id }) => id === sitzung.providerId)),
        ...(mayChangeProvider(sitzung) ? [bare('change-provider')] : [])
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
      return [accountsAction(sitzung)]
    case 'payment':
      return zahlung ? [paymentAction(zahlung)] : []
    case 'review':
      return [bare('submit'), ...(zahlung && !isSammel(zahlung) ? [bare('change-payment')] : [])]
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

function accessOf({ accessId, produkte }: Bankzugang): Option {
  return { value: accessId, label: produkte[0]?.kreditinstitut ?? accessId }
}

/** Of the accounts that are to be connected several, of those that can pay one. */
function accountsAction({ entwurf, zahlung, zahlungskonten = [] }: Sitzung): Action {
  const offered = zahlung === undefined ? (entwurf?.produkte ?? []) : zahlungskonten
  const options = offered.map(({ id, bezeichnung }) => ({ value: id, label: bezeichnung }))
  return choice(
    'choose-accounts',
    'accounts',
    options,
    zahlung === undefined ? 'choices' : 'choice'
  )
}

/** The fields of a payment with what was prefilled. */
function paymentAction({ inhalt }: Zahlung): Action {
  const { needed, optional } = FELDER[inhalt.is]
  const werte = werteOf(inhalt)
  const field = (name: string): Field => ({
    name,
    ...fieldType(name),
    ...(werte[name] !== undefined && { value: werte[name] })
  })
  const fields = [
    ...needed.map(field),
    ...optional.map(name => ({ ...field(name), optional: true as const }))
  ]
  return { name: 'enter-payment', fields }
}

function fieldType(name: string): Pick<Field, 'type' | 'options' | 'labels'> {
  if (/Date/.test(name)) return { type: 'date' }
  if (name === 'sequenceType') {
    const options = ['OOFF', 'FRST', 'RCUR', 'FNAL']
    return { type: 'choice', options, labels: ['einmalig', 'erste', 'folgende', 'letzte'] }
  }
  if (name === 'business')
    return { type: 'choice', options: ['false', 'true'], labels: ['Basis', 'Firma'] }
  return { type: 'text' }
}

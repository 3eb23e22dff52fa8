import { type Html, html } from '../../http/html.ts'
import type { Field } from './flow-aktionen.ts'
import { isLastschrift, isSammel, type Zahlung } from './model/zahlung.ts'
import { type Posten, postenOf, wunschtagOf } from './model/zahlungsinhalt.ts'
import { summeOf } from './model/zahlungspruefung.ts'
import type { Formular } from './webform-formular.ts'
import { button, sending } from './webform-formular.ts'
import type { Texte } from './webform-texte.ts'

/** The form for the data of a payment, with what was prefilled. documented: dossier D7, REG/Protect */
export function paymentForm(ansicht: Formular, t: Texte): Html {
  const { flow, zahlung } = ansicht
  const action = flow.actions.find(({ name }) => name === 'enter-payment')
  const fields = (action?.fields ?? []).map(field => input(field, ansicht, t))
  return html`${zahlung && html`<dl class="payment">${accountOf(ansicht, zahlung, t)}</dl>`}
${sending(ansicht, html`${fields}<p class="buttons">${button('enter-payment', t.next)}</p>`)}`
}

/** The payment once more before it is sent. */
export function review(ansicht: Formular, t: Texte): Html {
  const { zahlung } = ansicht
  if (!zahlung) return html``
  return html`${summary(zahlung, t, ansicht)}
${sending(ansicht, html`<p class="buttons">${button('submit', isLastschrift(zahlung) ? t.collect : t.pay)}${!isSammel(zahlung) && html`<button name="action" value="change-payment">${t.change}</button>`}</p>`)}`
}

/** A payment in short, with the name of its account where it is known. */
export function summary(zahlung: Zahlung, t: Texte, ansicht?: Pick<Formular, 'sitzung'>): Html {
  const posten = postenOf(zahlung.inhalt)
  const isDebit = isLastschrift(zahlung)
  const tag = wunschtagOf(zahlung.inhalt)
  const [only] = posten
  return html`<dl class="payment">
<dt>${isSammel(zahlung) ? t.total : t.amount}</dt><dd class="money sum">${money(summeOf(zahlung), t)}</dd>
${accountOf(ansicht, zahlung, t)}
${only && posten.length === 1 ? orderOf(only, isDebit, t) : ordersOf(posten, t)}
${tag !== undefined && html`<dt>${isDebit ? t.fields.requestedCollectionDate : t.date}</dt><dd><time datetime="${tag}">${day(tag, t)}</time></dd>`}
</dl>`
}

/** The account that pays, or that collects. */
function accountOf(
  ansicht: Pick<Formular, 'sitzung'> | undefined,
  zahlung: Zahlung,
  t: Texte
): Html | false {
  const { produktId } = zahlung
  if (produktId === undefined) return false
  const known = ansicht?.sitzung.zahlungskonten?.find(({ id }) => id === produktId)
  const number = html`<small>${grouped(produktId)}</small>`
  return html`<dt>${isLastschrift(zahlung) ? t.toAccount : t.fromAccount}</dt><dd>${known ? html`<span lang="de">${known.bezeichnung}</span>${number}` : grouped(produktId)}</dd>`
}

function orderOf({ name, iban, zweck }: Posten, isDebit: boolean, t: Texte): Html {
  return html`<dt>${isDebit ? t.debtor : t.recipient}</dt><dd>${name}<small>${grouped(iban)}</small></dd>
<dt>${t.purpose}</dt><dd>${zweck}</dd>`
}

function ordersOf(posten: readonly Posten[], t: Texte): Html {
  const items = posten.map(
    ({ name, iban, zweck, betrag }) =>
      html`<li><span>${name}<small>${grouped(iban)}</small><small>${zweck}</small></span><span class="money">${money(betrag, t)}</span></li>`
  )
  return html`<dt class="wide">${posten.length} ${t.orders}</dt><dd class="wide"><ol class="orders">${items}</ol></dd>`
}

function grouped(iban: string): string {
  return iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

function money(cents: number | undefined, { locale }: Texte): string {
  return ((cents ?? 0) / 100).toLocaleString(locale, { style: 'currency', currency: 'EUR' })
}

/** A calendar day as people write it; what the calendar does not have stays as it is. */
function day(tag: string, { locale }: Texte): string {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(tag) ?? []
  if (year === '') return tag
  return [date, month, year].join(locale === 'de-DE' ? '.' : '/')
}

function input(field: Field, { flow, fault, sitzung }: Formular, t: Texte): Html {
  const { name, type, optional } = field
  const label = t.fields[name as keyof Texte['fields']] ?? name
  const isMarked = sitzung.falsch?.includes(name) ?? true
  const isWrong = fault !== undefined || (flow.hint !== undefined && isMarked)
  const marks = html`${!optional && html` required`}${isWrong && html` aria-invalid="true" aria-describedby="alert"`}`
  if (type === 'choice')
    return html`<p class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}"${marks}>${options(field, t)}</select></p>`
  return html`<p class="field"><label for="${name}">${label}${optional && html` <small>${t.optional}</small>`}</label>
<input id="${name}" name="${name}" type="${type}" value="${shown(field)}"${name === 'amount' && html` inputmode="decimal"`}${name === 'purpose' && html` maxlength="140"`}${marks} autocomplete="off"></p>`
}

function options({ name, options: values = [], value }: Field, t: Texte): readonly Html[] {
  const texts = t.choices as Readonly<Record<string, string>>
  return values.map(
    one =>
      html`<option value="${one}"${one === value && html` selected`}>${texts[`${name}-${one}`] ?? one}</option>`
  )
}

/** An amount as people write it. */
function shown({ name, value = '' }: Field): string {
  if (name !== 'amount') return value
  return value.replace(/(\.\d)$/, '$10').replace('.', ',')
}

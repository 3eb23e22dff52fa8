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
  const action = ansicht.flow.actions.find(({ name }) => name === 'enter-payment')
  const fields = (action?.fields ?? []).map(field => input(field, ansicht, t))
  return sending(ansicht, html`${fields}<p class="buttons">${button('enter-payment', t.next)}</p>`)
}

/** The payment once more before it is sent. */
export function review(ansicht: Formular, t: Texte): Html {
  const { zahlung } = ansicht
  if (!zahlung) return html``
  return html`${summary(zahlung, t)}
${sending(ansicht, html`<p class="buttons">${button('submit', isLastschrift(zahlung) ? t.collect : t.pay)}${!isSammel(zahlung) && html`<button name="action" value="change-payment">${t.change}</button>`}</p>`)}`
}

/** A payment in short. */
export function summary(zahlung: Zahlung, t: Texte): Html {
  const posten = postenOf(zahlung.inhalt)
  const isDebit = isLastschrift(zahlung)
  const tag = wunschtagOf(zahlung.inhalt)
  const items = posten.map(one => orderOf(one, isDebit, t))
  return html`<dl class="payment">
${zahlung.produktId !== undefined && html`<dt>${isDebit ? t.toAccount : t.fromAccount}</dt><dd>${grouped(zahlung.produktId)}</dd>`}
${posten.length === 1 ? items : html`<dt>${t.orders}</dt><dd><ol>${posten.map(one => html`<li>${one.name}, ${grouped(one.iban)}: <span class="money">${money(one.betrag)}</span><br><small>${one.zweck}</small></li>`)}</ol></dd><dt>${t.total}</dt><dd class="money">${money(summeOf(zahlung))}</dd>`}
${tag !== undefined && html`<dt>${t.date}</dt><dd><time datetime="${tag}">${tag.split('-').reverse().join('.')}</time></dd>`}
</dl>`
}

function orderOf({ name, iban, betrag, zweck }: Posten, isDebit: boolean, t: Texte): Html {
  return html`<dt>${isDebit ? t.debtor : t.recipient}</dt><dd>${name}<br><small>${grouped(iban)}</small></dd>
<dt>${t.amount}</dt><dd class="money">${money(betrag)}</dd>
<dt>${t.purpose}</dt><dd>${zweck}</dd>`
}

function grouped(iban: string): string {
  return iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

/** Cents as people in Germany read them. */
function money(cents: number | undefined): string {
  return ((cents ?? 0) / 100).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' })
}

function input(field: Field, { flow, fault }: Formular, t: Texte): Html {
  const { name, type, optional } = field
  const label = t.fields[name as keyof Texte['fields']] ?? name
  const isWrong = flow.hint !== undefined || fault !== undefined
  const marks = html`${!optional && html` required`}${isWrong && html` aria-invalid="true" aria-describedby="alert"`}`
  if (type === 'choice')
    return html`<p class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}"${marks}>${options(field, t)}</select></p>`
  return html`<p class="field"><label for="${name}">${label}${optional && html` <small>${t.optional}</small>`}</label>
<input id="${name}" name="${name}" type="${type}" value="${shown(field)}"${name === 'amount' && html` inputmode="decimal"`}${marks} autocomplete="off"></p>`
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
  return name === 'amount' && value !== '' ? Number(value).toFixed(2).replace('.', ',') : value
}

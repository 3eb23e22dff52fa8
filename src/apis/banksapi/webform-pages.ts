import { type Html, html } from '../../http/html.ts'
import type { Flow } from './flow.ts'
import type { Action } from './flow-aktionen.ts'
import type { Anbieter, Feld } from './model/anbieter.ts'
import type { Bankprodukt } from './model/bankprodukt.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import { challengeOf } from './model/challenge.ts'
import type { Sitzung } from './model/regprotect.ts'
import { type Sca, verfahrenOf } from './model/sca.ts'
import { verfahrenMit } from './model/verfahren.ts'
import { isLastschrift } from './model/zahlung.ts'
import { isAbgelehnt } from './model/zahlungsformular.ts'
import { alert, frame } from './seite.ts'
import { addressOf, button, type Formular, sending } from './webform-formular.ts'
import { hintIn, TEXTE, type Texte } from './webform-texte.ts'
import { paymentForm, review, summary } from './webform-zahlung.ts'

/** Everything that a page of the web form shows. */
export type Ansicht = Formular & {
  readonly suche: string
  /** Address of the virtual phone of the customer. */
  readonly telefon: string
  /** A picture for photoTAN, a PNG in Base64. */
  readonly photo: string
  /** Where a customer who is through goes back to. */
  readonly back?: string | undefined
}

/** The page of a step. documented: dossier D1, steps 5 and 6 */
export function webformPage(ansicht: Ansicht): Html {
  const { flow, language, root } = ansicht
  const t = TEXTE[language]
  const content = html`<h1>${titleOf(flow, t)}</h1>
${hintOf(ansicht, t)}
${contentOf(ansicht, t)}
${flow.actions.some(({ name }) => name === 'cancel') && sending(ansicht, html`<button class="quiet" name="action" value="cancel" formnovalidate>${t.cancel}</button>`)}`
  const brand = brandOf(ansicht.sitzung, t)
  return frame({ language, root, address: addressOf(ansicht), brand }, content)
}

export function titleOf(
  { step, useCase, hint }: Pick<Flow, 'step' | 'useCase' | 'hint'>,
  t: Texte
): string {
  if (!(useCase in t.brands)) return t[step]
  if (step === 'done' && hint !== undefined) return t.refused
  return step === 'accounts' ? t.account : t[step]
}

export function brandOf({ useCase }: Sitzung, t: Texte): string {
  return (t.brands as Readonly<Record<string, string>>)[useCase] ?? t.brand
}

function hintOf({ flow, fault, language }: Ansicht, t: Texte): Html | false {
  const isText = TYPED.has(flow.step)
  if (fault) return alert(isText ? t.missing : t.choose)
  if (flow.hint === undefined) return false
  const { text, lang } = hintIn(language, flow.hint)
  return alert(text, lang)
}

const TYPED: ReadonlySet<string> = new Set(['credentials', 'tan', 'payment'])

function contentOf(ansicht: Ansicht, t: Texte): Html {
  const { sitzung } = ansicht
  switch (ansicht.flow.step) {
    case 'terms':
      return terms(ansicht, t)
    case 'provider':
      return banks(ansicht, t)
    case 'credentials':
      return login(ansicht, t)
    case 'accounts':
      return accounts(ansicht, t)
    case 'payment':
      return paymentForm(ansicht, t)
    case 'review':
      return review(ansicht, t)
    case 'done':
      return isAbgelehnt(sitzung) && ansicht.back !== undefined
        ? html`<p><a class="primary" href="${ansicht.back}">${t.back}</a></p>`
        : html`<p>${t.doneText}</p>`
    default:
      return ansicht.zahlung?.sca
        ? html`${summary(ansicht.zahlung, t, ansicht)}${scaStep(ansicht, ansicht.zahlung.sca, t)}`
        : scaPage(ansicht, sitzung.entwurf?.offen, t)
  }
}

function terms(ansicht: Ansicht, t: Texte): Html {
  const texts = ansicht.sitzung.zahlung === undefined ? t.termsText : t.paymentTermsText
  return html`${texts.map(text => html`<p>${text}</p>`)}
${sending(ansicht, html`<p class="buttons">${button('accept-terms', t.accept)}<button name="action" value="decline-terms">${t.decline}</button></p>`)}`
}

/** So many banks are shown at once. */
const MOST_BANKS = 20

function banks(ansicht: Ansicht, t: Texte): Html {
  const { anbieter, suche, language, root } = ansicht
  const found = anbieter.filter(one => fits(one, suche))
  return html`${saved(ansicht, t)}
<form method="get" action="${addressOf(ansicht)}" role="search">
<input type="hidden" name="lang" value="${language}">
<label for="q">${t.search}</label>
<p class="row"><input id="q" name="q" type="search" value="${suche}" autocomplete="off"><button>${t.find}</button></p>
</form>
${found.length === 0 && html`<p role="status">${t.noBank}</p>`}
${sending(ansicht, html`<input type="hidden" name="action" value="choose-provider"><ul class="banks" aria-label="${t.banks}">${found.slice(0, MOST_BANKS).map(one => bank(one, root))}</ul>`)}
${found.length > MOST_BANKS && html`<p>${t.moreBanks}</p>`}`
}

/** Accesses of a customer who has some already. */
function saved(ansicht: Ansicht, t: Texte): Html | false {
  const { zugaenge } = ansicht
  if (zugaenge.length === 0) return false
  const items = zugaenge.map(({ accessId, produkte }) => {
    const numbers = produkte.map(({ bezeichnung }) => bezeichnung).join(', ')
    return html`<li><button name="accessId" value="${accessId}"><span><strong>${produkte[0]?.kreditinstitut ?? accessId}</strong><small>${numbers}</small></span></button></li>`
  })
  return sending(
    ansicht,
    html`<input type="hidden" name="action" value="choose-access"><h2>${t.savedAccess}</h2><ul class="banks" aria-label="${t.savedAccess}">${items}</ul><h2>${t.otherBank}</h2>`
  )
}

function fits({ name, bic = '', blz = '' }: Anbieter, suche: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
  const wanted = plain(suche)
  const digits = wanted.replace(/ /g, '')
  return plain(name).includes(wanted) || bic.toLowerCase().startsWith(digits) || isBlz(blz, digits)
}

function isBlz(blz: string, digits: string): boolean {
  return /^\d+$/.test(digits) && blz.startsWith(digits)
}

function bank({ id, name, group, bic, blz }: Anbieter, root: string): Html {
  const codes = [blz, bic].filter(code => code !== undefined).join(' · ')
  const logo =
    group !== undefined &&
    html`<img src="${root}providers/v2/${encodeURIComponent(group)}.svg" alt="" width="32" height="32">`
  return html`<li><button name="providerId" value="${id}">${logo}<span><strong>${name}</strong><small>${codes}</small></span></button></li>`
}

function login(ansicht: Ansicht, t: Texte): Html {
  const { sitzung, flow } = ansicht
  const chosen = ansicht.anbieter.find(({ id }) => id === sitzung.providerId)
  const mayChange = flow.actions.some(({ name }) => name === 'change-provider')
  return html`<p>${t.loginAt} <strong>${chosen?.name ?? sitzung.providerId}</strong></p>
${chosen?.loginHint !== undefined && html`<p lang="de">${chosen.loginHint}</p>`}
${sending(
  ansicht,
  html`${chosen?.fields.map(field => input(field, ansicht, t))}
<p class="buttons">${button('enter-credentials', t.login)}${mayChange && html`<button name="action" value="change-provider" formnovalidate>${t.changeBank}</button>`}</p>`
)}`
}

function input({ fieldkey, label, secret, hint, format }: Feld, ansicht: Ansicht, t: Texte): Html {
  const isWrong = ansicht.flow.hint !== undefined || ansicht.fault !== undefined
  const known = secret ? '' : (ansicht.sitzung.credentials?.[fieldkey] ?? '')
  return html`<p class="field"><label for="${fieldkey}" lang="de">${label}</label>
<input id="${fieldkey}" name="${fieldkey}" type="${secret ? 'password' : 'text'}" value="${known}" required autocapitalize="none" spellcheck="false" autocomplete="${secret ? 'current-password' : 'username'}" aria-describedby="${fieldkey}-hint${isWrong ? ' alert' : ''}"${isWrong && html` aria-invalid="true"`}>
<small id="${fieldkey}-hint">${hint !== undefined && html`<span lang="de">${hint}</span> · `}${t.format} <code>${format}</code></small></p>`
}

function scaPage(ansicht: Ansicht, offen: Bankzugang['offen'], t: Texte): Html {
  if (!offen) return html``
  const more = offen.schritte.length - 1
  return html`${more > 0 && html`<p role="status">${more === 1 ? t.oneMore : t.more(more)}</p>`}
${scaStep(ansicht, offen.sca, t)}`
}

function scaStep(ansicht: Ansicht, sca: Sca, t: Texte): Html {
  switch (ansicht.flow.step) {
    case 'method':
      return choices(
        ansicht,
        'choose-method',
        ansicht.zahlung ? t.paymentMethodText : t.methodText,
        t
      )
    case 'medium':
      return choices(ansicht, 'choose-medium', t.mediumText, t)
    case 'decoupled':
      return decoupled(ansicht, sca, t)
    case 'redirect':
      return html`${instructions(sca, ansicht)}
<p><a class="primary" href="${ansicht.root}bank/${sca.id}?lang=${ansicht.language}">${t.toBank}</a></p>`
    default:
      return tan(ansicht, sca, t)
  }
}

function choices(ansicht: Ansicht, name: string, question: string, t: Texte): Html {
  const [field] = actionOf(ansicht.flow, name)?.fields ?? []
  const { options = [], labels = [] } = field ?? {}
  const items = options.map((value, index) => {
    const about = field?.name === 'method' ? verfahrenMit(Number(value))?.hinweis : undefined
    return html`<li><label><input type="radio" name="${field?.name}" value="${value}" required> <span>${labels[index]}${about !== undefined && html`<small lang="de">${about}</small>`}</span></label></li>`
  })
  return sending(
    ansicht,
    html`<fieldset><legend>${question}</legend><ul class="choices">${items}</ul></fieldset><p class="buttons">${button(name, t.next)}</p>`
  )
}

function actionOf(flow: Flow, name: string): Action | undefined {
  return flow.actions.find(one => one.name === name)
}

function tan(ansicht: Ansicht, sca: Sca, t: Texte): Html {
  const verfahren = verfahrenOf(sca)
  const content = verfahren && challengeOf(verfahren, ansicht.photo).content
  const isWrong = ansicht.flow.hint !== undefined || ansicht.fault !== undefined
  return html`${instructions(sca, ansicht)}
${content?.photo !== undefined && html`<p><img class="photo" src="data:image/png;base64,${content.photo}" alt="${t.photo}" width="160" height="160"></p>`}
${content?.HHD !== undefined && html`<p>${t.hhd}: <code>${content.HHD}</code></p>`}
${sca.tan !== undefined && phone(ansicht, t.phoneSms, t)}
${sending(
  ansicht,
  html`<p class="field"><label for="tan">${t.tanLabel}</label>
<input id="tan" name="tan" type="text" inputmode="numeric" required autocomplete="one-time-code"${isWrong && html` aria-invalid="true" aria-describedby="alert"`}></p>
<p class="buttons">${button('enter-tan', t.confirm)}</p>`
)}`
}

function decoupled(ansicht: Ansicht, sca: Sca, t: Texte): Html {
  const wasAsked = sca.abfragen > 0 && sca.entscheidung === undefined
  return html`${wasAsked && html`<p role="status">${t.notReleased}</p>`}
${instructions(sca, ansicht)}
${phone(ansicht, t.phonePush, t)}
${sending(ansicht, html`<p class="buttons">${button('confirm', t.released)}</p>`)}`
}

/** What the bank asks for, in German, and the procedure that was chosen. */
function instructions(sca: Sca, { photo }: Ansicht): Html {
  const verfahren = verfahrenOf(sca)
  if (!verfahren) return html``
  const { content } = challengeOf(verfahren, photo)
  const medium = sca.medium === undefined ? '' : `, ${sca.medium}`
  return html`<p lang="de"><strong>${verfahren.name}${medium}</strong><br>${content.instructions}</p>`
}

/** In a tab of its own: the link of a web form shows its first page only once. */
function phone({ telefon }: Ansicht, text: string, t: Texte): Html {
  return html`<p>${text}<br><a href="${telefon}" target="_blank" rel="noopener">${t.phone}</a></p>`
}

function accounts(ansicht: Ansicht, t: Texte): Html {
  const { auswahl, zahlung, zahlungskonten, entwurf } = ansicht.sitzung
  const type = zahlung === undefined ? 'checkbox' : 'radio'
  const produkte = zahlungskonten ?? entwurf?.produkte ?? []
  const isOnly = produkte.length === 1
  const isChosen = (id: string) =>
    zahlung === undefined ? (auswahl?.includes(id) ?? true) : isOnly
  const items = produkte.map(
    produkt =>
      html`<li><label><input type="${type}" name="accounts" value="${produkt.id}"${isChosen(produkt.id) && html` checked`}${type === 'radio' && html` required`}> ${account(produkt)}</label></li>`
  )
  const [question, next] = ansicht.zahlung
    ? [isLastschrift(ansicht.zahlung) ? t.collectorText : t.payerText, t.next]
    : [t.accountsText, t.connect]
  return sending(
    ansicht,
    html`<fieldset><legend>${question}</legend><ul class="choices">${items}</ul></fieldset><p class="buttons">${button('choose-accounts', next)}</p>`
  )
}

function account({ bezeichnung, iban, kontonummer, id, saldo, waehrung }: Bankprodukt): Html {
  const number = iban?.replace(/(.{4})(?=.)/g, '$1 ') ?? kontonummer ?? id
  const euros =
    saldo !== undefined &&
    html`<span class="money" lang="de">${(saldo / 100).toLocaleString('de-DE', { style: 'currency', currency: waehrung ?? 'EUR' })}</span>`
  return html`<span lang="de"><strong>${bezeichnung}</strong><small>${number}</small></span>${euros}`
}

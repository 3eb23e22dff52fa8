import { type Html, html } from '../http/html.ts'
import type { Button, Field, Tone } from '../http/showcase.ts'
import { berlinTime } from '../world/berlin.ts'
import { fromIso, toIso } from '../world/clock.ts'
import { curlOf } from './calls.ts'
import { addressOf, here, type Site, say } from './site.ts'

/** A state as a word in a colour; the word alone says it as well. */
export function chip(text: string | number, tone: Tone): Html {
  return html`<span class="chip ${tone}">${text}</span>`
}

export function statusChip(status: number): Html {
  if (status === 0) return chip('✕', 'bad')
  if (status >= 400) return chip(status, 'bad')
  return chip(status, status >= 300 ? 'open' : 'good')
}

/** An instant in Berlin. Pages about one day leave the day out. */
export function time(at: number | string, form: 'full' | 'short' = 'full'): Html {
  const instant = typeof at === 'number' ? at : (fromIso(at) ?? 0)
  const text = berlinTime(instant)
  return html`<time datetime="${toIso(instant)}" title="${text}">${form === 'full' ? text : text.slice(11)}</time>`
}

/** A part of a page that is kept up to date. */
export function part(id: string, content: Html): Html {
  return html`<section id="${id}" data-part>${content}</section>`
}

/** A table that may be wider than the page. */
export function table(label: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map(head => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

export function json(value: unknown): Html {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return html`<pre tabindex="0"><code>${text}</code></pre>`
}

/** A button with its twin. It works without a script: a form that is sent to the console. */
export function button(site: Site, one: Button, back = backOf(site)): Html {
  const { t, root, desk } = site
  const kind = one.tone === 'main' ? 'primary' : (one.tone ?? '')
  return html`<form class="act" method="post" action="${root}${addressOf(site, 'console/act')}">
<input type="hidden" name="seal" value="${desk.seal}"><input type="hidden" name="back" value="${back}">
<input type="hidden" name="call" value="${JSON.stringify(one.call)}">
${one.fields?.map(field => fieldOf(site, field))}
<button class="${kind}">${say(site, one.label)}</button>
<details class="twin"><summary title="${t.twin}">API</summary><pre tabindex="0"><code>${curlOf(site, one.call)}</code></pre></details>
</form>`
}

export function buttons(site: Site, all: readonly Button[], back?: string): Html {
  return html`<div class="acts">${all.map(one => button(site, one, back))}</div>`
}

/** Where a button leads back to: this page. */
function backOf(site: Site): string {
  return here(site, {}).slice(site.root.length)
}

function fieldOf(site: Site, field: Field): Html {
  const name = `${field.type} ${field.in} ${field.name}`
  const { value, options = [], required } = field
  const need = required && html` required`
  if (field.options)
    return html`<label>${say(site, field.label)} <select name="${name}">${options.map(option => html`<option${option === value && html` selected`}>${option}</option>`)}</select></label>`
  if (field.type === 'json')
    return html`<label class="wide">${say(site, field.label)} <textarea name="${name}" rows="6" spellcheck="false">${value}</textarea></label>`
  const type = field.type === 'number' ? 'number' : 'text'
  return html`<label>${say(site, field.label)} <input type="${type}" name="${name}" value="${value}"${need}></label>`
}

/** A search over a list: a plain form, so that its address can be kept. */
export function searchForm(site: Site, label: string): Html {
  const { query, t, root, page } = site
  const kept = ['lang', 'workspace', 'kind'].filter(name => query[name] !== undefined)
  return html`<form class="search" method="get" action="${root}${page}" role="search">
${kept.map(name => html`<input type="hidden" name="${name}" value="${query[name]}">`)}
<label for="q">${label}</label>
<div class="row"><input type="search" id="q" name="q" value="${query['q']}" autocomplete="off"><button>${t.show}</button></div>
</form>`
}

export const PAGE_SIZE = 50

/** Which part of a list is shown. */
export function fromOf({ query }: Site): number {
  const from = Number(query['from'] ?? 0)
  return Number.isSafeInteger(from) && from > 0 ? from : 0
}

/** Links to the pages before and behind. Where there are more than were counted, the last one is not known. */
export function pager(site: Site, total: number, isAll = true): Html | undefined {
  const from = fromOf(site)
  if (total <= PAGE_SIZE && from === 0) return undefined
  const { t } = site
  const last = Math.min(total, from + PAGE_SIZE)
  const all = isAll ? String(total) : `${total}+`
  const link = (to: number, text: string) =>
    html`<a href="${here(site, { from: to === 0 ? undefined : String(to) })}">${text}</a>`
  return html`<nav class="pager" aria-label="${t.of} ${all}">
${from > 0 && link(Math.max(0, from - PAGE_SIZE), `← ${t.back}`)}
<span>${from + 1}–${last} ${t.of} ${all}</span>
${last < total && link(from + PAGE_SIZE, `${t.next} →`)}
</nav>`
}

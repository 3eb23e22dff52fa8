import { type Html, html } from '../http/html.ts'
import { diagram } from './diagram.ts'
import type { View } from './frame.ts'
import { chip, part, searchForm, time } from './parts.ts'
import { here, linkTo, type Site } from './site.ts'
import { type Step, stepsOf } from './steps.ts'

const MOST_STEPS = 120
const LOOKED_AT = 200

/** A flow as a sequence diagram and as a list. */
export async function flow(site: Site): Promise<View> {
  const { t: texts } = site
  const t = texts.flow
  const steps = (await stepsOf(site)).slice(-MOST_STEPS)
  const drawing = html`${clients(site)}
${
  steps.length === 0
    ? html`<p class="empty">${t.none}</p>`
    : html`${diagram(site, steps)}
<h2>${t.list}</h2>
<ol class="steps">${steps.map(step => item(site, step))}</ol>`
}`
  return {
    title: texts.nav.flow,
    content: html`<p>${t.about}</p>${searchForm(site, t.search)}${part('flow', drawing)}`
  }
}

/** Who called lately, to choose from. */
function clients(site: Site): Html | undefined {
  const views = site.world.journal.latest(({ client }) => client !== undefined, LOOKED_AT)
  const names = [...new Set(views.map(({ client }) => client as string))].slice(0, 12)
  if (names.length === 0) return undefined
  const { q } = site.query
  return html`<ul class="tabs" aria-label="${site.t.flow.clients}">${names.map(
    name =>
      html`<li><a href="${here(site, { q: name })}"${q === name && html` aria-current="true"`}>${name}</a></li>`
  )}</ul>`
}

function item(site: Site, { from, to, text, at, is, request, delivery }: Step): Html {
  const t = site.t.flow
  const link =
    delivery === undefined
      ? linkTo(site, 'console/requests', { id: request })
      : linkTo(site, 'console/webhooks', { id: delivery })
  const tone = is === 'wrong' ? chip('!', 'bad') : undefined
  return html`<li>${time(at, 'short')} <span class="who">${t[from]} → ${t[to]}</span> <a href="${link}">${text}</a> ${tone}</li>`
}

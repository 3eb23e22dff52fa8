import { type Html, html } from '../http/html.ts'
import type { Button } from '../http/showcase.ts'
import { ask, knows } from './calls.ts'
import type { View } from './frame.ts'
import { button, json, part } from './parts.ts'
import type { Site } from './site.ts'

type Rule = { readonly id: string }

const EXAMPLE = { operationId: 'importKundenangaben', status: 503, times: 1 }

/** The rules by which requests fail, as far as the control API has them. */
export async function faults(site: Site): Promise<View> {
  const { desk, t: texts, base } = site
  const t = texts.faults
  const one = html`<h2>${t.once}</h2><pre tabindex="0" data-copy><code>curl -H 'Prefer: code=503' ${base}/auth/token</code></pre>`
  if (!knows(desk.control, 'listFaults'))
    return { title: texts.nav.faults, content: html`<p>${t.about}</p>${one}` }
  const rules = (await ask<readonly Rule[]>(site, { operation: 'listFaults' })) ?? []
  return {
    title: texts.nav.faults,
    content: html`<p>${t.about}</p>${part('faults', ruleList(site, rules))}
<h2>${t.add}</h2>${button(site, simple(site))}<h2>${t.rule}</h2>${button(site, add(site))}${one}`
  }
}

function ruleList(site: Site, rules: readonly Rule[]): Html {
  const t = site.t.faults
  if (rules.length === 0) return html`<p class="empty">${t.none}</p>`
  const clear: Button = { label: t.clear, tone: 'bad', call: { operation: 'clearFaults' } }
  return html`<ul class="things">${rules.map(rule => ruleCard(site, rule))}</ul>${knows(site.desk.control, 'clearFaults') && button(site, clear)}`
}

function ruleCard(site: Site, rule: Rule): Html {
  const remove: Button = {
    label: site.t.remove,
    tone: 'bad',
    call: { operation: 'deleteFault', path: { id: rule.id } }
  }
  return html`<li><article><h2>${rule.id}</h2>${json(rule)}${button(site, remove)}</article></li>`
}

/** The rule that is wanted most often, without writing JSON. */
function simple({ t: texts }: Site): Button {
  const t = texts.faults
  const { requests } = texts
  const text = { in: 'body', type: 'text' } as const
  const number = { in: 'body', type: 'number' } as const
  return {
    label: t.add,
    tone: 'main',
    call: { operation: 'createFault', body: EXAMPLE },
    fields: [
      { ...text, label: requests.operation, name: 'operationId', value: EXAMPLE.operationId },
      { ...text, label: requests.client, name: 'client' },
      { ...number, label: requests.status, name: 'status', value: String(EXAMPLE.status) },
      { ...number, label: t.times, name: 'times', value: String(EXAMPLE.times) }
    ]
  }
}

function add({ t: texts }: Site): Button {
  const t = texts.faults
  return {
    label: t.add,
    tone: 'main',
    call: { operation: 'createFault', body: EXAMPLE },
    fields: [
      {
        label: t.rule,
        name: 'rule',
        in: 'body',
        type: 'json',
        value: JSON.stringify(EXAMPLE, null, 2)
      }
    ]
  }
}

import { type Html, html } from '../http/html.ts'
import type { Button } from '../http/showcase.ts'
import type { Delivery, Registration } from '../world/delivery.ts'
import { redact } from '../world/redact.ts'
import type { View } from './frame.ts'
import { button, chip, fromOf, json, PAGE_SIZE, pager, part, table, time } from './parts.ts'
import { here, linkTo, type Site } from './site.ts'

const TONES = { pending: 'open', delivered: 'good', discarded: 'bad' } as const

/** Where notifications go, and what became of each. */
export async function webhooks(site: Site): Promise<View> {
  const { world, t: texts, query } = site
  const t = texts.webhooks
  const registrations = await world.store.list<Registration>('webhooks')
  const all = (await world.store.list<Delivery>('deliveries')).toReversed()
  const { id } = query
  const found = id === undefined ? all : all.filter(one => one.id === id)
  const from = fromOf(site)
  const list = html`<h2>${t.deliveries}</h2>
${found.length === 0 && html`<p class="empty">${t.none}</p>`}
<ul class="things">${found.slice(from, from + PAGE_SIZE).map(one => deliveryCard(site, one))}</ul>
${pager(site, found.length)}`
  return {
    title: texts.nav.webhooks,
    content: html`${part('registrations', registrationsPart(site, registrations))}
${button(site, register(site))}
${id !== undefined && html`<p><a href="${here(site, { id: undefined })}">← ${t.deliveries}</a></p>`}
${part('deliveries', list)}`
  }
}

function registrationsPart(site: Site, registrations: readonly Registration[]): Html {
  const t = site.t.webhooks
  const rows = registrations.map(one => {
    const { api, tenant, url, events } = one
    const remove = {
      label: site.t.remove,
      tone: 'bad',
      call: { operation: 'putWebhook', body: { api, url: null, ...(tenant && { tenant }) } }
    } satisfies Button
    return html`<tr><td>${api}</td><td>${tenant ?? t.everyone}</td><td>${url === null ? t.nothing : html`<code>${url}</code>`}</td><td>${events?.join(', ') ?? t.allEvents}</td><td>${url !== null && button(site, remove)}</td></tr>`
  })
  return html`<h2>${t.registrations}</h2>
${
  rows.length === 0
    ? html`<p class="empty">${t.noRegistrations}</p>`
    : table(t.registrations, ['API', t.tenant, t.url, t.events, t.change], rows)
}`
}

function register({ t: texts }: Site): Button {
  const t = texts.webhooks
  return {
    label: t.register,
    tone: 'main',
    call: { operation: 'putWebhook', body: { api: 'banksapi', url: '/_sandkasten/inbox/demo' } },
    fields: [
      {
        label: t.registerLabel,
        name: 'url',
        in: 'body',
        type: 'text',
        value: '/_sandkasten/inbox/demo',
        required: true
      },
      { label: t.tenantLabel, name: 'tenant', in: 'body', type: 'text' }
    ]
  }
}

function deliveryCard(site: Site, delivery: Delivery): Html {
  const t = site.t.webhooks
  const { id, type, serial, tenant, url, state, createdAt, attempts, notification } = delivery
  const again = button(site, { label: t.redeliver, call: { operation: 'redeliver', path: { id } } })
  return html`<li id="delivery-${id}"><article>
<h3><a href="${linkTo(site, 'console/webhooks', { id })}">${type} #${serial}</a> ${chip(t.state[state], TONES[state])}</h3>
<dl class="facts"><div><dt>${t.tenant}</dt><dd>${tenant}</dd></div><div><dt>${t.url}</dt><dd><code>${url}</code></dd></div><div><dt>${site.t.requests.time}</dt><dd>${time(createdAt)}</dd></div>
<div><dt>${t.attempts}</dt><dd>${attempts.length === 0 ? t.noAttempt : html`<ol class="plain">${attempts.map(attemptItem)}</ol>`}</dd></div></dl>
<details><summary>${t.notification} ${id}</summary>${json(redact(notification))}</details>
${again}
</article></li>`
}

function attemptItem(attempt: Delivery['attempts'][number]): Html {
  const { status, error } = attempt as { readonly status?: number; readonly error?: string }
  const isFine = status !== undefined && status < 300
  return html`<li>${time(attempt.at)} ${chip(status ?? error ?? '–', isFine ? 'good' : 'bad')}</li>`
}

import { type Html, html } from '../http/html.ts'
import { ask } from './calls.ts'
import type { View } from './frame.ts'
import { button, chip, part, searchForm } from './parts.ts'
import type { Site } from './site.ts'

type Setting = boolean | string | number

/** The switches of the workspace, those that differ from their default first. */
export async function switches(site: Site): Promise<View> {
  const { t: texts, query, desk, world } = site
  const t = texts.switches
  const current = (await ask<Record<string, Setting>>(site, { operation: 'getBehaviour' })) ?? {}
  const wanted = query['q']?.trim().toLowerCase() ?? ''
  const all = Object.entries(desk.switches)
    .filter(([name, { about }]) => `${name} ${about}`.toLowerCase().includes(wanted))
    .map(([name, one]) => ({ name, ...one, value: current[name] ?? one.default }))
  const isChanged = (one: (typeof all)[number]) => one.value !== one.default
  const list = html`${all.length === 0 && html`<p class="empty">${t.none}</p>`}
<ul class="switches">${[...all.filter(isChanged), ...all.filter(one => !isChanged(one))].map(one => row(site, one))}</ul>`
  return {
    title: texts.nav.switches,
    content: html`<p>${t.about}</p>${searchForm(site, t.search)}${part(`switches-${world.name}`, list)}`
  }
}

type Shown = {
  readonly name: string
  readonly default: Setting
  readonly values: readonly Setting[] | { readonly least: number }
  readonly about: string
  readonly value: Setting
}

function row(site: Site, one: Shown): Html {
  const { name, about, value, values } = one
  const t = site.t.switches
  const isChanged = value !== one.default
  const set = (to: Setting | null) => ({ operation: 'patchBehaviour', body: { [name]: to } })
  const label = { label: t.value, name, in: 'body', value: String(value) } as const
  const field =
    'least' in values
      ? ({ ...label, type: 'number' } as const)
      : ({ ...label, type: 'setting', options: values.map(String) } as const)
  return html`<li><h2><code>${name}</code> ${isChanged && chip(t.changed, 'open')}</h2>
<p lang="en">${about}</p>
<div class="acts">${button(site, { label: t.set, call: set(value), fields: [field] })}
${isChanged && button(site, { label: `${t.reset}: ${one.default}`, call: set(null) })}</div></li>`
}

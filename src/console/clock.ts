import { type Html, html } from '../http/html.ts'
import type { Button } from '../http/showcase.ts'
import { toIso } from '../world/clock.ts'
import type { View } from './frame.ts'
import { buttons, fromOf, PAGE_SIZE, pager, part, table, time } from './parts.ts'
import type { Site } from './site.ts'

/** What time it is, what comes next, and how to get there at once. */
export async function clock(site: Site): Promise<View> {
  const { world, t: texts } = site
  const t = texts.clock
  const { now, mode, speed } = world.clock.reading()
  const events = world.events()
  const from = fromOf(site)
  const reading = html`<p class="clock">${time(now)} <span class="chip ${mode === 'frozen' ? 'quiet' : 'good'}">${t.mode[mode]}${mode === 'scaled' && ` ${speed}×`}</span></p>
${buttons(site, jumps(site))}`
  const list = html`<h2>${t.events}</h2>
${events.length === 0 ? html`<p class="empty">${t.none}</p>` : eventTable(site, events.slice(from, from + PAGE_SIZE))}
${pager(site, events.length)}`
  return {
    title: texts.nav.clock,
    content: html`<p>${t.now} (Europe/Berlin)</p>${part('clock', reading)}${part('events', list)}`
  }
}

function eventTable(site: Site, events: ReturnType<Site['world']['events']>): Html {
  const t = site.t.clock
  return table(
    t.events,
    [t.due, t.kind, t.about],
    events.map(
      ({ id, kind, dueAt, about }) =>
        html`<tr id="event-${id}"><td>${time(dueAt)}</td><td><code>${kind}</code></td><td>${about}</td></tr>`
    )
  )
}

function jumps({ world, t: texts }: Site): readonly Button[] {
  const t = texts.clock
  const [next] = world.events()
  const by = (label: string, by: string): Button => ({
    label,
    call: { operation: 'advanceClock', body: { by } }
  })
  const { mode } = world.clock.reading()
  const due = next && Math.max(next.dueAt, world.clock.now())
  const set = (label: string, mode: string): Button => ({
    label,
    call: { operation: 'putClock', body: { mode } }
  })
  return [
    ...(due === undefined
      ? []
      : [
          {
            label: t.nextEvent,
            call: { operation: 'advanceClock', body: { to: toIso(due) } },
            tone: 'main'
          } satisfies Button
        ]),
    by(t.hour, 'PT1H'),
    by(t.day, 'P1D'),
    by(t.quarter, 'P90D'),
    ...(mode === 'frozen' ? [] : [set(t.freeze, 'frozen')]),
    ...(mode === 'running' ? [] : [set(t.run, 'running')]),
    {
      ...by(t.by, 'P1D'),
      fields: [{ label: t.byLabel, name: 'by', in: 'body', type: 'text', value: 'P1D' }]
    }
  ]
}

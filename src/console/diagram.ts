import { type Html, html } from '../http/html.ts'
import { berlinTime } from '../world/berlin.ts'
import type { Site } from './site.ts'
import type { Lane, Step } from './steps.ts'

const ORDER: readonly Lane[] = ['client', 'sandbox', 'bank', 'phone', 'webhook']
const LANE = 230
const MARGIN = 110
const HEAD = 56
const ROW = 40
const LONGEST = 31

/** A sequence diagram. What it shows is told by the list beside it as well. */
export function diagram(site: Site, steps: readonly Step[]): Html {
  const t = site.t.flow
  const used = new Set<Lane>(['client', 'sandbox', ...steps.flatMap(({ from, to }) => [from, to])])
  const lanes = ORDER.filter(lane => used.has(lane))
  const x = (lane: Lane) => MARGIN + lanes.indexOf(lane) * LANE
  const width = 2 * MARGIN + (lanes.length - 1) * LANE
  const height = HEAD + steps.length * ROW + 24
  return html`<div class="scroll" role="region" aria-label="${t.diagram}" tabindex="0">
<svg class="sequence" role="img" aria-label="${t.diagram}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<desc>${steps.map(step => sentence(site, step)).join('; ')}</desc>
${lanes.map(lane => laneOf(t[lane], x(lane), height))}
${steps.map((step, index) => arrow(step, x, HEAD + (index + 1) * ROW))}
</svg></div>`
}

/** A step in words. */
function sentence({ t }: Site, { from, to, text, at }: Step): string {
  return `${berlinTime(at).slice(11)} ${t.flow[from]} ${t.flow.to} ${t.flow[to]}: ${text}`
}

function laneOf(name: string, x: number, height: number): Html {
  return html`<line class="life" x1="${x}" y1="${HEAD - 10}" x2="${x}" y2="${height - 8}"/>
<rect class="head" x="${x - 62}" y="8" width="124" height="34" rx="8"/>
<text class="name" x="${x}" y="30" text-anchor="middle">${name}</text>`
}

function arrow({ from, to, text, is }: Step, x: (lane: Lane) => number, y: number): Html {
  const [start, end] = [x(from), x(to)]
  const way = end > start ? 1 : -1
  const tip = end - way * 2
  const middle = (start + start + way * LANE) / 2
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return html`<g class="${is}"><title>${text}</title>
<line x1="${start}" y1="${y}" x2="${tip - way * 6}" y2="${y}"/>
<path d="M${tip} ${y} l${-way * 9} -4.5 v9 z"/>
<text x="${middle}" y="${y - 7}" text-anchor="middle">${short}</text></g>`
}

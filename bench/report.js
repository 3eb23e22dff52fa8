/** A value as people read it. */
export function shown(value, unit) {
  if (value === undefined) return '–'
  if (unit === '×') return `${value.toFixed(2)} ×`
  if (unit === 'packages') return String(value)
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`
}

/** A target as people read it. */
export function goal({ most, least, unit }) {
  if (most !== undefined) return `≤ ${most} ${unit}`
  return least === undefined ? '' : `≥ ${least} ${unit}`
}

/** All rows as a table of text. */
export function table(rows) {
  const cells = rows.map(one => [
    one.name,
    shown(one.value, one.unit),
    goal(one),
    one.verdict,
    one.note ?? ''
  ])
  const widths = [0, 1, 2, 3].map(column => Math.max(...cells.map(one => one[column].length)))
  return cells
    .map(one =>
      one
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}

/** The report as one page that needs nothing else, in light and dark. */
export function page(rows, charts, about) {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandkasten: measured</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body><main><h1>Sandkasten: measured</h1><p>${escaped(about)}</p>
<p>A bar is the value beside its target, the upright line: what may be at most that much is reached on the left of it, what has to be at least that much on the right.</p>
<table><thead><tr><th>What</th><th>Value</th><th>Target</th><th></th><th>Verdict</th></tr></thead>
<tbody>${rows.map(rowOf).join('\n')}</tbody></table>
${charts.map(chart).join('\n')}
</main></body></html>
`
}

function rowOf(row) {
  const { name, note, value, unit, verdict } = row
  return `<tr class="${verdict}"><td>${escaped(name)}${note ? `<small>${escaped(note)}</small>` : ''}</td><td>${shown(value, unit)}</td><td>${goal(row)}</td><td>${bar(row)}</td><td>${verdict}</td></tr>`
}

const BAR = 220

/** The target stands at half of the width. */
function bar({ name, value, most, least }) {
  const target = most ?? least
  if (target === undefined || value === undefined) return ''
  const width = Math.min(BAR, (value / target / 2) * BAR)
  return `<svg width="${BAR}" height="16" role="img" aria-label="${escaped(name)}: ${(value / target).toFixed(2)} of the target"><rect class="room" width="${BAR}" height="16" rx="3"/><rect class="value" width="${width.toFixed(1)}" height="16" rx="3"/><line x1="${BAR / 2}" x2="${BAR / 2}" y2="16"/></svg>`
}

const [WIDTH, HEIGHT] = [720, 220]

/** Lines over the course of a measurement, from zero on. */
function chart({ title, lines }) {
  const top = Math.max(...lines.flatMap(({ values }) => values)) * 1.1
  const x = (index, { length }) => 40 + (index / Math.max(1, length - 1)) * (WIDTH - 60)
  const y = value => HEIGHT - 20 - (value / top) * (HEIGHT - 40)
  const drawn = lines.map(({ name, values }, index) => {
    const points = values.map((value, at) => `${x(at, values).toFixed(1)},${y(value).toFixed(1)}`)
    const last = values.at(-1)
    return `<polyline class="line${index}" points="${points.join(' ')}"/><text x="${WIDTH - 20}" y="${(y(last) - 6).toFixed(1)}" text-anchor="end">${escaped(name)}: ${last.toFixed(0)}</text>`
  })
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}"><line x1="40" x2="${WIDTH - 20}" y1="${HEIGHT - 20}" y2="${HEIGHT - 20}"/><text x="36" y="${HEIGHT - 16}" text-anchor="end">0</text><text x="36" y="24" text-anchor="end">${top.toFixed(0)}</text>${drawn.join('')}</svg></figure>`
}

function escaped(text) {
  return String(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}

const STYLE = `:root{color-scheme:light dark;--ink:#1c1c1c;--paper:#fff;--room:#e8e8e8;--good:#2a7a3b;--bad:#b3261e;--other:#3565a8}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#161616;--room:#333;--good:#6cc083;--bad:#f2857c;--other:#8ab4f0}}
body{background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;margin:2rem}main{max-width:72rem;margin:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--room);vertical-align:top}
small{display:block;opacity:.75}td:nth-child(2),td:nth-child(3){white-space:nowrap}svg{max-width:100%}
svg line{stroke:var(--ink)}svg text{fill:var(--ink);font-size:12px}.room{fill:var(--room)}.value{fill:var(--other)}
.reached .value{fill:var(--good)}.missed .value{fill:var(--bad)}.reached td:last-child{color:var(--good)}.missed td:last-child,.failed td:last-child{color:var(--bad)}
polyline{fill:none;stroke:var(--other);stroke-width:2}.line1{stroke:var(--good)}figure{margin:2rem 0}`

/**
 * What the pages can do beyond HTML: follow changes and copy. Everything works without it. A part is fetched anew as the
 * server renders it and put in place; open details, the focus and what somebody types stay.
 */
export const SCRIPT = `'use strict'
const status = document.querySelector('[data-status]')
const main = document.querySelector('[data-stream]')
const shown = new Map()
const fetching = { isBusy: false, isLate: false }

for (const part of document.querySelectorAll('[data-part]')) shown.set(part.id, part.innerHTML)

function keyOf(element) {
  return element.id || element.getAttribute('href') || element.textContent
}

function put(part, html) {
  const active = document.activeElement
  const isInside = part.contains(active)
  if (isInside && active.matches('input, select, textarea')) return
  const open = new Set([...part.querySelectorAll('details[open] > summary')].map(keyOf))
  const rows = new Set([...part.querySelectorAll('tr[id]')].map(row => row.id))
  const scroll = [...part.querySelectorAll('.scroll')].map(one => one.scrollLeft)
  const focused = isInside ? [active.tagName, keyOf(active)] : null
  part.innerHTML = html
  shown.set(part.id, html)
  for (const one of part.querySelectorAll('summary')) if (open.has(keyOf(one))) one.parentElement.open = true
  if (rows.size > 0) for (const row of part.querySelectorAll('tr[id]')) if (!rows.has(row.id)) row.classList.add('new')
  part.querySelectorAll('.scroll').forEach((one, n) => { one.scrollLeft = scroll[n] || 0 })
  if (focused) for (const one of part.querySelectorAll(focused[0])) if (keyOf(one) === focused[1]) { one.focus({ preventScroll: true }); break }
  addCopy(part)
}

async function refresh() {
  if (fetching.isBusy) { fetching.isLate = true; return }
  fetching.isBusy = true
  try {
    const answer = await fetch(location.href, { cache: 'no-store' })
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const part of document.querySelectorAll('[data-part]')) {
        const other = fresh.getElementById(part.id)
        if (other && other.innerHTML !== shown.get(part.id)) put(part, other.innerHTML)
      }
    }
  } catch {} finally {
    setTimeout(() => { fetching.isBusy = false; if (fetching.isLate) { fetching.isLate = false; refresh() } }, 300)
  }
}

function listen() {
  const source = new EventSource(main.dataset.stream)
  source.addEventListener('open', () => { status.textContent = status.dataset.on; status.classList.add('on'); refresh() })
  source.addEventListener('error', () => { status.classList.remove('on') })
  source.addEventListener('change', refresh)
  addEventListener('pagehide', () => source.close())
}

function addCopy(root) {
  if (!navigator.clipboard) return
  for (const code of root.querySelectorAll('[data-copy]:not([data-status])')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.title = status.dataset.copy
    button.setAttribute('aria-label', status.dataset.copy + ': ' + code.textContent)
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent)
      button.classList.add('done')
      button.setAttribute('aria-label', status.dataset.copied)
      setTimeout(() => { button.classList.remove('done') }, 1500)
    })
    code.after(' ', button)
  }
}

const current = document.querySelector('.side [aria-current]')
if (current) current.closest('.side').scrollLeft = current.offsetLeft - 40
addCopy(document)
addEventListener('pageshow', event => { if (event.persisted) location.reload() })
if (main && 'EventSource' in window) listen()
`

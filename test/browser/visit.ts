import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import type { Sandbox } from '../sandbox.ts'
import { launch } from './chromium.ts'

/** Where customers come from and go back to: another origin, which sends them on to one more. */
export async function createPortal(t: Test): Promise<string> {
  const server = createServer((request, reply) => {
    const url = request.url ?? ''
    if (url.startsWith('/back')) {
      const { port } = server.address() as AddressInfo
      reply.writeHead(302, { location: `http://localhost:${port}/home${url.slice(5)}` }).end()
      return
    }
    reply
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><html lang="en"><title>Portal</title><h1>Portal</h1>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/back?kunde=7`
}

/** How the customer came back, once at home. */
export function outcomeOf(page: Page): string | null {
  const { pathname, searchParams } = new URL(page.url())
  return pathname === '/home' ? searchParams.get('baReentry') : `still at ${page.url()}`
}

/** What people call the element that has the focus. */
const FOCUSED = `[document.activeElement?.textContent,
  ...[...(document.activeElement?.labels ?? [])].map(label => label.textContent)].join(' ')`

/** Presses the tabulator until the element with this text or label has the focus. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(FOCUSED)
    if (name.test(focused)) return
  }
  throw new Error(`nothing with ${name} can be reached by keyboard at ${page.url()}`)
}

/** Checks a page for everybody: with a reader, in the dark, on a small phone. */
export async function checkPage(t: Test, page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axe.source)
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
    })
    t.same(found, [], `${name}, ${colorScheme}`)
  }
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  t.ok(width <= 320, `${name} is not wider than a small phone: ${width}`)
}

/** Fails the test when a page loads something from elsewhere or the browser complains. */
export function watch(t: Test, page: Page, url: string): void {
  page.on('request', request => {
    const isOwn = request.url().startsWith(url) || /^data:/.test(request.url())
    if (!isOwn && request.resourceType() !== 'document') t.fail(`foreign: ${request.url()}`)
  })
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 40[04]/.test(message.text()))
      t.fail(`told by the browser: ${message.text()}`)
  })
}

/** A browser that is as small as phones get. */
export async function newPhone(t: Test, sandbox: Sandbox): Promise<Page> {
  const page = await (await launch(t)).newPage({
    locale: 'de-DE',
    viewport: { width: 320, height: 640 }
  })
  watch(t, page, sandbox.url)
  return page
}

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import type { Test } from 'tap'

const PATH = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Why the page tests cannot run here; `false` when they can. */
export const skip = existsSync(PATH) ? false : `no Chromium at ${PATH}: page tests are skipped`

/** A headless Chromium for one test. */
export async function launch(t: Test): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: PATH,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  })
  t.teardown(() => browser.close())
  return browser
}

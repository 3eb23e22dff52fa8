import { defineConfig } from '@playwright/test'

// biome-ignore lint/style/noDefaultExport: Playwright wants one
export default defineConfig({
  use: {
    locale: 'de-DE',
    launchOptions: {
      // Leave this out after `npx playwright install chromium`.
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox']
    }
  }
})

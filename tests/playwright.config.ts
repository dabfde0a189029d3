import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromiumArgs, findChromium } from './support/chromium.mjs'

const executablePath = await findChromium()

/** Journeys in a real browser. Each file starts its own server (tests/support/server.ts) on its own database. */
export default defineConfig({
  testDir: path.join(import.meta.dirname, 'browser'),
  outputDir: path.join(import.meta.dirname, '.output/browser'),
  globalSetup: path.join(import.meta.dirname, 'support/services.ts'),
  // Journeys mostly wait (a cut line of two minutes, a server that starts): two at a time halve the run. Each has its own server and data.
  workers: 2,
  // Once more on a server and data of its own. What needs it is named at the end of the run as unsteady, to be looked into.
  retries: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
    // Recording every step of ten browsers costs more than the steps: `TRACE=1` where a failure is looked into.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    launchOptions: { args: chromiumArgs, ...(executablePath ? { executablePath } : {}) },
  },
})

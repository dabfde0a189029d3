// Which Chromium the browser tests use. Plain Node: asked by the runner before anything is built, and by Playwright.
import { existsSync } from 'node:fs'
import { findProgram } from '../../server/deploy/system-packages.mjs'

/** @returns {Promise<string | null>} full path of a Chromium on this machine, null when there is none */
export async function findChromium() {
  if (process.env.CHROMIUM_PATH) {
    if (existsSync(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH
    throw new Error(`CHROMIUM_PATH names a file that does not exist: ${process.env.CHROMIUM_PATH}`)
  }
  const { chromium } = await import('@playwright/test')
  const own = chromium.executablePath()
  if (own && existsSync(own)) return own
  return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : findProgram('chromium', 'chromium-browser', 'google-chrome')
}

/** Kept quiet and offline: a browser under test calls nobody but our server. */
export const chromiumArgs = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

// The member's session page on a phone with nothing cached, over 1.5 Mbit/s with 150 ms: bytes and requests until it can be
// used, and how long that took. Beside it, in the same browser on the same line, the bare path: the same words and styles
// from a plain server, without script and fonts – what no page of this content can go below. One JSON line a figure; ends
// with 1 when a goal is missed.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { novemberId } from '#prisma/seed/meetings.ts'
import { sessionText } from '#app/text/session.ts'
import { tokenHash } from '#server/auth/actor.ts'
import { PHONE } from '#tests/support/browser.ts'
import { chromiumArgs, findChromium } from '#tests/support/chromium.mjs'
import { startServer } from '#tests/support/server.ts'
import { startTestServices } from '#tests/support/services.ts'

const ROUNDS = 5
const LINE = { offline: false, latency: 150, downloadThroughput: 1_500_000 / 8, uploadThroughput: 1_500_000 / 8 }
const GOAL_BYTES = 250_000
/** Words only the code of these parts holds, whatever their file is called. */
const LAZY = { editor: 'LexicalEditor', pdf: 'GlobalWorkerOptions' }

type Load = { bytes: number; requests: number; paintMs: number; usableMs: number; byKind: Map<string, number>; lazy: Record<keyof typeof LAZY, number> }

let isMet = true
function say(metric: string, value: number, unit: string, peer: number | null, goal: number | null): void {
  const met = goal === null ? null : value <= goal
  if (met === false) isMet = false
  const ratio = peer ? Number((value / peer).toFixed(2)) : null
  console.log(JSON.stringify({ bench: 'first-load', metric, value: Math.round(value), unit, peer: peer === null ? null : Math.round(peer), ratio, goal, met }))
}
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** Opens the address with an empty cache on the slow line and counts what crossed it until `isUsable` says yes. */
async function load(context: BrowserContext, url: string, isUsable: (page: Page) => Promise<unknown>): Promise<Load> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.clearBrowserCache')
  await cdp.send('Network.emulateNetworkConditions', LINE)
  const kinds = new Map<string, string>()
  const result: Load = { bytes: 0, requests: 0, paintMs: 0, usableMs: 0, byKind: new Map(), lazy: { editor: 0, pdf: 0 } }
  const count = (id: string, bytes: number) => {
    result.bytes += bytes
    const kind = kinds.get(id) ?? 'other'
    result.byKind.set(kind, (result.byKind.get(kind) ?? 0) + bytes)
  }
  let isCounting = true
  cdp.on('Network.requestWillBeSent', e => {
    kinds.set(e.requestId, e.type ?? 'other')
    if (isCounting && !e.request.url.startsWith('data:')) result.requests += 1
  })
  // Bodies as they arrive, and the heads with the end of each answer: what was on its way when the page became usable counts too.
  const seen = new Map<string, number>()
  cdp.on('Network.dataReceived', e => {
    if (!isCounting) return
    seen.set(e.requestId, (seen.get(e.requestId) ?? 0) + e.encodedDataLength)
    count(e.requestId, e.encodedDataLength)
  })
  cdp.on('Network.loadingFinished', e => {
    if (isCounting) count(e.requestId, Math.max(0, e.encodedDataLength - (seen.get(e.requestId) ?? 0)))
  })
  const scripts: Promise<string>[] = []
  page.on('response', response => {
    if (response.request().resourceType() === 'script') scripts.push(response.text().catch(() => ''))
  })
  const from = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await isUsable(page)
  result.usableMs = performance.now() - from
  isCounting = false
  result.paintMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)
  await page.waitForLoadState('networkidle')
  for (const code of await Promise.all(scripts))
    for (const name of Object.keys(LAZY) as (keyof typeof LAZY)[]) if (code.includes(LAZY[name])) result.lazy[name] += 1
  await page.close()
  return result
}

/** The button to check in is drawn and React listens to it. */
async function canCheckIn(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: sessionText.member.checkIn })
  await button.waitFor({ timeout: 60_000 })
  const handle = await button.elementHandle()
  await page.waitForFunction(element => Object.keys(element ?? {}).some(key => key.startsWith('__reactProps')), handle, { timeout: 60_000, polling: 'raf' })
}

/** The same document without its scripts, its styles beside it, gzipped as ours. */
async function bareServer(document: string, styles: string) {
  const html = gzipSync(document.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<link[^>]*modulepreload[^>]*>/g, '').replace(/href="[^"]*\.css"/, 'href="/styles.css"'))
  const css = gzipSync(styles.replace(/@font-face\s*{[^}]*}/g, ''))
  const server = createServer((request, response) => {
    const isStyle = request.url === '/styles.css'
    response.writeHead(200, { 'Content-Type': isStyle ? 'text/css' : 'text/html; charset=utf-8', 'Content-Encoding': 'gzip' }).end(isStyle ? css : html)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

/** A member who is signed in on this device, without the sign-in page having filled the cache. */
async function memberContext(browser: Browser, databaseUrl: string, url: string): Promise<{ context: BrowserContext; cookie: string }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const token = uuid()
  await client.query(
    `INSERT INTO "Session" (id, "tokenHash", "userId", "expiresAt") SELECT $1, $2, id, now() + interval '1 hour' FROM "User" WHERE username = 'gd.snv'`,
    [uuid(), tokenHash(token)],
  )
  await client.end()
  const context = await browser.newContext({ viewport: PHONE, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  await context.addCookies([{ name: 'tantrao', value: token, url }])
  return { context, cookie: `tantrao=${token}` }
}

const services = await startTestServices()
const server = await startServer({ seeded: true })
const executablePath = await findChromium()
const browser = await chromium.launch({ args: chromiumArgs, ...(executablePath ? { executablePath } : {}) })
try {
  const url = `${server.url}/phien-hop/${novemberId}/du-hop`
  const { context, cookie } = await memberContext(browser, server.database.url, server.url)
  const document = await (await fetch(url, { headers: { cookie } })).text()
  const stylesheet = /href="([^"]*\.css)"/.exec(document)?.[1]
  if (!stylesheet) throw new Error('The page names no stylesheet')
  const bare = await bareServer(document, await (await fetch(server.url + stylesheet)).text())
  const own: Load[] = []
  const peer: Load[] = []
  for (let i = 0; i < ROUNDS; i++) {
    own.push(await load(context, url, canCheckIn))
    peer.push(await load(context, bare.url, page => page.waitForLoadState('load')))
  }
  bare.close()
  const of = (loads: Load[], take: (l: Load) => number) => median(loads.map(take))
  say('bytes', of(own, l => l.bytes), 'bytes', of(peer, l => l.bytes), GOAL_BYTES)
  for (const kind of own[0]?.byKind.keys() ?? []) say(`bytes.${kind.toLowerCase()}`, of(own, l => l.byKind.get(kind) ?? 0), 'bytes', of(peer, l => l.byKind.get(kind) ?? 0), null)
  say('requests', of(own, l => l.requests), 'requests', of(peer, l => l.requests), null)
  say('first-paint', of(own, l => l.paintMs), 'ms', of(peer, l => l.paintMs), null)
  say('usable', of(own, l => l.usableMs), 'ms', of(peer, l => l.usableMs), null)
  say('editor-chunks', of(own, l => l.lazy.editor), 'files', null, 0)
  say('pdf-chunks', of(own, l => l.lazy.pdf), 'files', null, 0)
} finally {
  await browser.close()
  await server.close()
  await services.stop()
}
process.exit(isMet ? 0 : 1)

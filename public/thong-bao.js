// The one worker of this program. It shows alerts that arrive while no page is open, and it keeps, for one person, the last
// pages of their own work, so that a clerk whose line is gone still opens them. It keeps nothing of sessions, votes, papers or
// secrets: the pages are asked for without those (header below). Its address names the build: another build is another worker.
const VERSION = new URL(self.location.href).searchParams.get('v') ?? ''
const PREFIX = 'tantrao.giu.'
const APP = `${PREFIX}${VERSION}.ung-dung`
const pagesOf = user => `${PREFIX}${VERSION}.trang.${user}`
/** A line that does not answer within this has gone, as far as a thumb is concerned; where nothing is kept it is waited for. */
const PATIENCE_MS = 5_000
const MOST_PAGES = 40
const HOME = '/viec-cho-toi'

/** What may be kept, by address: the list of one's own work, and single tasks. Nothing with a question behind it. */
const mayKeep = (path, search = '') => search === '' && (path === HOME || /^\/nhiem-vu\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(path))
const isAsset = path => /^\/assets\/[\w.-]+$/.test(path)
/** What a proxy says while the program behind it restarts. */
const isBetween = status => status === 502 || status === 503 || status === 504
/** Whose page it is; null = nobody's, or none of ours. */
const ownerOf = html => /<html[^>]* data-who="([0-9a-f-]{36})"/.exec(html)?.[1] ?? null
const assetsOf = html => [...new Set(html.match(/\/assets\/[\w.-]+\.(?:js|css|woff2)/g) ?? [])]

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(wipe(name => !name.startsWith(`${PREFIX}${VERSION}.`)).then(() => self.clients.claim())))

async function wipe(isGone = () => true) {
  const names = (await caches.keys()).filter(name => name.startsWith(PREFIX) && isGone(name))
  await Promise.all(names.map(name => caches.delete(name)))
}

self.addEventListener('message', event => {
  const { word, user, pages, assets } = event.data ?? {}
  if (word === 'keep') event.waitUntil(keep(user, pages, assets).then(() => event.ports[0]?.postMessage('kept'), () => event.ports[0]?.postMessage('failed')))
  if (word === 'wipe') event.waitUntil(wipe())
})

/** Pages (address and a mark of what they show: the same mark is not asked for again) and the files they are made of. */
async function keep(user, pages, assets) {
  // Another person's, and those of an earlier build, leave first.
  await wipe(name => name !== APP && name !== pagesOf(user))
  const app = await caches.open(APP)
  const keepAssets = async paths => {
    for (const path of paths.filter(isAsset)) if (!(await app.match(path, { ignoreVary: true }))) await app.add(path)
  }
  await keepAssets(assets)
  const cache = await caches.open(pagesOf(user))
  const wanted = pages.filter(p => mayKeep(p.path)).slice(0, MOST_PAGES)
  for (const request of await cache.keys()) if (!wanted.some(p => p.path === new URL(request.url).pathname)) await cache.delete(request)
  for (const { path, mark } of wanted) {
    const had = await cache.match(path)
    if (had?.headers.get('X-Tan-Trao-Mark') === mark) continue
    const fresh = await fetch(path, { headers: { Accept: 'text/html', 'X-Tan-Trao-Giu': '1' }, credentials: 'same-origin', cache: 'no-store' })
    const html = await fresh.text()
    // Signed out meanwhile, somebody else at this device, no right to it any more: nothing of it stays.
    if (!fresh.ok || fresh.redirected || ownerOf(html) !== user) {
      await cache.delete(path)
      if (fresh.redirected) return wipe()
      continue
    }
    const headers = new Headers(fresh.headers)
    for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name)
    headers.set('X-Tan-Trao-Mark', mark)
    const at = Date.parse(fresh.headers.get('Date') ?? '') || Date.now()
    await cache.put(path, new Response(html.replace('<html ', `<html data-kept-at="${at}" `), { headers }))
    await keepAssets(assetsOf(html))
  }
}

/** The kept page of whoever was last at this device; there is never more than one person's. */
async function kept(path) {
  for (const name of await caches.keys()) if (name.startsWith(`${PREFIX}${VERSION}.trang.`)) return (await caches.open(name)).match(path)
}

/** The server first; what is kept only when it does not answer. */
async function page(request, url) {
  const isKept = mayKeep(url.pathname, url.search)
  const had = isKept ? await kept(url.pathname) : undefined
  const asked = fetch(request)
  const instead = () => had ?? Response.redirect(HOME, 302)
  if (!had && !(url.pathname === '/' && (await kept(HOME)))) return asked
  let timer
  const late = new Promise(resolve => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  const fresh = await Promise.race([asked.catch(() => null), late])
  clearTimeout(timer)
  return fresh && !isBetween(fresh.status) ? fresh : instead()
}

async function asset(request) {
  const had = await (await caches.open(APP)).match(request.url, { ignoreVary: true })
  return had ?? fetch(request)
}

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (VERSION === '' || url.origin !== self.location.origin) return
  // Whoever signs out takes everything along.
  if (request.method === 'POST' && url.pathname === '/dang-xuat') return event.waitUntil(wipe())
  if (request.method !== 'GET') return
  if (isAsset(url.pathname)) return event.respondWith(asset(request))
  if (request.mode === 'navigate' && (url.pathname === '/' || mayKeep(url.pathname, url.search))) event.respondWith(page(request, url))
})

self.addEventListener('push', event => {
  const read = () => {
    try {
      return event.data ? event.data.json() : {}
    } catch {
      return {}
    }
  }
  const { title = 'Tân Trào', body = '', url = '/', tag } = read()
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: '/mark.svg', badge: '/mark.svg', lang: 'vi', data: { url } }))
})

self.addEventListener('notificationclick', event => {
  event.notification.close()
  // Only ever to a page of our own, whatever the message says.
  const given = new URL(event.notification.data?.url ?? '/', self.location.origin)
  const target = new URL(given.pathname + given.search, self.location.origin).href
  const open = async () => {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const page = pages[0]
    if (page) return page.navigate(target).then(p => (p ?? page).focus(), () => self.clients.openWindow(target))
    return self.clients.openWindow(target)
  }
  event.waitUntil(open())
})

/** The program's one worker (public/thong-bao.js): alerts while no page is open, and the pages kept for a line that goes away. */
const WORKER = '/thong-bao.js'
const PREFIX = 'tantrao.giu.'

/** The build this page is of; null in development. */
export const pageVersion = (): string | null => (window as { __remixManifest?: { version?: string } }).__remixManifest?.version ?? null

/** A browser lets a worker live on https, and on the device itself; null where it does not. */
export async function registerWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null
  const version = import.meta.env.PROD ? pageVersion() : null
  return navigator.serviceWorker.register(version ? `${WORKER}?v=${encodeURIComponent(version)}` : WORKER)
}

export const findWorker = async (): Promise<ServiceWorkerRegistration | undefined> => ('serviceWorker' in navigator ? navigator.serviceWorker.getRegistration(WORKER) : undefined)

export type PageToKeep = { path: string; /** changes when what the page shows changes */ mark: string }

/** Has the worker keep these pages for this person, and the files this page was made of. Resolves when they are kept; false where nothing can be. */
export async function keepPages(user: string, pages: readonly PageToKeep[]): Promise<boolean> {
  if (!import.meta.env.PROD) return false
  const registration = await registerWorker().catch(() => null)
  const worker = registration && (registration.installing ?? registration.waiting ?? registration.active)
  if (!worker) return false
  const assets = [...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).pathname))].filter(path => path.startsWith('/assets/'))
  const { port1, port2 } = new MessageChannel()
  return new Promise(resolve => {
    port1.onmessage = e => resolve(e.data === 'kept')
    worker.postMessage({ word: 'keep', user, pages, assets }, [port2])
  })
}

/** The page at this address lies on this device. */
export async function isPageKept(path: string): Promise<boolean> {
  if (!('caches' in window) || !navigator.serviceWorker?.controller) return false
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name.includes('.trang.') && (await (await caches.open(name)).match(path))) return true
  return false
}

/** Nobody is signed in here: what was kept for whoever was before leaves the device. */
export async function wipePages(): Promise<void> {
  if (!('caches' in window)) return
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name)
}

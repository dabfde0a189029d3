import { type ComponentType, lazy } from 'react'

/**
 * A cut line is no reason to take a page away. Reading a page's data, and loading a part of a screen, wait for the line and ask
 * again; what the server itself answers, also a refusal, is passed on as it is.
 */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 10_000

/** Resolves when the line is said to be back, at the latest after `ms`. */
function lineOr(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done)
    signal?.addEventListener('abort', done)
  })
}
const pauseOf = (round: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round)

/** What a proxy says while the program behind it restarts. */
const isBetween = (status: number): boolean => status === 502 || status === 504

/** Reading a page's data or which parts it is made of: GET on an address of ours that ends in `.data`, or the manifest. Writing is never repeated here: commands have ids for that. */
export function isPageData(url: URL, origin: string, method: string): boolean {
  return url.origin === origin && method.toUpperCase() === 'GET' && (url.pathname.endsWith('.data') || url.pathname === '/__manifest')
}

/** `fetch` that repeats the reading of page data until the line is back or the reader has gone on (abort). */
export function patientFetch(real: typeof fetch, origin: string): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : null
    const url = new URL(request ? request.url : String(input), origin)
    if (!isPageData(url, origin, init?.method ?? request?.method ?? 'GET')) return real(input, init)
    const signal = init?.signal ?? request?.signal ?? null
    for (let round = 0; ; round++) {
      try {
        const response = await real(request ? request.clone() : input, init)
        if (!isBetween(response.status)) return response
      } catch (error) {
        // Broken off on purpose, or not the line's fault.
        if (signal?.aborted || !(error instanceof TypeError)) throw error
      }
      await lineOr(pauseOf(round), signal)
      signal?.throwIfAborted()
    }
  }
}

/** Loads a module once more when the line cut it off. While the server answers and the module still does not come, it is gone (a new version): the error page offers to load anew. */
export async function patientImport<M>(load: () => Promise<M>): Promise<M> {
  for (let round = 0; ; round++) {
    try {
      return await load()
    } catch (error) {
      const isServerThere = await fetch('/healthz', { cache: 'no-store' }).then(r => !isBetween(r.status), () => false)
      if (isServerThere && round > 0) throw error
      await lineOr(isServerThere ? 0 : pauseOf(round))
    }
  }
}

/** A part of a screen that comes when it is needed (`lazy`), with patience for the line. */
export const lazyPart = <P,>(load: () => Promise<{ default: ComponentType<P> }>) => lazy(() => patientImport(load))

import { useEffect } from 'react'
import { pageVersion } from '#app/live/away/worker.ts'
import { askServer, getConnection, getServerVersion } from '#app/live/socket.ts'

/** How often the screen looks after itself, and how long its line may be dead before the page begins again. */
const CHECK_MS = 15_000
const DEAD_MS = 45_000
/** Clock and version are asked for again: a cheap television drifts by seconds a day. */
const ASK_MS = 5 * 60_000
/** Never faster than this, whatever is wrong: a page that reloads for ever is worse than an old one. */
const RELOAD_PAUSE_MS = 60_000
const RELOADED = 'tantrao.hall.reloaded'

/** Loads the page anew, but only where a server answers: a browser's own error page never comes back by itself. */
export async function reloadWhenServerAnswers(): Promise<void> {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0)
  if (Date.now() - last < RELOAD_PAUSE_MS) return
  try {
    const answer = await fetch('/readyz', { cache: 'no-store' })
    if (!answer.ok) return
  } catch {
    return
  }
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
}

/**
 * Keeps a screen on the wall right without a hand: awake where the browser allows it, by the server's clock, on the
 * server's version, and begun anew when its line stays dead.
 */
export function useHallDevice(): void {
  useEffect(() => {
    let lock: { release: () => Promise<void> } | null = null
    let isOver = false
    const stayAwake = async () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
      // Refused (battery, policy of the device): the screen's own settings decide.
      const got = await navigator.wakeLock.request('screen').catch(() => null)
      if (isOver) await got?.release()
      else lock = got
    }
    const onVisible = () => {
      void stayAwake()
      void askServer()
    }
    void stayAwake()
    document.addEventListener('visibilitychange', onVisible)
    const ask = setInterval(() => void askServer(), ASK_MS)
    let deadSince: number | null = null
    const check = setInterval(() => {
      const isOnline = getConnection().state === 'online'
      deadSince = isOnline ? null : (deadSince ?? Date.now())
      const [own, server] = [pageVersion(), getServerVersion()]
      const isOld = own !== null && server !== null && own !== server
      if (isOld || (deadSince !== null && Date.now() - deadSince > DEAD_MS)) void reloadWhenServerAnswers()
    }, CHECK_MS)
    return () => {
      isOver = true
      document.removeEventListener('visibilitychange', onVisible)
      clearInterval(ask)
      clearInterval(check)
      void lock?.release()
    }
  }, [])
}

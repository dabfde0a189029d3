import { useRevalidator } from '@remix-run/react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { pageVersion } from './away/worker.ts'
import { askServer, getConnection, getServerVersion, onConnection } from './socket.ts'

/** The page as the worker kept it (public/thong-bao.js): when that was, by the server's clock. Null for a page that came from the server. */
export const keptAt = (): number | null => {
  const at = typeof document === 'undefined' ? undefined : document.documentElement.dataset.keptAt
  return at ? Number(at) : null
}
export const useKeptAt = (): number | null => useSyncExternalStore(onConnection, keptAt, () => null)

/** With the line back a kept page becomes a live one: its data are asked for again; of an older build it is loaded anew. */
export function useKeptPage(): void {
  const revalidate = useRef(useRevalidator().revalidate)
  useEffect(() => {
    if (keptAt() === null) return
    const own = pageVersion()
    let isOver = false
    const look = () => {
      if (isOver || getConnection().state !== 'online') return
      isOver = true
      void askServer().then(() => {
        const server = getServerVersion()
        delete document.documentElement.dataset.keptAt
        if (own !== null && server !== null && own !== server) location.reload()
        else revalidate.current()
      })
    }
    look()
    const off = onConnection(look)
    return () => {
      isOver = true
      off()
    }
  }, [])
}

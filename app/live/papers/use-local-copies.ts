import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { onRefused } from '#app/live/use-stream.ts'
import type { Progress } from './ahead.ts'
import type { Version } from './copy.ts'
import { setOwner } from './owner.ts'

/** Fetching ahead waits until the page stands and was used for a moment. */
const BEGIN_AFTER_MS = 1_500

type Paper = { id: string; itemId: string; fileId: string; size: number; kind: string; copy?: { key: string; size: number } | undefined }

/** The version of a paper screens draw from; a view from before copies existed names none, then the original serves. */
export const versionOf = (p: Pick<Paper, 'id' | 'fileId' | 'size' | 'copy'>): Version => ({ paperId: p.id, key: p.copy?.key ?? p.fileId, size: p.copy?.size ?? p.size })

export type CopyStatus = Progress | { done: 0; total: number; state: 'off' }
let status: CopyStatus | null = null
const listeners = new Set<() => void>()
const setStatus = (next: CopyStatus | null): void => {
  status = next
  for (const l of listeners) l()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
/** What of this session's papers lies on the device; null before anything is known. */
export const useCopyStatus = (): CopyStatus | null => useSyncExternalStore(subscribe, () => status, () => null)

/**
 * Keeps the papers of a session on this device: the item in hand first, then in the order of the agenda, main papers before
 * references. Not where the device asks to save data; there papers come page by page when opened.
 * @param owner the signed-in person, or nothing: then nothing is kept
 */
export function useLocalCopies(meetingId: string, currentItemId: string | null, itemIds: readonly string[], papers: readonly Paper[], owner: string | undefined): void {
  const order = useMemo(() => {
    const place = new Map(itemIds.map((id, i) => [id, i]))
    const here = currentItemId ? (place.get(currentItemId) ?? 0) : 0
    // Items still to come before those already past.
    const rank = (p: Paper) => {
      const at = place.get(p.itemId) ?? itemIds.length
      return (at >= here ? at - here : at + itemIds.length) * 2 + (p.kind === 'main' ? 0 : 1)
    }
    return JSON.stringify([...papers].sort((a, b) => rank(a) - rank(b)).map(versionOf))
  }, [currentItemId, itemIds, papers])

  useEffect(() => {
    if (!owner) return
    setOwner(owner)
    const versions = JSON.parse(order) as Version[]
    const saver = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
    if (saver) {
      setStatus({ done: 0, total: versions.length, state: 'off' })
      return () => setStatus(null)
    }
    const end = new AbortController()
    const begin = setTimeout(() => {
      // The library first: without it no copy can be read once the line is cut. Failing here is no news: opening a paper asks again and says so.
      void import('./engine.ts').then(m => m.engine()).catch(() => undefined)
      void import('./keep.ts').then(m => m.keepPapers(owner, meetingId, versions, setStatus, end.signal)).catch(() => setStatus(null))
    }, BEGIN_AFTER_MS)
    return () => {
      clearTimeout(begin)
      end.abort()
    }
  }, [owner, meetingId, order])

  useEffect(() => {
    if (!owner) return
    return onRefused(stream => {
      if (stream === `meeting:${meetingId}`) void import('./keep.ts').then(m => m.forgetPapers(meetingId))
    })
  }, [owner, meetingId])
}

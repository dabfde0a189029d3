import { useCallback, useEffect, useState } from 'react'
import { presentationPointer } from '#app/contracts/presentation.ts'
import { reduceInk, type Stroke } from '#app/live/reducers/ink.ts'
import { useSignal, useStream } from '#app/live/use-stream.ts'

type Loaded = { strokes: readonly Stroke[]; seq: number; isKnown: boolean }
const nothing: Loaded = { strokes: [], seq: 0, isKnown: false }
const RETRY_MS = 3_000

/** Strokes on a paper: asked for once when the paper begins to be shown, then event by event. */
export function useInk(meetingId: string, paperId: string): readonly Stroke[] {
  const [loaded, setLoaded] = useState(nothing)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const end = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = () =>
      fetch(`/phien-hop/${meetingId}/net-but?tai-lieu=${paperId}`, { signal: end.signal })
        .then(async r => {
          if (!r.ok) return
          const { strokes, seq } = (await r.json()) as { strokes: Stroke[]; seq: number }
          setLoaded({ strokes, seq, isKnown: true })
        })
        .catch(() => {
          // Without a line the page itself is still there; its strokes follow when the line is back.
          if (!end.signal.aborted) timer = setTimeout(load, RETRY_MS)
        })
    void load()
    return () => {
      end.abort()
      clearTimeout(timer)
    }
  }, [meetingId, paperId, round])
  const { view } = useStream<readonly Stroke[]>({ stream: `page:${meetingId}`, seq: loaded.seq, view: loaded.strokes, reduce: reduceInk, onReload: useCallback(() => setRound(r => r + 1), []) })
  return view
}

const FADE_MS = 3_000

/** Where the presenter points at this moment on this page, or null. */
export function usePointer(meetingId: string, page: number): { x: number; y: number } | null {
  const [seen, setSeen] = useState<{ page: number; x: number; y: number } | null>(null)
  useSignal(presentationPointer, `page:${meetingId}`, s => setSeen(s.at ? { page: s.page, ...s.at } : null))
  useEffect(() => {
    if (!seen) return
    const timer = setTimeout(() => setSeen(null), FADE_MS)
    return () => clearTimeout(timer)
  }, [seen])
  return seen && seen.page === page ? seen : null
}

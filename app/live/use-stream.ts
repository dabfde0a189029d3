import { useEffect, useReducer, useRef } from 'react'
import { useRevalidator } from '@remix-run/react'
import type { PayloadOf, SignalDef, StreamEvent } from '#app/contracts/define.ts'
import { call, getSocket, type StreamClosed } from './socket.ts'

type State<V> = { view: V; seq: number; stream: string }
type Action<V> = { kind: 'events'; events: StreamEvent[] } | { kind: 'reset'; state: State<V> } | { kind: 'patch'; patch: (view: V) => V }

const refusedListeners = new Set<(stream: string) => void>()
/** Hears of streams the person may no longer follow; what was kept of them should go. */
export function onRefused(listener: (stream: string) => void): () => void {
  refusedListeners.add(listener)
  return () => void refusedListeners.delete(listener)
}
/** Pause before a join the server could not answer is tried again. */
const JOIN_AGAIN_MS = 2_000

export type StreamStatus = 'joining' | 'live' | 'refused'

/** How many parts of this page follow a stream: only the last one to go leaves the room. */
const followers = new Map<string, number>()

/**
 * Follows one stream: the loader's view plus every later event, in order, none missed.
 * A known number is dropped, the next is applied, a gap joins again; after sleep, crash or a day away it is the same path.
 * `reduce` must be pure; `onReload` brings the view anew when too much was missed (default: the page's loader). A `stream` of null
 * follows nothing. Returns the current view and a way to apply signals to it.
 */
export function useStream<V>(opts: { stream: string | null; seq: number; view: V; reduce: (view: V, event: StreamEvent) => V; onReload?: () => void }) {
  const { seq, view, reduce } = opts
  const stream = opts.stream ?? ''
  const revalidator = useRevalidator()
  const reduceRef = useRef(reduce)
  reduceRef.current = reduce
  const revalidate = useRef(revalidator.revalidate)
  revalidate.current = opts.onReload ?? revalidator.revalidate

  const [state, dispatch] = useReducer(
    (s: State<V>, a: Action<V>): State<V> => {
      if (a.kind === 'reset') return a.state
      if (a.kind === 'patch') return { ...s, view: a.patch(s.view) }
      let next = s
      for (const e of a.events) {
        if (e.stream !== next.stream || e.seq !== next.seq + 1) continue
        next = { ...next, view: reduceRef.current(next.view, e), seq: e.seq }
      }
      return next
    },
    { view, seq, stream },
  )
  const seqRef = useRef(state.seq)
  seqRef.current = state.seq
  const statusRef = useRef<StreamStatus>('joining')

  // A loader that ran again brings a newer view; an older one (a race) must not turn the clock back.
  const given = useRef({ seq, view, stream })
  useEffect(() => {
    if (given.current.view === view && given.current.stream === stream) return
    given.current = { seq, view, stream }
    if (stream !== state.stream || seq >= seqRef.current) dispatch({ kind: 'reset', state: { view, seq, stream } })
  }, [view, seq, stream, state.stream])

  useEffect(() => {
    if (stream === '') return
    const socket = getSocket()
    followers.set(stream, (followers.get(stream) ?? 0) + 1)
    let isOver = false
    let isJoining = false
    const held: StreamEvent[] = []
    let retry: ReturnType<typeof setTimeout> | undefined

    const join = async () => {
      if (isJoining || isOver) return
      isJoining = true
      const answer = await call<{ isReload: boolean; events?: StreamEvent[] }>(socket, 'stream.join', { stream, after: seqRef.current })
      isJoining = false
      if (isOver) return
      if (!answer.ok) {
        if (answer.code === 'FORBIDDEN') for (const tell of refusedListeners) tell(stream)
        const isPassing = answer.code === 'NO_ANSWER' || answer.code === 'SERVER_BUSY' || answer.code === 'TOO_MANY'
        statusRef.current = isPassing ? 'joining' : 'refused'
        // Without a line the next connect joins; with one nothing else would ask again.
        if (isPassing && socket.connected) retry = setTimeout(() => void join(), JOIN_AGAIN_MS)
        return
      }
      if (answer.data.isReload) {
        revalidate.current()
        statusRef.current = 'live'
        return
      }
      statusRef.current = 'live'
      apply([...(answer.data.events ?? []), ...held.splice(0)])
    }
    const apply = (events: StreamEvent[]) => {
      const fresh = events.filter(e => e.stream === stream && e.seq > seqRef.current).sort((a, b) => a.seq - b.seq)
      if (fresh.length === 0) return
      let expected = seqRef.current + 1
      const inOrder: StreamEvent[] = []
      for (const e of fresh) {
        if (e.seq < expected) continue
        if (e.seq > expected) {
          void join()
          break
        }
        inOrder.push(e)
        expected++
      }
      seqRef.current = expected - 1
      if (inOrder.length > 0) dispatch({ kind: 'events', events: inOrder })
    }
    const onEvent = (e: StreamEvent) => {
      if (e.stream !== stream) return
      if (isJoining) held.push(e)
      else apply([e])
    }
    // Taken out of the streams of a session: the right is asked for again, and what was missed meanwhile.
    const onClosed = (closed?: StreamClosed) => {
      if (closed?.reason === 'session') void join()
    }
    socket.on('event', onEvent)
    socket.on('stream.closed', onClosed)
    socket.on('connect', join)
    if (socket.connected) void join()
    return () => {
      isOver = true
      clearTimeout(retry)
      socket.off('event', onEvent)
      socket.off('stream.closed', onClosed)
      socket.off('connect', join)
      const left = (followers.get(stream) ?? 1) - 1
      if (left > 0) return void followers.set(stream, left)
      followers.delete(stream)
      if (socket.connected) socket.emit('stream.leave', { stream }, () => undefined)
    }
  }, [stream])

  const patch = useRef((p: (view: V) => V) => dispatch({ kind: 'patch', patch: p })).current
  return { view: state.view, seq: state.seq, patch }
}

/** Listens to a volatile hint on a stream this page follows. */
export function useSignal<S extends SignalDef>(def: S, stream: string, onSignal: (payload: PayloadOf<S>) => void): void {
  const ref = useRef(onSignal)
  ref.current = onSignal
  useEffect(() => {
    const socket = getSocket()
    const listen = (s: { name: string; stream: string; payload: unknown }) => {
      if (s.name === def.name && s.stream === stream) ref.current(s.payload as PayloadOf<S>)
    }
    socket.on('signal', listen)
    return () => void socket.off('signal', listen)
  }, [def, stream])
}

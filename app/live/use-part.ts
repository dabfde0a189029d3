import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { OwnPart, PartView } from '#app/contracts/audience.ts'
import { call, getSocket, type StreamClosed } from './socket.ts'

type Part = { shared: z.output<typeof PartView>; own: z.output<typeof OwnPart> | null; seq: number }

/**
 * Follows the part of a session a guest or observer may see. The server sends whole views, the latest wins: there is
 * nothing to fold and nothing to catch up with. `isGone` once the right to it ended.
 */
export function usePart(given: Part): Part & { isGone: boolean } {
  const stream = `part:${given.shared.meeting.id}`
  const [state, setState] = useState<Part>(given)
  const [isGone, setGone] = useState(false)
  const first = useRef(given.shared)
  useEffect(() => {
    if (first.current === given.shared) return
    first.current = given.shared
    setState(s => (given.seq >= s.seq ? given : s))
  }, [given])

  useEffect(() => {
    const socket = getSocket()
    let isOver = false
    const join = async () => {
      const answer = await call<Part>(socket, 'stream.join', { stream, after: 0 })
      if (isOver) return
      if (answer.ok) {
        const { shared, own, seq } = answer.data
        setGone(false)
        setState(s => (seq >= s.seq ? { shared, own, seq } : s))
      } else if (answer.code === 'FORBIDDEN') setGone(true)
    }
    const onPart = (m: Partial<Part> & { stream: string; seq: number }) => {
      if (m.stream !== stream) return
      setState(s => (m.seq >= s.seq ? { shared: m.shared ?? s.shared, own: m.own === undefined ? s.own : m.own, seq: m.seq } : s))
    }
    const onClosed = (closed?: StreamClosed) => {
      if (closed?.reason === 'session' && stream.includes(closed.meetingId)) void join()
    }
    socket.on('part', onPart)
    socket.on('connect', join)
    socket.on('stream.closed', onClosed)
    if (socket.connected) void join()
    return () => {
      isOver = true
      socket.off('part', onPart)
      socket.off('connect', join)
      socket.off('stream.closed', onClosed)
      if (socket.connected) socket.emit('stream.leave', { stream }, () => undefined)
    }
  }, [stream])
  return { ...state, isGone }
}

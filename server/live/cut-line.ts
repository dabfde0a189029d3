import type { Server } from 'socket.io'
import { rehearsalLineCut } from '#app/contracts/rehearsal.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'
import type { SocketIdentity } from './wire.ts'

/**
 * Cuts the chair's line for a rehearsal, really: the sockets of these people that follow this rehearsal are closed below
 * Socket.IO, as a dead line would, and the same page gets no new one until the time is over. Their other pages – a real
 * session perhaps – keep theirs: a page says in the handshake where it stands.
 */
export function cutLineOn(io: Server, clock: () => Date): (events: RelayedEvent[]) => void {
  const cuts = new Map<string, { meetingId: string; until: number }>()
  io.use((socket, next) => {
    const identity = socket.data.identity as SocketIdentity
    const cut = identity.kind === 'person' ? cuts.get(identity.userId) : undefined
    const at = String((socket.handshake.auth as { at?: unknown }).at ?? '')
    // No answer at all: a refusal would tell the page not to try again.
    if (cut && at.includes(cut.meetingId) && cut.until > clock().getTime()) return void socket.conn.close()
    next()
  })
  return events => {
    for (const e of events) {
      if (e.name !== rehearsalLineCut.name) continue
      const { meetingId, userIds, until } = rehearsalLineCut.payload.parse(e.payload)
      if (until <= clock().getTime()) continue
      for (const userId of userIds) cuts.set(userId, { meetingId, until })
      for (const socket of io.sockets.sockets.values()) {
        const identity = socket.data.identity as SocketIdentity
        if (identity.kind !== 'person' || !userIds.includes(identity.userId)) continue
        if (socket.rooms.has(`meeting:${meetingId}`) || socket.rooms.has(`desk:${meetingId}`)) socket.conn.close()
      }
    }
  }
}

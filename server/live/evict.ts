import type { Pool } from 'pg'
import type { Server } from 'socket.io'
import { accessChanged } from '#app/contracts/account.ts'
import { hallReleased } from '#app/contracts/hall.ts'
import { sessionAccessChanged } from '#app/contracts/audience.ts'
import type { ActorMemory } from '#server/auth/actor.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'
import type { Parts } from './parts.ts'

/**
 * Rights changed: forget what was remembered and close the sockets concerned, documents too. They come back through
 * the front door, where rights are asked anew. Rights in one session changed: out of its streams, and out of the
 * documents, which are asked for again one by one.
 */
export const evictOn =
  (io: Server, actors: ActorMemory, parts: Pick<Parts, 'drop'>) =>
  (events: RelayedEvent[]): void => {
    for (const e of events) {
      // A released screen must leave the session's room at once, whatever its page does.
      if (e.name === hallReleased.name && e.stream.startsWith('desk:')) close(io, [`display:${hallReleased.payload.parse(e.payload).displayId}`])
      if (e.name === sessionAccessChanged.name) {
        const { meetingId, userId, act, title } = sessionAccessChanged.payload.parse(e.payload)
        const devices = `person:${userId}`
        parts.drop(meetingId, userId)
        // Whatever stream of this session it is, also kinds added later: every one carries the session's id,
        // but for a private line, which carries the person's place in it.
        for (const id of io.sockets.adapter.rooms.get(devices) ?? [])
          for (const room of [...(io.sockets.sockets.get(id)?.rooms ?? [])]) if (room.includes(meetingId) || room.startsWith('line:')) void io.sockets.sockets.get(id)?.leave(room)
        io.in(devices).emit('stream.closed', { reason: 'session', meetingId, act, title })
        io.of('/docs').in(devices).disconnectSockets(true)
        continue
      }
      if (e.name !== accessChanged.name) continue
      const { userId, sessionIds } = accessChanged.payload.parse(e.payload)
      actors.forget(null)
      close(io, sessionIds ? sessionIds.map(id => `${SESSION}${id}`) : [`person:${userId}`])
    }
  }

/** Room of all sockets of one sign-in session. */
const SESSION = 'session:'

function close(io: Server, rooms: string[]): void {
  for (const nsp of [io.of('/'), io.of('/docs')]) {
    nsp.in(rooms).emit('stream.closed', { reason: 'rights' })
    nsp.in(rooms).disconnectSockets(true)
  }
}

/**
 * Sessions that ran out while a screen stayed open: no event tells of it, so the open ones are asked for in one query.
 * @returns how many sessions were closed
 */
export async function closeExpired(io: Server, pool: Pool, actors: ActorMemory, now: Date): Promise<number> {
  const open = new Set<string>()
  for (const nsp of [io.of('/'), io.of('/docs')])
    for (const room of nsp.adapter.rooms.keys()) if (room.startsWith(SESSION)) open.add(room.slice(SESSION.length))
  if (open.size === 0) return 0
  const { rows } = await pool.query<{ id: string }>(
    `SELECT o.id FROM unnest($1::uuid[]) AS o(id)
     WHERE NOT EXISTS (SELECT 1 FROM "Session" s WHERE s.id = o.id AND s."revokedAt" IS NULL AND s."expiresAt" > $2)`,
    [[...open], now],
  )
  for (const { id } of rows) actors.forget(id)
  if (rows.length > 0) close(io, rows.map(r => `${SESSION}${r.id}`))
  return rows.length
}

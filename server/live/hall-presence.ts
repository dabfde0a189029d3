import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import { hallAlive } from '#app/contracts/hall.ts'
import { sendSignal } from './signals.ts'

const EVERY_MS = 20_000
const ROOM = 'display:'

/**
 * Tells the desks which screens on the wall are connected: one update and one signal per session every 20 s, however
 * many screens there are; and at once when one comes back.
 */
export function watchHalls(deps: { io: Server; pool: Pool; log: Logger; clock: () => Date }) {
  const { io, pool, log } = deps
  const tell = async (ids: string[]): Promise<void> => {
    if (ids.length === 0) return
    const at = deps.clock()
    try {
      const { rows } = await pool.query<{ id: string; meetingId: string | null }>(
        `UPDATE "HallDisplay" SET "seenAt" = $2 WHERE id = ANY($1::uuid[]) AND "revokedAt" IS NULL RETURNING id, "meetingId"`,
        [ids, at],
      )
      const byMeeting = new Map<string, string[]>()
      for (const r of rows) if (r.meetingId) byMeeting.set(r.meetingId, [...(byMeeting.get(r.meetingId) ?? []), r.id])
      for (const [meetingId, displayIds] of byMeeting) sendSignal(io, `desk:${meetingId}`, hallAlive, { displayIds, at: at.getTime() })
    } catch (err) {
      log.warn({ err: (err as Error).message }, 'displays not marked as seen')
    }
  }
  const connected = (): string[] => [...io.of('/').adapter.rooms.keys()].filter(r => r.startsWith(ROOM)).map(r => r.slice(ROOM.length))
  const timer = setInterval(() => void tell(connected()), EVERY_MS)
  // Many screens come back in the same second after a restart: they are told of together.
  let fresh: NodeJS.Timeout | null = null
  const soon = (room: string) => {
    if (!room.startsWith(ROOM) || fresh) return
    fresh = setTimeout(() => {
      fresh = null
      void tell(connected())
    }, 500)
  }
  io.of('/').adapter.on('create-room', soon)
  return {
    stop: () => {
      clearInterval(timer)
      if (fresh) clearTimeout(fresh)
      io.of('/').adapter.off('create-room', soon)
    },
  }
}

import type { Server } from 'socket.io'
import type { Pool } from 'pg'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Answer } from '#app/contracts/define.ts'
import { itemReached, itemSetAside, meetingChanged, presentationChanged } from '#app/contracts/meeting.ts'
import { PointerInput, presentationPointer } from '#app/contracts/presentation.ts'
import type { ActorMemory } from '#server/auth/actor.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'
import { sendSignal } from './signals.ts'

/** Moves a second and session; what is more is not sent on. */
const PER_SECOND = 20
/** Who presents is read again after this long, should its event have passed by another process. */
const TRUST_MS = 5_000

export type Pointers = { point: (who: { userId: string; sessionId: string } | null, body: unknown) => Promise<Answer>; onEvents: (events: RelayedEvent[]) => void }

/** Con trỏ của người trình bày: passed on from whoever presents at this moment, to those who follow the page; kept nowhere. */
export function makePointers(deps: { io: Server; pool: Pool; actors: ActorMemory; now: () => number }): Pointers {
  const moves = new RateLimiterMemory({ points: PER_SECOND, duration: 1 })
  const presenters = new Map<string, { byId: string | null; until: number }>()

  async function presenterOf(meetingId: string): Promise<string | null> {
    const known = presenters.get(meetingId)
    if (known && known.until > deps.now()) return known.byId
    const { rows } = await deps.pool.query<{ byId: string | null }>(`SELECT presenting->>'byId' AS "byId" FROM "Meeting" WHERE id = $1 AND status = 'running'`, [meetingId])
    const byId = rows[0]?.byId ?? null
    presenters.set(meetingId, { byId, until: deps.now() + TRUST_MS })
    return byId
  }

  return {
    async point(who, body) {
      const parsed = PointerInput.safeParse(body)
      if (!parsed.success) return { ok: false, code: 'BAD_INPUT' }
      if (!who || !(await deps.actors.bySession(who.sessionId))) return { ok: false, code: 'NOT_SIGNED_IN' }
      try {
        await moves.consume(who.sessionId)
      } catch {
        return { ok: false, code: 'TOO_MANY' }
      }
      const { meetingId, page, at } = parsed.data
      if ((await presenterOf(meetingId)) !== who.userId) return { ok: false, code: 'PRESENTING_NOT_GRANTED' }
      sendSignal(deps.io, `page:${meetingId}`, presentationPointer, { page, at })
      return { ok: true, data: {} }
    },
    /** Whoever presents changed: the next move asks anew. */
    onEvents(events) {
      for (const e of events)
        if (e.name === presentationChanged.name || e.name === itemReached.name || e.name === itemSetAside.name || e.name === meetingChanged.name) presenters.delete(e.stream.slice('meeting:'.length))
    },
  }
}

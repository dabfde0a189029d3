import type { StreamEvent } from '#app/contracts/define.ts'

/** A row of the log as `pg` reads it. */
export type EventRow = { stream: string; seq: number; name: string; v: number; payload: unknown; actorId: string | null; occurredAt: Date }

/** The event as it goes over the wire; what is not named here never leaves. */
export const toStreamEvent = (r: EventRow): StreamEvent => ({
  stream: r.stream,
  seq: r.seq,
  name: r.name,
  v: r.v,
  payload: r.payload,
  at: r.occurredAt.getTime(),
  actorId: r.actorId,
})

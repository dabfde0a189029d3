import type { Db } from '#server/command/context.ts'
import { loadSessionView } from '#server/features/meeting/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { displayView } from './displays.ts'

/** Screens of a session for its desk, by name; and those still paired to sessions that are over, which may be taken along. */
export async function displaysOf(db: Db, meetingId: string) {
  const rows = await db.hallDisplay.findMany({ where: { meetingId, revokedAt: null } })
  return rows.map(displayView).sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }))
}

const MAX_IDLE = 40
export async function idleDisplays(db: Db, meetingId: string): Promise<{ id: string; name: string; meeting: string }[]> {
  return db.$queryRaw`SELECT d.id, d.name, m.title AS meeting FROM "HallDisplay" d JOIN "Meeting" m ON m.id = d."meetingId"
    WHERE m.status IN ('ended', 'cancelled') AND m.id <> ${meetingId}::uuid AND d."revokedAt" IS NULL ORDER BY m."startsAt" DESC, d.name LIMIT ${MAX_IDLE}`
}

export type HallPicture = NonNullable<Awaited<ReturnType<typeof hallPicture>>>

/** What a display shows: its own settings, and once it is paired the session; with the places of both streams. */
export async function hallPicture(db: Db, seen: { displayId: string; meetingId: string | null }, now: Date) {
  const { displayId, meetingId } = seen
  // Heads first: an event in between is applied to a view that has it already, never missed.
  const [hallSeq, seq] = await Promise.all([streamHead(db, `hall:${displayId}`), meetingId ? streamHead(db, `meeting:${meetingId}`) : 0])
  const [row, view] = await Promise.all([db.hallDisplay.findUnique({ where: { id: displayId } }), meetingId ? loadSessionView(db, meetingId, { now }) : null])
  if (!row) return null
  return { display: displayView(row), hallSeq, session: view ? { view, seq } : null }
}

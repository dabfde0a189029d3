import type { z } from 'zod'
import type { StrokeView } from '#app/contracts/presentation.ts'
import type { Db } from '#server/command/context.ts'
import { streamHead } from '#server/features/stream-head.ts'

export type Stroke = z.output<typeof StrokeView>

export const strokeView = (r: { id: string; paperId: string; page: number; colour: string; width: number; points: number[] }): Stroke => ({
  id: r.id,
  paperId: r.paperId,
  page: r.page,
  colour: r.colour as Stroke['colour'],
  width: r.width,
  points: r.points,
})

/** Every stroke on one paper of a session, and the number of the stream from which events go on. Two queries. */
export async function loadInk(db: Db, meetingId: string, paperId: string): Promise<{ strokes: Stroke[]; seq: number }> {
  const seq = await streamHead(db, `page:${meetingId}`)
  const rows = await db.inkStroke.findMany({ where: { meetingId, paperId, removedAt: null }, orderBy: [{ drawnAt: 'asc' }, { id: 'asc' }] })
  return { strokes: rows.map(strokeView), seq }
}

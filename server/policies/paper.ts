import type { Actor } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { scopeMeeting } from './meeting.ts'

/** Papers a person may read: those of the meetings they may see. */
export const scopePaper = (actor: Actor): Prisma.PaperWhereInput => ({ removedAt: null, meeting: scopeMeeting(actor) })

/** A wall screen reads one paper: the one its session is being shown right now. Nothing shown, nothing to read. */
export function scopeHallPaper(meeting: { id: string; presenting: unknown }): Prisma.PaperWhereInput | null {
  const paperId = (meeting.presenting as { paperId?: string } | null)?.paperId
  return paperId ? { id: paperId, meetingId: meeting.id, removedAt: null } : null
}

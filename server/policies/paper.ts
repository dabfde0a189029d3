import type { Actor } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { isOffice } from './meeting.ts'
import { unitsOf } from './stream.ts'

/**
 * Papers a person may read. Hidden items: chair, secretaries, the Office. Guests: of the items they are invited for. The
 * press: of items opened to it that nobody has spoken or voted on while they are in hand.
 */
export function scopePaper(actor: Actor): Prisma.PaperWhereInput {
  if (isOffice(actor)) return { removedAt: null }
  const { userId } = actor
  const listed = (role: readonly string[]): Prisma.MeetingWhereInput => ({ status: { not: 'draft' }, participants: { some: { userId, role: { in: [...role] } } } })
  return {
    removedAt: null,
    OR: [
      { meeting: { participants: { some: { userId, role: { in: ['chair', 'secretary'] } } } } },
      // Who presides by assignment reads as the chair.
      { meeting: { presiding: { userId } } },
      { item: { isHidden: false }, meeting: actor.roles.has('auditor') ? {} : listed(['member', 'substitute']) },
      // What stayed hidden to the end is a matter of record.
      ...(actor.roles.has('auditor') ? [{ meeting: { status: 'ended' } }] : []),
      // At a commune's room the clerk opens what the room sees; who is on the list as a guest or observer stays one.
      { item: { isHidden: false }, meeting: { status: { not: 'draft' }, sites: { some: { unitId: { in: unitsOf(actor) } } }, participants: { none: { userId, role: { in: ['guest', 'observer'] } } } } },
      { item: { isHidden: false, guests: { some: { participant: { userId, role: 'guest' } } } }, meeting: listed(['guest']) },
      {
        item: {
          isHidden: false,
          isOpenToPress: true,
          OR: [
            { status: { notIn: ['presenting', 'withdrawn'] } },
            { status: 'presenting', votes: { none: { status: { not: 'cancelled' } } }, speeches: { none: { status: { notIn: ['waiting', 'withdrawn', 'declined'] } } } },
          ],
        },
        meeting: listed(['observer']),
      },
    ],
  }
}

/** Tải tệp lên: whoever holds an office or works for a unit. A guest of a session (press, observers among them) brings nothing. */
export const mayUpload = (actor: Actor): boolean => [...actor.roles].some(role => role !== 'guest')

/** A wall screen reads one paper: the one its session is being shown right now. Nothing shown, nothing to read. */
export function scopeHallPaper(meeting: { id: string; presenting: unknown }): Prisma.PaperWhereInput | null {
  const paperId = (meeting.presenting as { paperId?: string } | null)?.paperId
  return paperId ? { id: paperId, meetingId: meeting.id, removedAt: null } : null
}

import type { Seat, SeatRole } from '#app/domain/meeting/people.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { sessionAccessChanged } from '#app/contracts/audience.ts'
import { participantChanged, type SeatDetail, seatDetailChanged } from '#app/contracts/people.ts'
import type { CommandContext, Db, Tx } from '#server/command/context.ts'
import { Refusal } from '#server/command/context.ts'
import { membersInOffice, participantView, quorumOf, type View } from '#server/features/meeting/views.ts'

type Meeting = NonNullable<Awaited<ReturnType<Db['meeting']['findFirst']>>>
export type Person = NonNullable<Awaited<ReturnType<typeof personOf>>>

export const personOf = (tx: Tx, meetingId: string, id: string) =>
  tx.meetingParticipant.findFirst({ where: { id, meetingId }, include: { intervals: true } })

/** The person of a command, or the refusal that there is none. */
export async function mustFind(ctx: CommandContext, meetingId: string, id: string): Promise<Person> {
  const found = await personOf(ctx.tx, meetingId, id)
  if (!found) throw new Refusal('NOT_FOUND')
  return found
}

/** Members in office of the session: frozen once it opened, else those of its day. */
export async function inOfficeOf(tx: Tx | Db, meeting: Pick<Meeting, 'id' | 'openedAt' | 'startsAt'>): Promise<ReadonlySet<string>> {
  if (meeting.openedAt) {
    const rows = await tx.meetingParticipant.findMany({ where: { meetingId: meeting.id, isVoter: true }, select: { userId: true } })
    return new Set(rows.map(r => r.userId))
  }
  return new Set((await membersInOffice(tx, civilDateInVietnam(meeting.startsAt))).map(m => m.userId))
}

/** What the rules ask of a person. */
export const seatOf = (p: Pick<Person, 'role' | 'userId' | 'intervals'>, inOffice: ReadonlySet<string>): Seat => ({
  role: p.role as SeatRole,
  isInOffice: inOffice.has(p.userId),
  isPresent: p.intervals.some(i => i.leftAt === null),
  hasEntered: p.intervals.length > 0,
})

export const detailOf = (p: Pick<Person, 'id' | 'inviteGrade' | 'mandateDocument'>): View<typeof SeatDetail> => ({
  participantId: p.id,
  inviteGrade: p.inviteGrade as 'head' | null,
  mandateDocument: p.mandateDocument,
})

/** Tells the room who changed, and the desk what only it knows of them. */
export async function tellChanged(ctx: CommandContext, meeting: Meeting, ids: string[]): Promise<void> {
  const rows = await ctx.tx.meetingParticipant.findMany({ where: { id: { in: ids } }, include: { intervals: true }, orderBy: [{ rank: 'asc' }, { id: 'asc' }] })
  ctx.emit(`meeting:${meeting.id}`, participantChanged, { participants: rows.map(participantView), quorum: await quorumOf(ctx.tx, meeting, ctx.now) })
  ctx.emit(`desk:${meeting.id}`, seatDetailChanged, { details: rows.map(detailOf) })
}

/**
 * Another role is another right: within two seconds the person's devices leave every stream and document of this session
 * and ask again; a page that stands open says why, and keeps what was being typed.
 */
export const tellRights = (ctx: CommandContext, meeting: Pick<Meeting, 'id' | 'title'>, userId: string, act: 'role' | 'removed' = 'role'): void =>
  ctx.emit(`user:${userId}`, sessionAccessChanged, { meetingId: meeting.id, userId, act, title: meeting.title })

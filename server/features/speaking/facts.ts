import { speakingChanged } from '#app/contracts/meeting.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { demandInHand } from '#server/features/meeting/facts.ts'
import { speakingView } from '#server/features/meeting/views.ts'

export type RequestRow = Prisma.SpeakingRequestGetPayload<object>
type NamedRequest = RequestRow & { label: string }

/**
 * The item an act is for, which must be the one in hand: a finger that was five seconds late must not call a speaker of the
 * item before. `itemId` undefined = a screen that doesn't say.
 */
export async function itemInHand(ctx: CommandContext, meeting: { id: string; currentItemId: string | null }, itemId: string | undefined): Promise<string> {
  await demandInHand(ctx, meeting, itemId)
  if (!meeting.currentItemId) throw new Refusal('MEETING_BETWEEN_ITEMS')
  return meeting.currentItemId
}

/** A request of this meeting. */
export async function requestOf(ctx: CommandContext, meetingId: string, requestId: string): Promise<RequestRow> {
  const row = await ctx.tx.speakingRequest.findFirst({ where: { id: requestId, meetingId } })
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** A request of this meeting and who else is speaking now, each with its name: what every act on the queue asks for, in one read. */
export async function requestInQueue(ctx: CommandContext, meetingId: string, requestId: string): Promise<{ row: NamedRequest; others: NamedRequest[] }> {
  const rows = await ctx.tx.$queryRawUnsafe<NamedRequest[]>(
    `SELECT r.*, coalesce(p.label, '') AS label FROM "SpeakingRequest" r LEFT JOIN "MeetingParticipant" p ON p.id = r."participantId"
     WHERE r."meetingId" = $1::uuid AND (r.id = $2::uuid OR r.status = 'speaking')`,
    meetingId,
    requestId,
  )
  const row = rows.find(r => r.id === requestId)
  if (!row) throw new Refusal('NOT_FOUND')
  return { row, others: rows.filter(r => r.id !== requestId) }
}

/** Tells the room how requests stand now: one event each; names that are not known yet are read in one query. */
export async function tellRoom(ctx: CommandContext, meetingId: string, rows: (RequestRow & { label?: string })[]): Promise<void> {
  const unnamed = rows.filter(r => r.label === undefined).map(r => r.participantId)
  const people = unnamed.length === 0 ? [] : await ctx.tx.meetingParticipant.findMany({ where: { id: { in: unnamed } }, select: { id: true, label: true } })
  const label = new Map(people.map(p => [p.id, p.label]))
  for (const row of rows) ctx.emit(`meeting:${meetingId}`, speakingChanged, { request: speakingView(row, row.label ?? label.get(row.participantId) ?? '') })
}

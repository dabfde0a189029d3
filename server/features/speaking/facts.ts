import { speakingChanged } from '#app/contracts/meeting.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { demandInHand } from '#server/features/meeting/facts.ts'
import { speakingView } from '#server/features/meeting/views.ts'

export type RequestRow = Prisma.SpeakingRequestGetPayload<object>

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

/** Tells the room how requests stand now: one event each, in one query for their names. */
export async function tellRoom(ctx: CommandContext, meetingId: string, rows: RequestRow[]): Promise<void> {
  if (rows.length === 0) return
  const people = await ctx.tx.meetingParticipant.findMany({ where: { id: { in: rows.map(r => r.participantId) } }, select: { id: true, label: true } })
  const label = new Map(people.map(p => [p.id, p.label]))
  for (const row of rows) ctx.emit(`meeting:${meetingId}`, speakingChanged, { request: speakingView(row, label.get(row.participantId) ?? '') })
}

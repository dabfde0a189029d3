import { type MeetingState, mustNotBeOver } from '#app/domain/meeting/machine.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'

/**
 * The draft agenda, locked for this command so that two moves are put in a row. `onItem` lets the lead unit of that
 * item act on it too (its own particulars and papers); everything else is the Office's, the chair's, the secretary's.
 */
export async function agendaFor(ctx: CommandContext, meetingId: string, onItem?: string) {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, meetingId)
  const [meeting, me, items] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } } }),
    ctx.tx.agendaItem.findMany({ where: { meetingId, removedAt: null } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const item = onItem === undefined ? null : items.find(i => i.id === onItem)
  const isEditor = canMeeting(ctx.actor, 'edit_agenda', meetingFacts(meeting, me)).ok
  const isLead = item?.leadUnitId != null && unitsOf(ctx.actor).includes(item.leadUnitId)
  if (!isEditor && !isLead) throw new Refusal('FORBIDDEN')
  demand(mustNotBeOver(meeting.status as MeetingState))
  return { meeting, items, isEditor }
}

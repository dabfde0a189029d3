import { v7 as uuid } from 'uuid'
import { recusalEnter, recusalRemove, recusalsChanged } from '#app/contracts/vote-acts.ts'
import { canRecuse } from '#app/domain/voting/acts.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { recusalView, sessionItems } from '#server/features/meeting/views.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'

type On = { meetingId: string; itemId: string; participantId: string }

/** Facts of a recusal, or its refusal: the member's own act, or recorded by chair or secretary for them. */
async function recusalOf(ctx: CommandContext, { meetingId, itemId, participantId }: On, act: 'enter' | 'remove') {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend')
  const [items, participant, row, open] = await Promise.all([
    sessionItems(ctx.tx, meetingId),
    ctx.tx.meetingParticipant.findUnique({ where: { id: participantId } }),
    ctx.tx.recusal.findFirst({ where: { itemId, participantId } }),
    ctx.tx.vote.count({ where: { meetingId, status: 'open', OR: [{ itemId }, { blockItemIds: { has: itemId } }] } }),
  ])
  if (!participant || participant.meetingId !== meetingId || !items.some(i => i.id === itemId)) throw new Refusal('NOT_FOUND')
  demand(
    canRecuse({
      isMember: participant.role === 'member' || participant.role === 'chair',
      isOwn: participant.userId === ctx.actor.userId,
      mayRecord: canMeeting(ctx.actor, 'control', meetingFacts(meeting, me)).ok,
      isVoteOpen: open > 0,
      isRecused: row !== null,
      act,
    }),
  )
  return { participant, row }
}

async function tell(ctx: CommandContext, meetingId: string, itemId: string): Promise<void> {
  const rows = await ctx.tx.recusal.findMany({ where: { itemId }, orderBy: { at: 'asc' } })
  ctx.emit(`meeting:${meetingId}`, recusalsChanged, { itemId, recusals: rows.map(recusalView) })
}

/** Hồi tị. */
export const enterRecusal = handler(recusalEnter, async (ctx, { reason, ...on }) => {
  const { participant } = await recusalOf(ctx, on, 'enter')
  await ctx.tx.recusal.create({
    data: { id: uuid(), ...on, userId: participant.userId, label: participant.label, reason, enteredById: ctx.actor.userId, enteredByLabel: ctx.actor.displayName, at: ctx.now },
  })
  await tell(ctx, on.meetingId, on.itemId)
  return {}
})

/** Rút hồi tị. */
export const removeRecusal = handler(recusalRemove, async (ctx, on) => {
  const { row } = await recusalOf(ctx, on, 'remove')
  await ctx.tx.recusal.delete({ where: { id: row?.id ?? '' } })
  await tell(ctx, on.meetingId, on.itemId)
  return {}
})

import { voteOpen, voteOpened } from '#app/contracts/meeting.ts'
import { canOpen } from '#app/domain/voting/machine.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { demandInHand, hasOpenVote, meetingFor } from '#server/features/meeting/facts.ts'
import { presence, voteView } from '#server/features/meeting/views.ts'

/**
 * Mở biểu quyết on the item in discussion. The list of voters is frozen here: every member in office at the opening
 * of the session (Điều 40 khoản 3), present or not; substitutes and guests never.
 */
export const openVote = handler(voteOpen, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'control')
  if (await ctx.tx.vote.findUnique({ where: { id: input.voteId }, select: { id: true } })) throw new Refusal('CONFLICT')
  await demandInHand(ctx, meeting, input.fromItemId)
  demand(
    canOpen({
      isSessionRunning: meeting.status === 'running',
      isItemCurrent: meeting.currentItemId !== null,
      isAnotherOpen: await hasOpenVote(ctx, input.meetingId),
    }),
  )
  await createVote(ctx, meeting, input)
  return { voteId: input.voteId }
})

type Voted = { id: string; currentItemId: string | null; membersInOffice: number | null; frozenRule: unknown }

/** The vote's row with its frozen list of voters, told to everybody. `blockItemIds`: one vote on several undisputed items. */
export async function createVote(ctx: CommandContext, meeting: Voted, input: { voteId: string; question: string; seconds?: number; blockItemIds?: string[] }): Promise<void> {
  if (!meeting.currentItemId || meeting.membersInOffice === null) throw new Refusal('VOTE_ITEM_NOT_CURRENT')
  const { participants, presentVoters } = await presence(ctx.tx, meeting.id)
  const rule = meeting.frozenRule as unknown as MeetingRuleSet
  const voters = participants.filter(p => p.isVoter)
  const vote = await ctx.tx.vote.create({
    data: {
      id: input.voteId,
      meetingId: meeting.id,
      itemId: meeting.currentItemId,
      question: input.question,
      ...(input.blockItemIds ? { blockItemIds: input.blockItemIds } : {}),
      rule: rule as unknown as Prisma.InputJsonValue,
      base: meeting.membersInOffice,
      openedAt: ctx.now,
      openedById: ctx.actor.userId,
      closesAt: input.seconds === undefined ? null : new Date(ctx.now.getTime() + input.seconds * 1000),
      voters: { createMany: { data: voters.map(p => ({ userId: p.userId, label: p.label, rank: p.rank, isChair: p.isCommitteeChair })) } },
    },
    include: { voters: true },
  })
  ctx.emit(`meeting:${meeting.id}`, voteOpened, {
    vote: voteView({ ...vote, ballots: [] }, new Set(presentVoters.map(p => p.userId))),
  })
}

import { voteOpen } from '#app/contracts/meeting.ts'
import { canRepeat } from '#app/domain/voting/acts.ts'
import { canOpen, canOpenSecret, type VoteState } from '#app/domain/voting/machine.ts'
import type { ParsedOf } from '#app/contracts/define.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { demandInHand, meetingFor } from '#server/features/meeting/facts.ts'
import { presence } from '#server/features/meeting/views.ts'
import { createVote } from './create-vote.ts'

/**
 * Mở biểu quyết on the item in discussion. The list of voters is frozen here: every member in office at the opening
 * of the session (Điều 40 khoản 3), present or not; substitutes and guests never.
 */
export const openVote = handler(voteOpen, async (ctx, input) => {
  const { meeting, isVoteOpen } = await meetingFor(ctx, input.meetingId, 'control')
  await demandInHand(ctx, meeting, input.fromItemId)
  // The very vote sent once more is told as such, not that another one is open.
  await demandNew(ctx, input.voteId)
  demand(
    canOpen({
      isSessionRunning: meeting.status === 'running',
      isItemCurrent: meeting.currentItemId !== null,
      isAnotherOpen: isVoteOpen,
    }),
  )
  await openBallots(ctx, meeting, input)
  return { voteId: input.voteId }
})

/** A vote of this id is there already. */
export async function demandNew(ctx: CommandContext, voteId: string): Promise<void> {
  if (await ctx.tx.vote.findUnique({ where: { id: voteId }, select: { id: true } })) throw new Refusal('CONFLICT')
}

type Asked = Omit<ParsedOf<typeof voteOpen>, 'meetingId' | 'fromItemId'>

/** What is the same wherever a vote is opened from: a repeat has its reason, a secret one its key and its two voters. */
export async function openBallots(ctx: CommandContext, meeting: Parameters<typeof createVote>[1], input: Asked): Promise<void> {
  const { form, againOfId, againReason = '', ...asked } = input
  if (againOfId) {
    const of = await ctx.tx.vote.findUnique({ where: { id: againOfId }, select: { itemId: true, status: true, meetingId: true } })
    const verdict = canRepeat({ of: of && of.meetingId === meeting.id ? { itemId: of.itemId, voteState: of.status as VoteState } : null, itemId: meeting.currentItemId ?? '', reason: againReason })
    if (!verdict.ok) throw new Refusal(verdict.code, {}, verdict.code === 'VOTE_AGAIN_REASON' ? { againReason: verdict.code } : {})
  }
  const vote = { ...asked, ...(againOfId ? { again: { ofId: againOfId, reason: againReason } } : {}) }
  if (form === 'secret') {
    const aside = await ctx.tx.recusal.findMany({ where: { itemId: meeting.currentItemId ?? '' }, select: { participantId: true } })
    const { presentVoters } = await presence(ctx.tx, meeting.id)
    demand(canOpenSecret({ presentVoters: presentVoters.filter(p => !aside.some(a => a.participantId === p.id)).length }))
    await createVote(ctx, meeting, { ...vote, key: await ctx.voteKeys.create() })
  } else await createVote(ctx, meeting, vote)
}

import { voteOpen } from '#app/contracts/meeting.ts'
import { canOpen } from '#app/domain/voting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { demandInHand, hasOpenVote, meetingFor } from '#server/features/meeting/facts.ts'
import { createVote } from './create-vote.ts'

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

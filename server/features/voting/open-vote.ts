import { voteOpen } from '#app/contracts/meeting.ts'
import { canOpen, canOpenSecret } from '#app/domain/voting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { demandInHand, hasOpenVote, meetingFor } from '#server/features/meeting/facts.ts'
import { presence } from '#server/features/meeting/views.ts'
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
  const { form, ...vote } = input
  if (form === 'secret') {
    demand(canOpenSecret({ presentVoters: (await presence(ctx.tx, input.meetingId)).presentVoters.length }))
    await createVote(ctx, meeting, { ...vote, key: await ctx.voteKeys.create() })
  } else await createVote(ctx, meeting, vote)
  return { voteId: input.voteId }
})

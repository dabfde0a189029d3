import { voteCancel, voteCancelAsked, voteCancelled } from '#app/contracts/secret.ts'
import { canCancel, decideCancel, type CancelAsk, type VoteState } from '#app/domain/voting/machine.ts'
import { demand } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { lockVote, meetingIdOf, viewNow, withBallots } from './one-vote.ts'

/**
 * Hủy biểu quyết đang mở. Once there are ballots, who presides and a secretary do it together: the first asks, the other
 * confirms. Sealed ballots and the key of a secret vote go with it; open ballots stay as they were cast, uncounted.
 */
export const cancelVote = handler(voteCancel, async (ctx, { voteId, reason }) => {
  const meetingId = await meetingIdOf(ctx, voteId)
  const { me } = await meetingFor(ctx, meetingId, 'control')
  await lockVote(ctx, voteId)
  const vote = await ctx.tx.vote.findUniqueOrThrow({ where: { id: voteId }, include: { _count: { select: { ballots: true, sealed: true } } } })
  demand(canCancel({ voteState: vote.status as VoteState }))
  const side = me?.role === 'secretary' ? 'secretary' : 'presiding'
  const ballots = vote._count.ballots + vote._count.sealed
  const { isCancelled } = decideCancel({ ballots, ask: vote.cancelAsk as CancelAsk | null, side, byId: ctx.actor.userId })
  const ask: CancelAsk = { side, byId: ctx.actor.userId, byLabel: me?.label ?? ctx.actor.displayName, reason, at: ctx.now.getTime() }
  if (isCancelled) await ctx.tx.sealedBallot.deleteMany({ where: { voteId } })
  const after = await ctx.tx.vote.update({
    where: { id: voteId },
    data: isCancelled
      ? { status: 'cancelled', closedAt: ctx.now, closedById: ctx.actor.userId, cancelReason: reason }
      : { cancelAsk: ask as unknown as Prisma.InputJsonValue },
    include: withBallots,
  })
  ctx.emit(`meeting:${meetingId}`, isCancelled ? voteCancelled : voteCancelAsked, { vote: await viewNow(ctx, after) })
  const { keyId } = after
  if (isCancelled && keyId) ctx.afterCommit(() => ctx.voteKeys.destroy(keyId))
  return { isCancelled }
})

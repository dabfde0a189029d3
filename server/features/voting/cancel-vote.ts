import { voteCancel, voteCancelAsked, voteCancelled } from '#app/contracts/secret.ts'
import { canCancel, decideCancel, type CancelAsk, type VoteState } from '#app/domain/voting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { presence, voteView } from '#server/features/meeting/views.ts'

/**
 * Hủy biểu quyết đang mở. Once there are ballots, who presides and a secretary do it together: the first asks, the other
 * confirms. Sealed ballots and the key of a secret vote go with it; open ballots stay as they were cast, uncounted.
 */
export const cancelVote = handler(voteCancel, async (ctx, { voteId, reason }) => {
  const found = await ctx.tx.vote.findUnique({ where: { id: voteId }, select: { meetingId: true } })
  if (!found) throw new Refusal('NOT_FOUND')
  const { me } = await meetingFor(ctx, found.meetingId, 'control')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Vote" WHERE id = $1::uuid FOR UPDATE`, voteId)
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
    include: { voters: true, ballots: true, _count: { select: { sealed: true } } },
  })
  const { presentVoters } = await presence(ctx.tx, found.meetingId)
  const view = voteView(after, new Set(presentVoters.map(p => p.userId)))
  ctx.emit(`meeting:${found.meetingId}`, isCancelled ? voteCancelled : voteCancelAsked, { vote: view })
  const { keyId } = after
  if (isCancelled && keyId) ctx.afterCommit(() => ctx.voteKeys.destroy(keyId))
  return { isCancelled }
})

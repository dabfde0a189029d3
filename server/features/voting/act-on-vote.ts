import { voteChanged, voteExtend, voteHold, voteKeep, voteReserve, voteTakeOn } from '#app/contracts/vote-acts.ts'
import type { PayloadOf } from '#app/contracts/define.ts'
import { canExtend, canHold, canKeep, canReserve, canTakeOn } from '#app/domain/voting/acts.ts'
import type { VoteState } from '#app/domain/voting/machine.ts'
import { type CommandContext, demand } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { mustBeUnsealed, meetingFor } from '#server/features/meeting/facts.ts'
import type { StoredHold, StoredOpinion } from '#server/features/meeting/views.ts'
import { lockVote, meetingIdOf, viewNow, withBallots } from './one-vote.ts'

/** The vote, locked behind its meeting: acts on it stand in one row, and wait for ballots under way. */
async function lockedVote(ctx: CommandContext, voteId: string) {
  await meetingFor(ctx, await meetingIdOf(ctx, voteId), 'control')
  await lockVote(ctx, voteId)
  const vote = await ctx.tx.vote.findUniqueOrThrow({ where: { id: voteId } })
  const held = vote.held as StoredHold | null
  const facts = { voteState: vote.status as VoteState, closesAt: vote.closesAt?.getTime() ?? null, now: ctx.now.getTime(), isHeld: held !== null }
  return { vote, held, facts }
}

async function change(ctx: CommandContext, voteId: string, data: Prisma.VoteUncheckedUpdateInput, act: PayloadOf<typeof voteChanged>['act']): Promise<void> {
  const vote = await ctx.tx.vote.update({ where: { id: voteId }, data, include: withBallots })
  ctx.emit(`meeting:${vote.meetingId}`, voteChanged, { vote: await viewNow(ctx, vote), act })
}

/** Gia hạn. */
export const extendVote = handler(voteExtend, async (ctx, { voteId, seconds }) => {
  const { vote, facts } = await lockedVote(ctx, voteId)
  demand(canExtend(facts))
  const from = Math.max(ctx.now.getTime(), vote.closesAt?.getTime() ?? 0)
  await change(ctx, voteId, { closesAt: new Date(from + seconds * 1000) }, 'extended')
  return {}
})

/** Dừng nhận phiếu: the clock of the vote stands too. */
export const holdVote = handler(voteHold, async (ctx, { voteId }) => {
  const { vote, facts } = await lockedVote(ctx, voteId)
  demand(canHold(facts))
  const held: StoredHold = { at: ctx.now.getTime(), leftMs: vote.closesAt ? vote.closesAt.getTime() - ctx.now.getTime() : null }
  await change(ctx, voteId, { held, closesAt: null }, 'held')
  return {}
})

/** Nhận phiếu tiếp. */
export const takeOnVote = handler(voteTakeOn, async (ctx, { voteId }) => {
  const { held, facts } = await lockedVote(ctx, voteId)
  demand(canTakeOn(facts))
  const left = held?.leftMs ?? null
  await change(ctx, voteId, { held: Prisma.DbNull, closesAt: left === null ? null : new Date(ctx.now.getTime() + left) }, 'taken_on')
  return {}
})

/** Không hủy. */
export const keepVote = handler(voteKeep, async (ctx, { voteId }) => {
  const { vote, facts } = await lockedVote(ctx, voteId)
  demand(canKeep({ voteState: facts.voteState, isAsked: vote.cancelAsk !== null }))
  await change(ctx, voteId, { cancelAsk: Prisma.DbNull }, 'cancel_dropped')
  return {}
})

/** Bảo lưu ý kiến: the member's own words, until the record is sealed. */
export const reserveOpinion = handler(voteReserve, async (ctx, { voteId, text }) => {
  const { meeting } = await meetingFor(ctx, await meetingIdOf(ctx, voteId), 'attend', 'share')
  mustBeUnsealed(meeting)
  await lockVote(ctx, voteId)
  const [vote, voter] = await Promise.all([
    ctx.tx.vote.findUniqueOrThrow({ where: { id: voteId } }),
    ctx.tx.voteVoter.findUnique({ where: { voteId_userId: { voteId, userId: ctx.actor.userId } } }),
  ])
  demand(canReserve({ voteState: vote.status as VoteState, form: vote.form as 'open', isFrozenVoter: voter !== null }))
  const others = ((vote.opinions as StoredOpinion[] | null) ?? []).filter(o => o.userId !== ctx.actor.userId)
  const opinions = text === '' ? others : [...others, { userId: ctx.actor.userId, label: voter?.label ?? ctx.actor.displayName, text, at: ctx.now.getTime() }]
  await change(ctx, voteId, { opinions: opinions.length > 0 ? opinions : Prisma.DbNull }, 'reserved')
  return {}
})

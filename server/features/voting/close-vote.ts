import { voteClose, voteClosed } from '#app/contracts/meeting.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { tally, type Choice, type VoteCount } from '#app/domain/voting/majority.ts'
import { canClose, type VoteState } from '#app/domain/voting/machine.ts'
import { type OptionSet, ruleOnOptions, tallyOptions } from '#app/domain/voting/options.ts'
import { outOfBase, ruleOn, type VoteCase } from '#app/domain/voting/ruling.ts'
import { demand, isSystem, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { countSealed } from './count-sealed.ts'
import { listResultOf, lockVote, resultOf, withBallots } from './one-vote.ts'
import { settleBlock } from '#server/features/meeting/settle-block.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { presence, type StoredRecusal, type StoredResult, voteView } from '#server/features/meeting/views.ts'

/**
 * Kết thúc biểu quyết. The exclusive lock on the vote waits for ballots under way; a later one meets a closed vote.
 * Ballots of a secret one are opened here, all at once. The result is decided over the members in office, frozen at opening, and said as a sentence of law.
 */
export const closeVote = handler(voteClose, async (ctx, { voteId }) => {
  const found = await ctx.tx.vote.findUnique({ where: { id: voteId }, select: { meetingId: true, closesAt: true } })
  if (!found) throw new Refusal('NOT_FOUND')
  // The program closes a vote only when its time is over; people need the right to run the session.
  if (isSystem(ctx.actor)) {
    if (!found.closesAt || found.closesAt > ctx.now) throw new Refusal('FORBIDDEN')
    await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, found.meetingId)
  } else await meetingFor(ctx, found.meetingId, 'control')
  await lockVote(ctx, voteId)
  const vote = await ctx.tx.vote.findUniqueOrThrow({ where: { id: voteId }, include: { voters: true, ballots: true } })
  demand(canClose({ voteState: vote.status as VoteState }))

  const rule = vote.rule as unknown as MeetingRuleSet
  const chair = vote.voters.find(v => v.isChair)
  const { presentVoters } = await presence(ctx.tx, vote.meetingId)
  const present = new Set(presentVoters.map(p => p.userId))
  const isSecret = vote.form === 'secret'
  const opened = isSecret ? await countSealed(ctx, vote) : null
  const { chairChoice, ...counted } = opened
    ? { ...opened.count, chairChoice: null }
    : tally(vote.ballots.map(b => ({ choice: b.choice as Choice, isChair: b.userId === chair?.userId })))
  const recused = (vote.recused as StoredRecusal[] | null) ?? []
  const facts = {
    form: isSecret ? ('secret' as const) : ('open' as const),
    rules: rule,
    N: vote.base + outOfBase(rule, recused.length),
    recused: recused.length,
    // Whoever sent a ballot took part, also from a room nobody recorded an arrival in.
    present: Math.max(present.size, counted.for + counted.against + counted.abstain),
    chair: chairChoice ?? (!chair ? ('recused' as const) : present.has(chair.userId) ? null : ('absent' as const)),
  }
  const decided = vote.options ? decideOptions(vote, facts, counted, opened?.picks ?? null) : resultOf(ruleOn({ ...facts, count: { for: counted.for, against: counted.against, abstain: counted.abstain }, silent: 0 }))
  const result: StoredResult = {
    ...decided,
    presentVoters: vote.voters.filter(v => present.has(v.userId)).length,
    facts: { present: present.size, chair: !chair ? 'recused' : present.has(chair.userId) ? 'present' : 'absent' },
    notCast: decided.notCast - (opened?.invalid ?? 0),
    ...(opened ? { count: opened.count, invalid: opened.invalid, receipts: opened.receipts } : {}),
  }
  const closed = await ctx.tx.vote.update({
    where: { id: voteId },
    data: { status: 'closed', closedAt: ctx.now, closedById: ctx.actor.userId, result },
    include: withBallots,
  })
  ctx.emit(`meeting:${vote.meetingId}`, voteClosed, { vote: voteView(closed, present) })
  await settleBlock(ctx, vote.meetingId, vote.blockItemIds, decided.outcome === 'passed' || decided.outcome === 'passed_by_chair')
  return {}
})

type Facts = Omit<VoteCase, 'count' | 'silent'> & { rules: MeetingRuleSet }

/** Nhiều phương án, danh sách. `sealed`: choices of a secret vote, as they were opened. */
function decideOptions(vote: { options: unknown; ballots: { userId: string; choice: string; picks: number[] }[]; voters: { userId: string; isChair: boolean }[] }, facts: Facts, count: VoteCount, sealed: number[][] | null) {
  const set = vote.options as OptionSet
  const chair = vote.voters.find(v => v.isChair)
  const votes = tallyOptions(sealed ?? vote.ballots.map(b => b.picks), set.list.length)
  const own = vote.ballots.find(b => b.userId === chair?.userId)
  const d = ruleOnOptions({ ...facts, set, votes, answered: count.for, abstain: count.abstain, chairPicks: own && own.picks.length > 0 ? own.picks : null })
  return listResultOf(d, votes)
}

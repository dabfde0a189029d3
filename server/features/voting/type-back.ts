import { v7 as uuid } from 'uuid'
import { voteTyped, voteTypeBack } from '#app/contracts/typed.ts'
import { wasPresentAt } from '#app/domain/meeting/attendance.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { decideTypedVote, type PaperBallot, type PaperChoice } from '#app/domain/meeting/typed.ts'
import { type OptionSet, ruleOnOptions } from '#app/domain/voting/options.ts'
import { outOfBase, ruleOn } from '#app/domain/voting/ruling.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { sessionItems, type StoredRecusal, type StoredResult, voteView } from '#server/features/meeting/views.ts'
import { markTyped, spanOf, staysOf } from '#server/features/typed/mark.ts'
import { demandOptions } from './create-vote.ts'
import { listResultOf, lockVote, resultOf } from './one-vote.ts'

/** What stands where a device's ballot has its receipt: the paper itself is the proof. */
const PAPER_RECEIPT = 'GIAY'

/**
 * Ghi từ giấy – phiếu biểu quyết. A vote held on paper is stored closed, with its result decided over the members in office
 * as it would have been on the devices; paper ballots of a vote that is open join it, and what a device sent stands.
 */
export const typeBackVote = handler(voteTypeBack, async (ctx, input) => {
  const { meetingId } = input
  const { meeting } = await meetingFor(ctx, meetingId, 'record')
  await lockVote(ctx, input.voteId)
  const [existing, items, members, open, recusals] = await Promise.all([
    ctx.tx.vote.findUnique({ where: { id: input.voteId }, include: { voters: true, ballots: true } }),
    sessionItems(ctx.tx, meetingId),
    ctx.tx.meetingParticipant.findMany({ where: { meetingId, isVoter: true }, include: { intervals: true }, orderBy: { rank: 'asc' } }),
    ctx.tx.vote.count({ where: { meetingId, itemId: input.itemId, status: 'open', id: { not: input.voteId } } }),
    ctx.tx.recusal.findMany({ where: { meetingId, itemId: input.itemId } }),
  ])
  if (existing && (existing.meetingId !== meetingId || existing.status === 'cancelled' || existing.source === 'paper')) throw new Refusal('CONFLICT')
  if (!existing && !items.some(i => i.id === input.itemId)) throw new Refusal('ITEM_NOT_IN_MEETING')
  if (!existing && input.question === '') throw new Refusal('BAD_INPUT', {}, { question: 'too_small' })
  const options = existing ? (existing.options as OptionSet | null) : (input.options ?? null)
  if (!existing && options) demandOptions(options)
  // Who stepped aside has no ballot on paper either; a vote of the devices froze its list when it was opened.
  const frozen = existing && new Set(existing.voters.map(v => v.userId))
  const seats = members.filter(s => (frozen ? frozen.has(s.userId) : !recusals.some(r => r.userId === s.userId)))
  const onDevice = new Map(existing?.ballots.filter(b => b.source !== 'paper').map(b => [b.userId, b.choice as PaperChoice]))
  const typedBefore = new Set(existing?.ballots.filter(b => b.source === 'paper').map(b => b.userId))
  const again = input.ballots.find(b => typedBefore.has(b.userId))
  if (again) throw new Refusal('TYPED_BALLOT_TWICE', {}, { ballots: 'TYPED_BALLOT_TWICE' })
  const voters = seats.map(s => ({ userId: s.userId, label: s.label, stays: staysOf(s.intervals), onDevice: onDevice.get(s.userId) ?? null }))
  const verdict = decideTypedVote({
    session: spanOf(meeting),
    at: input.at,
    now: ctx.now.getTime(),
    // Paper never joins a secret vote of the devices, whatever the form says.
    form: existing?.form === 'secret' ? 'secret' : input.form,
    existing: existing ? (existing.status as 'open' | 'closed') : null,
    isOpenOnDevice: open > 0,
    voters,
    ballots: input.ballots,
    count: input.count,
    options,
    optionVotes: input.optionVotes ?? null,
    chairId: seats.find(s => s.isCommitteeChair)?.userId ?? null,
  })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params, { ballots: verdict.code })
  const { taken, kept, count, optionVotes } = verdict
  const here = new Set(voters.filter(v => wasPresentAt(v.stays, input.at)).map(v => v.userId))
  const present = members.filter(m => wasPresentAt(staysOf(m.intervals), input.at)).length
  const answer = { taken: taken.length, kept: kept.map(({ label, choice }) => ({ label, choice })), count }
  if (existing) {
    if (taken.length === 0) return answer
    await ctx.tx.ballot.createMany({ data: taken.map(b => ({ id: uuid(), voteId: existing.id, userId: b.userId, choice: b.choice, picks: [...(b.picks ?? [])], castAt: new Date(input.at), receipt: PAPER_RECEIPT, source: 'paper' })) })
    const after = await ctx.tx.vote.findUniqueOrThrow({ where: { id: existing.id }, include: { voters: true, ballots: true } })
    ctx.emit(`meeting:${meetingId}`, voteTyped, { vote: voteView(after, here) })
  } else await storeHeld(ctx, meeting, input, seats, { taken, count, options, optionVotes, isTotals: input.count !== null && (options !== null || input.form === 'secret'), here, present, recused: members.flatMap(m => recusals.filter(r => r.userId === m.userId).map(({ userId, label, reason }) => ({ userId, label, reason, isChair: m.isCommitteeChair }))) })
  const itemId = existing?.itemId ?? input.itemId
  await markTyped(ctx, meetingId, input.reason, [{ kind: 'vote', refId: input.voteId, who: null, whoId: null, itemId, quote: existing?.question ?? input.question }])
  return answer
})

type Held = { taken: PaperBallot[]; count: Record<PaperChoice, number>; options: OptionSet | null; optionVotes: number[] | null; /** counted without names */ isTotals: boolean; here: ReadonlySet<string>; /** all members in the room, those who stepped aside too */ present: number; recused: (StoredRecusal & { isChair: boolean })[] }
type Seat = { userId: string; label: string; rank: number; isCommitteeChair: boolean }

/** A vote that took place on paper as a whole: row, list of voters, ballots by name (none when secret), decided result. */
async function storeHeld(ctx: CommandContext, meeting: { id: string; membersInOffice: number | null; frozenRule: unknown }, input: { voteId: string; itemId: string; question: string; form: 'open' | 'secret'; at: number }, seats: readonly Seat[], held: Held): Promise<void> {
  const rule = meeting.frozenRule as unknown as MeetingRuleSet
  const chair = seats.find(s => s.isCommitteeChair)
  const isSecret = input.form === 'secret'
  const { recused } = held
  const N = meeting.membersInOffice ?? seats.length + recused.length
  const isChairAside = chair === undefined && recused.some(r => r.isChair)
  const chairHere = chair !== undefined && held.here.has(chair.userId)
  const own = held.taken.find(b => b.userId === chair?.userId)
  const facts = {
    form: input.form,
    rules: rule,
    N,
    recused: recused.length,
    present: held.present,
    chair: (isSecret ? null : own?.choice) ?? (isChairAside ? ('recused' as const) : chairHere ? null : ('absent' as const)),
  }
  const { options, optionVotes, count } = held
  const decided = options && optionVotes
    ? listResultOf(ruleOnOptions({ ...facts, set: options, votes: optionVotes, answered: count.for, abstain: count.abstain, chairPicks: own?.picks ?? null }), optionVotes)
    : resultOf(ruleOn({ ...facts, count, silent: 0 }))
  const result: StoredResult = {
    presentVoters: held.here.size,
    facts: { present: held.present, chair: isChairAside ? 'recused' : chairHere ? 'present' : 'absent' },
    ...(held.isTotals ? { count } : {}),
    ...decided,
  }
  const at = new Date(input.at)
  const vote = await ctx.tx.vote.create({
    data: {
      id: input.voteId,
      meetingId: meeting.id,
      itemId: input.itemId,
      question: input.question,
      form: input.form,
      ...(options ? { options: options as unknown as Prisma.InputJsonValue } : {}),
      source: 'paper',
      status: 'closed',
      rule: rule as unknown as Prisma.InputJsonValue,
      base: N - outOfBase(rule, recused.length),
      ...(recused.length > 0 ? { recused: recused.map(({ userId, label, reason }): StoredRecusal => ({ userId, label, reason })) } : {}),
      openedAt: at,
      openedById: ctx.actor.userId,
      closedAt: at,
      closedById: ctx.actor.userId,
      result,
      voters: { createMany: { data: seats.map(p => ({ userId: p.userId, label: p.label, rank: p.rank, isChair: p.isCommitteeChair })) } },
      ballots: { createMany: { data: held.taken.map(b => ({ id: uuid(), userId: b.userId, choice: b.choice, picks: [...(b.picks ?? [])], castAt: at, receipt: PAPER_RECEIPT, source: 'paper' })) } },
    },
    include: { voters: true, ballots: true },
  })
  ctx.emit(`meeting:${meeting.id}`, voteTyped, { vote: voteView(vote, held.here) })
}

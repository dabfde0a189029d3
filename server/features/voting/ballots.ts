import { wasPresentAt } from '#app/domain/meeting/attendance.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { BallotFile, FileChoice } from '#app/domain/voting/ballot-file.ts'
import type { OptionSet } from '#app/domain/voting/options.ts'
import { outOfBase } from '#app/domain/voting/ruling.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { isByTotals, type StoredRecusal, type StoredResult } from '#server/features/meeting/views.ts'
import { roleIn, scopeMeeting } from '#server/policies/meeting.ts'
import { recordLevel } from '#server/policies/record.ts'

/**
 * Phiếu của một biểu quyết đã kết thúc, for whoever reads the record: what `ballot-file.ts` writes. Null where there are
 * no ballots to count: a secret vote on paper has its totals only, and so has one on a list counted by a show of hands.
 */
async function ballots(ctx: QueryContext, args: { meetingId: string; voteId: string }): Promise<{ meeting: { id: string; title: string }; question: string; form: 'open' | 'secret'; file: BallotFile | null }> {
  const { db, actor } = ctx
  const meeting = await db.meeting.findFirst({
    where: { AND: [{ id: args.meetingId }, scopeMeeting(actor)] },
    select: { id: true, title: true, presidingId: true, participants: { where: { userId: actor.userId }, select: { id: true, role: true } } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!recordLevel(actor, roleIn(meeting, meeting.participants[0] ?? null))) throw new Refusal('FORBIDDEN')
  const vote = await db.vote.findFirst({
    where: { id: args.voteId, meetingId: meeting.id, status: 'closed', item: { isHidden: false } },
    include: { voters: true, ballots: true, anonymous: { select: { choice: true } }, item: { select: { title: true } } },
  })
  if (!vote?.result || !vote.closedAt) throw new Refusal('NOT_FOUND')
  const head = { meeting: { id: meeting.id, title: meeting.title }, question: vote.question, form: vote.form as 'open' | 'secret' }
  if (vote.source === 'paper' && (vote.form === 'secret' || isByTotals(vote, vote.result as unknown as StoredResult))) return { ...head, file: null }

  const seats = await db.meetingParticipant.findMany({ where: { meetingId: meeting.id, isVoter: true }, select: { userId: true, unitName: true, intervals: { select: { arrivedAt: true, leftAt: true } } } })
  const unitOf = new Map(seats.map(s => [s.userId, s.unitName ?? '']))
  const stored = vote.result as unknown as StoredResult
  const rules = vote.rule as unknown as MeetingRuleSet
  const recused = ((vote.recused as StoredRecusal[] | null) ?? []).length
  const ballotOf = new Map(vote.ballots.map(b => [b.userId, b]))
  const byName = [...vote.voters].sort((a, b) => a.rank - b.rank).map(v => {
    const ballot = ballotOf.get(v.userId)
    return { label: v.label, unit: unitOf.get(v.userId) ?? '', isChair: v.isChair, choice: (ballot?.choice ?? 'none') as FileChoice, isPaper: ballot?.source === 'paper', picks: ballot?.picks ?? [] }
  })
  const count = stored.count ?? { for: 0, against: 0, abstain: 0 }
  if (!stored.count) for (const b of vote.ballots) count[b.choice as 'for'] += 1
  const { closedAt } = vote
  // Votes closed before these facts were stored: who was in the room at that moment, by the attendance.
  const here = new Set(seats.filter(s => wasPresentAt(s.intervals.map(i => ({ arrivedAt: i.arrivedAt.getTime(), leftAt: i.leftAt?.getTime() ?? null })), closedAt.getTime())).map(s => s.userId))
  const chair = vote.voters.find(v => v.isChair)
  const facts = stored.facts ?? { present: here.size, chair: chair ? (here.has(chair.userId) ? ('present' as const) : ('absent' as const)) : ('recused' as const) }
  const file: BallotFile = {
    voteId: vote.id,
    meeting: meeting.title,
    item: vote.item.title,
    question: vote.question,
    form: head.form,
    answers: vote.answers as 'standard',
    openedAt: vote.openedAt.getTime(),
    closedAt: closedAt.getTime(),
    N: vote.base + outOfBase(rules, recused),
    recused,
    ...facts,
    rules: { quorum: rules.quorum, voteRule: rules.voteRule, silenceIsAgreement: rules.silenceIsAgreement, sources: rules.sources, ...(rules.optionsBy ? { optionsBy: rules.optionsBy } : {}), ...(rules.recusalLeavesBase === undefined ? {} : { recusalLeavesBase: rules.recusalLeavesBase }) },
    options: vote.options as unknown as OptionSet | null,
    published: { ...count, optionVotes: stored.optionVotes ?? [], invalid: stored.invalid ?? 0, notCast: stored.notCast, needed: stored.needed, missing: stored.missing, outcome: stored.outcome, sentence: stored.sentence },
    byName: head.form === 'open' ? byName : [],
    // Of a list: one row for each option chosen, "#n".
    anonymous: vote.anonymous.flatMap(b => (b.choice.startsWith('#') ? [] : [b.choice as FileChoice])),
    anonymousPicks: vote.anonymous.flatMap(b => (b.choice.startsWith('#') ? [Number(b.choice.slice(1))] : [])),
    receipts: stored.receipts ?? [],
    voters: vote.voters.length,
  }
  return { ...head, file }
}

export const queries = { 'voting.ballots': ballots }

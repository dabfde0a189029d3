import type { ReadinessView } from '#app/contracts/readiness.ts'
import { needed } from '#app/domain/voting/majority.ts'
import { outOfBase } from '#app/domain/voting/ruling.ts'
import { ruleSentence } from '#app/domain/voting/sentence.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { membersFor, ruleOf, type View } from '#server/features/meeting/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'

/** Sẵn sàng biểu quyết, for chair, secretaries and the Office; a fixed number of queries. Later openings come over the desk's stream. */
async function readiness(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const { db, actor } = ctx
  const [meeting, me] = await Promise.all([
    db.meeting.findUnique({ where: { id: meetingId } }),
    db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const seq = await streamHead(db, `desk:${meetingId}`)
  const voters = await db.meetingParticipant.findMany({ where: { meetingId, role: { in: ['chair', 'member'] } }, select: { userId: true } })
  const [rule, members, aside, openings] = await Promise.all([
    ruleOf(db, meeting),
    meeting.membersInOffice ?? membersFor(db, meeting, ctx.now).then(m => m.length),
    meeting.currentItemId ? db.recusal.count({ where: { itemId: meeting.currentItemId } }) : 0,
    db.paperOpening.findMany({
      where: { paper: { meetingId, removedAt: null }, userId: { in: voters.map(v => v.userId) } },
      select: { paperId: true, userId: true },
    }),
  ])
  const N = members - outOfBase(rule, aside)
  const view: View<typeof ReadinessView> = { openings, votesNeeded: needed(N, rule.voteRule.threshold), ruleText: ruleSentence(rule.voteRule, N), voteRule: rule.voteRule }
  return { view, seq }
}

export const queries = { 'voting.readiness': readiness }

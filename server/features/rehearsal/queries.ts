import type { RehearsalReport } from '#app/contracts/rehearsal.ts'
import { quorumRisk } from '#app/domain/meeting/rehearsal.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { membersFor, quorumView, ruleOf, sessionItems, type View } from '#server/features/meeting/views.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'

/**
 * Báo cáo họp thử, of the session itself or of its rehearsal: what would be missing on the day. For those who run it and
 * the Office.
 */
async function report(ctx: QueryContext, args: { meetingId: string }) {
  const asked = await ctx.db.meeting.findUnique({ where: { id: args.meetingId } })
  const meeting = asked?.rehearsalOf ? await ctx.db.meeting.findUnique({ where: { id: asked.rehearsalOf } }) : asked
  if (!asked || !meeting) throw new Refusal('NOT_FOUND')
  const me = await ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: meeting.id, userId: ctx.actor.userId } } })
  if (!canMeeting(ctx.actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const [items, people, papers, members, rule, rehearsal] = await Promise.all([
    sessionItems(ctx.db, meeting.id),
    ctx.db.meetingParticipant.findMany({ where: { meetingId: meeting.id, role: { in: ['chair', 'member', 'substitute'] } }, orderBy: { rank: 'asc' } }),
    ctx.db.paper.findMany({ where: { meetingId: meeting.id, removedAt: null }, select: { id: true, itemId: true, openings: { select: { userId: true } } } }),
    membersFor(ctx.db, meeting, ctx.now),
    ruleOf(ctx.db, meeting),
    ctx.db.meeting.findFirst({ where: { rehearsalOf: meeting.id }, select: { id: true, status: true, rehearsalExpiresAt: true } }),
  ])
  const withPaper = new Set(papers.map(p => p.itemId))
  const opened = new Set(papers.flatMap(p => p.openings.map(o => o.userId)))
  const inOffice = new Set(members.map(m => m.userId))
  const excused = people.filter(p => inOffice.has(p.userId) && p.absenceReason !== null).length
  const { needed } = quorumView(rule, members.length, 0)
  const readers = people.filter(p => p.absenceReason === null)
  const result: View<typeof RehearsalReport> = {
    itemsWithoutPapers: items.filter(i => !withPaper.has(i.id)).map(i => i.title),
    itemsWithoutPresenter: items.filter(i => i.presenter.trim() === '').map(i => i.title),
    neverOpened: papers.length === 0 ? null : readers.filter(p => !opened.has(p.userId)).map(p => p.label),
    readers: { opened: readers.filter(p => opened.has(p.userId)).length, invited: readers.length },
    quorum: { total: members.length, needed, excused, ...quorumRisk({ total: members.length, needed, excused }) },
    plannedMinutes: items.reduce((sum, i) => sum + i.minutes, 0),
    availableMinutes: Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000),
  }
  return {
    report: result,
    originalId: meeting.id,
    rehearsal: rehearsal && { id: rehearsal.id, status: rehearsal.status, expiresAt: rehearsal.rehearsalExpiresAt?.getTime() ?? null },
    mayControl: canMeeting(ctx.actor, 'control', meetingFacts(meeting, me)).ok,
  }
}

export const queries = { 'rehearsal.report': report }

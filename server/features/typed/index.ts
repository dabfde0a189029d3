import { Refusal, type QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'

/** Ghi từ giấy: what was typed in so far, for whoever may type more. Later entries come over the desk's stream. */
async function typedEntries(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: meetingId }, select: { presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'record', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const seq = await streamHead(ctx.db, `desk:${meetingId}`)
  const rows = await ctx.db.typedEntry.findMany({ where: { meetingId }, orderBy: { at: 'desc' }, select: { id: true, kind: true, refId: true, reason: true, byLabel: true, at: true } })
  return { view: { entries: rows.map(r => ({ ...r, kind: r.kind as 'vote', at: r.at.getTime() })) }, seq }
}

/** The acts themselves stand with their nouns: attendance, voting, speaking, conclusion. */
export const handlers: Handler[] = []
export const queries = { 'typed.entries': typedEntries }

import { Refusal, type QueryContext } from '#server/command/context.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { canSite, operates } from '#server/policies/site.ts'
import { loadSites } from './facts.ts'

/** Điểm cầu of a session: all of them for the desk, the own ones for the clerk of a commune. */
export async function sites(ctx: QueryContext, args: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const stream = `sites:${meeting.id}`
  const seq = await streamHead(ctx.db, stream)
  const all = await loadSites(ctx.db, meeting.id)
  const facts = meetingFacts(meeting, me)
  const isManager = canSite(ctx.actor, 'manage', { ...facts, unitId: null }).ok
  const own = all.filter(s => operates(ctx.actor, s.unitId))
  if (!isManager && own.length === 0) throw new Refusal('FORBIDDEN')
  return { seq, sites: isManager ? all : own, isManager, ownIds: own.map(s => s.id) }
}

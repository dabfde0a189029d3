import type { Handler } from '#server/command/handler.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'
import { buildPack, packAtIssue } from './build.ts'
import { packPlan } from './plan.ts'
import { packView, reportPack, requestPack } from './request-pack.ts'

/** Bản in dự phòng of a session: the newest one, and whether it is still of the session as it stands. Desk only. */
async function packOf(ctx: QueryContext, args: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const stream = `desk:${meeting.id}`
  const seq = await streamHead(ctx.db, stream)
  const [{ contentHash }, newest] = await Promise.all([
    packPlan(ctx.db, meeting.id, ctx.now),
    ctx.db.printPack.findFirst({ where: { meetingId: meeting.id }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }] }),
  ])
  return { pack: newest && packView(newest, newest.contentHash === contentHash), contentHash: newest?.contentHash ?? null, title: meeting.title, seq, stream }
}

export const handlers: Handler[] = [requestPack, reportPack]
export const reactions: Reaction[] = [buildPack, packAtIssue]
export const queries = { 'pack.view': packOf }

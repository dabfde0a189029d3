import { videoCaller, canSetVideo } from '#server/policies/video.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { meetingFacts, scopeMeeting } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { kindsOf, videoOf } from './setup.ts'

async function placeOf(ctx: QueryContext, meetingId: string) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findFirst({ where: { id: meetingId, ...scopeMeeting(ctx.actor) }, select: { title: true, presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  return { meeting, facts: meetingFacts(meeting, me) }
}

/** What the form of the desk shows: kind, link, and which kinds there are. */
async function videoSetting(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const { facts } = await placeOf(ctx, meetingId)
  if (!canSetVideo(ctx.actor, facts).ok) throw new Refusal('FORBIDDEN')
  const { kind, link, province } = await videoOf(ctx.db, meetingId)
  return { kind, link, kinds: kindsOf(province) }
}

/** The page before the room: which session, and whether there is anything to enter. Press and strangers find no such page. */
async function videoDoor(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const [{ meeting, facts }, site] = await Promise.all([placeOf(ctx, meetingId), ctx.db.site.findFirst({ where: { meetingId, unitId: { in: unitsOf(ctx.actor) } }, select: { id: true } })])
  const as = videoCaller({ ...facts, operatesSite: site !== null })
  if (as === null || as === 'part') throw new Refusal('NOT_FOUND')
  return { title: meeting.title, back: as === 'chair' ? 'dieu-hanh' : as === 'secretary' ? 'thu-ky' : as === 'site' ? 'diem-cau' : as === 'guest' ? 'phan-duoc-moi' : 'du-hop' }
}

export const queries = { 'video.setting': videoSetting, 'video.door': videoDoor }

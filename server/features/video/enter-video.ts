import { videoEnter, videoEntered } from '#app/contracts/video.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { mayEnterVideo } from '#app/domain/meeting/video.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { videoCaller } from '#server/policies/video.ts'
import { newRoom } from './set-video.ts'
import { videoOf } from './setup.ts'

/**
 * Vào họp trực tuyến. Decides who comes in, as whom and for how long; kept in the trail of the session. Reads without a
 * lock: a hall that comes in at once must not stand in line with the acts of the session.
 */
export const enterVideo = handler(videoEnter, async (ctx, { meetingId }) => {
  const units = unitsOf(ctx.actor)
  const [meeting, me, site, video] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId }, select: { status: true, presidingId: true, currentItemId: true } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, include: { guestItems: { select: { itemId: true } } } }),
    units.length > 0 ? ctx.tx.site.findFirst({ where: { meetingId, unitId: { in: units } }, select: { id: true, name: true }, orderBy: { id: 'asc' } }) : null,
    videoOf(ctx.tx, meetingId),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const as = videoCaller({ ...meetingFacts(meeting, me), operatesSite: site !== null && meeting.status !== 'draft' })
  // Before invitations went out a session exists for chair and secretaries only.
  if (meeting.status === 'draft' && as !== 'chair' && as !== 'secretary') throw new Refusal('FORBIDDEN')
  const isOwnItemInHand = me?.guestItems.some(g => g.itemId === meeting.currentItemId) ?? false
  const allowed = mayEnterVideo({ kind: video.kind, meeting: meeting.status as MeetingState, as, isOwnItemInHand })
  if (!allowed.ok) throw new Refusal(allowed.code)
  const isRoom = video.kind === 'jitsi' || video.kind === 'livekit'
  const pass = {
    kind: video.kind,
    link: video.kind === 'link' ? video.link : null,
    room: isRoom ? (video.room ?? (await firstRoom(ctx, meetingId, video.kind))) : null,
    identity: as === 'site' && site ? `site-${site.id}` : (me?.id ?? ''),
    name: as === 'site' && site ? site.name : (me?.label ?? ctx.actor.displayName),
    isModerator: allowed.isModerator,
    until: ctx.now.getTime() + allowed.holdsMs,
  }
  ctx.audit(`meeting:${meetingId}`, videoEntered, { identity: pass.identity, kind: pass.kind, isModerator: pass.isModerator, until: pass.until })
  return pass
})

/** The province's default needs no act of the secretary: the first who comes in names the room, all others find it. */
async function firstRoom(ctx: CommandContext, meetingId: string, kind: string): Promise<string> {
  await ctx.tx.meetingVideo.createMany({ data: [{ meetingId, kind, room: newRoom(), setAt: ctx.now }], skipDuplicates: true })
  const row = await ctx.tx.meetingVideo.findUniqueOrThrow({ where: { meetingId } })
  if (row.room === null) throw new Refusal('VIDEO_OFF')
  return row.room
}

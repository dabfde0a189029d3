import { randomBytes } from 'node:crypto'
import { videoChanged, videoSet } from '#app/contracts/video.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { decideVideo } from '#app/domain/meeting/video.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { canSetVideo } from '#server/policies/video.ts'
import { kindsOf, videoOf } from './setup.ts'

/** A name nobody guesses: 128 bits, small letters and figures only, as every room server takes them. */
export const newRoom = (): string => `tt-${randomBytes(16).toString('hex')}`

/** Đặt họp trực tuyến cho phiên. The same again changes nothing; the link is told to nobody but those who come in. */
export const setVideo = handler(videoSet, async (ctx, { meetingId, kind, link, isNewRoom }) => {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, meetingId)
  const [meeting, me] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId }, select: { status: true, presidingId: true } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  demand(canSetVideo(ctx.actor, meetingFacts(meeting, me)))
  const before = await videoOf(ctx.tx, meetingId)
  const decided = decideVideo({ meeting: meeting.status as MeetingState, kind, available: kindsOf(before.province), link })
  if (!decided.ok) throw new Refusal(decided.code, {}, decided.code.startsWith('VIDEO_LINK') ? { link: decided.code } : {})
  const isRoom = kind === 'jitsi' || kind === 'livekit'
  const room = !isRoom ? null : before.kind === kind && before.room !== null && !isNewRoom ? before.room : newRoom()
  const row = { kind, link: decided.link, room, setById: ctx.actor.userId, setAt: ctx.now }
  await ctx.tx.meetingVideo.upsert({ where: { meetingId }, create: { meetingId, ...row }, update: row })
  // Another link or room behind the same button is no news to the room.
  if (kind !== before.kind) ctx.emit(`meeting:${meetingId}`, videoChanged, { kind })
  return {}
})

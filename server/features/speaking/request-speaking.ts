import { speakingChanged, speakingRequest } from '#app/contracts/meeting.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { canRequest, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import { speakingView } from '#server/features/meeting/views.ts'

/** Seconds a speech has when the chair sets none: 5 minutes. */
const DEFAULT_LIMIT_SECONDS = 300

/** Đăng ký phát biểu on the item in discussion. */
export const requestSpeaking = handler(speakingRequest, async (ctx, { meetingId, requestId, subject }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'speak', 'share')
  const self = mustBeListed(me, ctx.actor)
  demand(mustRun(meeting.status as MeetingState))
  if (await ctx.tx.speakingRequest.findUnique({ where: { id: requestId }, select: { id: true } })) throw new Refusal('CONFLICT')
  if (!meeting.currentItemId) throw new Refusal('MEETING_NOT_STARTED')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "MeetingParticipant" WHERE id = $1::uuid FOR UPDATE`, self.id)
  const [stays, own] = await Promise.all([
    ctx.tx.attendanceInterval.count({ where: { participantId: self.id, leftAt: null } }),
    ctx.tx.speakingRequest.findMany({ where: { participantId: self.id, itemId: meeting.currentItemId }, select: { status: true } }),
  ])
  demand(canRequest({ isPresent: stays > 0, ownStates: own.map(o => o.status as SpeakingState) }))
  const row = await ctx.tx.speakingRequest.create({
    data: { id: requestId, meetingId, itemId: meeting.currentItemId, participantId: self.id, subject, requestedAt: ctx.now, limitSeconds: DEFAULT_LIMIT_SECONDS },
  })
  ctx.emit(`meeting:${meetingId}`, speakingChanged, { request: speakingView(row, self.label) })
  return {}
})

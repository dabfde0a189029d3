import { attendanceCheckIn, attendanceLeave, attendanceRecord } from '#app/contracts/meeting.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import { record } from './stay.ts'

/** How long before a session its secretary may say somebody arrived. */
const EARLY_HOURS = 12

/** Tự điểm danh from one's own device. */
export const checkIn = handler(attendanceCheckIn, async (ctx, { meetingId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend', 'share')
  return record(ctx, meeting, mustBeListed(me, ctx.actor).id, { act: 'arrive', at: ctx.now, how: 'own_device', reason: null })
})

/** Báo rời phiên: a deliberate leave; a lost line is never recorded as one. */
export const leaveSession = handler(attendanceLeave, async (ctx, { meetingId, reason }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend', 'share')
  return record(ctx, meeting, mustBeListed(me, ctx.actor).id, { act: 'leave', at: ctx.now, how: 'own_device', reason: reason ?? null })
})

/** Điểm danh hộ: by the secretary, at the time it happened, with a reason. */
export const recordFor = handler(attendanceRecord, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'record', 'share')
  const at = input.at === undefined ? ctx.now : new Date(input.at)
  const earliest = Math.min(meeting.startsAt.getTime(), meeting.openedAt?.getTime() ?? Number.POSITIVE_INFINITY) - EARLY_HOURS * 3_600_000
  // A time still to come, or hours before anybody was let in, is a slip of the pen.
  if (at > ctx.now || (input.at !== undefined && input.at < earliest)) throw new Refusal('ATTENDANCE_TIME_WRONG', {}, { at: 'ATTENDANCE_TIME_WRONG' })
  return record(ctx, meeting, input.participantId, { act: input.act, at, how: 'secretary', reason: input.reason || null })
})

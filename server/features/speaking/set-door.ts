import { speakingDoorChanged, speakingLimitsChanged, speakingSetDoor, speakingSetLimits } from '#app/contracts/speaking.ts'
import { decideDoor, doorOfKind, type SpeakingKind } from '#app/domain/meeting/speaking.ts'
import { type MeetingState, mustNotBeOver, mustRun } from '#app/domain/meeting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { endSpeech } from './end-speech.ts'
import { itemInHand } from './facts.ts'
import { doorAndRules, doorView } from './setup.ts'

/** Bắt đầu, dừng, kết thúc cho phép phát biểu hoặc chất vấn: ending also ends the turn that runs in this part. */
export const setDoor = handler(speakingSetDoor, async (ctx, { meetingId, itemId, kind, act }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  demand(mustRun(meeting.status as MeetingState))
  await itemInHand(ctx, meeting, itemId)
  const { door } = await doorAndRules(ctx.tx, meetingId, itemId, kind, await ruleOf(ctx.tx, meeting))
  const verdict = decideDoor(door, act)
  if (!verdict.ok) throw new Refusal(verdict.code)
  const now = { state: verdict.to, changedAt: ctx.now, changedById: ctx.actor.userId }
  const row = await ctx.tx.speakingDoor.upsert({ where: { itemId_kind: { itemId, kind } }, create: { itemId, kind, meetingId, ...now }, update: now })
  ctx.emit(`meeting:${meetingId}`, speakingDoorChanged, { door: doorView(row) })
  if (verdict.to === 'ended') {
    const kinds = (Object.keys(doorOfKind) as SpeakingKind[]).filter(k => doorOfKind[k] === kind)
    await endSpeech(ctx, meetingId, kinds)
  }
  return {}
})

/** Đặt thời gian phát biểu của phiên: requests that already stand keep the time they were given. */
export const setLimits = handler(speakingSetLimits, async (ctx, { meetingId, minutes }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  demand(mustNotBeOver(meeting.status as MeetingState))
  await ctx.tx.speakingSetting.upsert({ where: { meetingId }, create: { meetingId, minutes }, update: { minutes } })
  ctx.emit(`meeting:${meetingId}`, speakingLimitsChanged, { minutes })
  return {}
})

import { itemCorrected, meetingCorrectItem, meetingSealRecord, recordSealed } from '#app/contracts/flow.ts'
import { decideCorrection, decideSeal } from '#app/domain/meeting/flow.ts'
import type { ItemState, MeetingState } from '#app/domain/meeting/machine.ts'
import { Refusal, demand } from '#server/command/context.ts'
import { sealConclusions } from '#server/features/conclusion/document.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from './facts.ts'
import { itemsAfter, sessionItems } from './views.ts'

const ms = (d: Date | null): number | null => (d ? d.getTime() : null)
const at = (value: number | null): Date | null => (value === null ? null : new Date(value))

/** Sửa có lý do: the record is put right, and what stood there before stays in the history. */
export const correctItem = handler(meetingCorrectItem, async (ctx, { meetingId, itemId, reason, ...wanted }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  const item = (await sessionItems(ctx.tx, meetingId)).find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  const verdict = decideCorrection({
    openedAt: ms(meeting.openedAt),
    now: ctx.now.getTime(),
    item: { state: item.status as ItemState, beganAt: ms(item.beganAt), endedAt: ms(item.endedAt), spentSeconds: item.spentSeconds },
    isSealed: meeting.sealedAt !== null,
    isDecided: (await ctx.tx.vote.count({ where: { meetingId, itemId, status: 'closed' } })) > 0,
    wanted,
    reason,
  })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params, fieldOf(verdict.code))
  const { to, changes } = verdict
  // The first turn of the item in hand began with it: its clock runs from there.
  const isFirstTurn = to.state === 'presenting' && item.spentSeconds === 0
  await ctx.tx.agendaItem.update({
    where: { id: itemId },
    data: {
      status: to.state,
      beganAt: at(to.beganAt),
      endedAt: at(to.endedAt),
      spentSeconds: to.spentSeconds,
      ...(isFirstTurn ? { startedAt: at(to.beganAt) } : {}),
      ...(to.state === 'held_over' || to.state === 'withdrawn' ? { asideReason: reason } : to.state === item.status ? {} : { asideReason: null }),
    },
  })
  ctx.emit(`meeting:${meetingId}`, itemCorrected, { items: await itemsAfter(ctx.tx, meetingId, [itemId]), changes, reason })
  return {}
})

/** The field a refusal belongs to, so that the sentence stands there. */
const fieldOf = (code: string): Record<string, string> | undefined => {
  const field = { CORRECTION_TIME_ORDER: 'endedAt', CORRECTION_BEFORE_OPENING: 'beganAt', CORRECTION_NEVER_BEGAN: 'beganAt', CORRECTION_SPENT_TOO_LONG: 'spentSeconds', ITEM_REASON_REQUIRED: 'reason' }[code]
  return field ? { [field]: code } : undefined
}

/** Khóa hồ sơ phiên họp: from here on every act on this session is refused, with the hour it was sealed. */
export const sealRecord = handler(meetingSealRecord, async (ctx, { meetingId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'seal')
  demand(decideSeal({ meeting: meeting.status as MeetingState, isSealed: meeting.sealedAt !== null }))
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { sealedAt: ctx.now, sealedById: ctx.actor.userId } })
  await sealConclusions(ctx, meetingId)
  ctx.emit(`meeting:${meetingId}`, recordSealed, { sealedAt: ctx.now.getTime(), byLabel: ctx.actor.displayName })
  return {}
})

import type { PayloadOf } from '#app/contracts/define.ts'
import { hiddenChanged } from '#app/contracts/audience.ts'
import { itemSetAside, meetingSetItemAside } from '#app/contracts/meeting.ts'
import { decideItemAct, type ItemState, type MeetingState } from '#app/domain/meeting/machine.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { endSpeech } from '#server/features/speaking/end-speech.ts'
import { concludeRunning, demandInHand, meetingFor } from './facts.ts'
import { recordStep } from './steps.ts'
import { allItems, itemsAfter, loadHidden } from './views.ts'

/**
 * Để lại phiên sau, rút khỏi chương trình, đưa trở lại: every screen sees the item leave its place, with the reason. When it is
 * the one in hand, its clock and the running speech end with it and the session stands between two items.
 */
export const setItemAside = handler(meetingSetItemAside, async (ctx, { meetingId, itemId, act, reason = '', fromItemId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  const item = (await allItems(ctx.tx, meetingId)).find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  await demandInHand(ctx, meeting, fromItemId)
  const votes = await ctx.tx.vote.groupBy({ by: ['status'], where: { meetingId, itemId }, _count: true })
  const verdict = decideItemAct({
    meeting: meeting.status as MeetingState,
    item: item.status as ItemState,
    act,
    reason,
    isVoteOpen: votes.some(v => v.status === 'open'),
    isDecided: votes.some(v => v.status === 'closed'),
  })
  if (!verdict.ok) throw new Refusal(verdict.code, {}, verdict.code === 'ITEM_REASON_REQUIRED' ? { reason: verdict.code } : undefined)
  const isCurrent = meeting.currentItemId === itemId && act !== 'take_back'
  const kept = act === 'take_back' ? null : reason
  await recordStep(ctx, meetingId, act, itemId, [itemId], async () => {
    if (isCurrent) {
      await endSpeech(ctx, meetingId)
      await concludeRunning(ctx, meetingId, meeting.pausedAt ?? ctx.now)
      await ctx.tx.meeting.update({ where: { id: meetingId }, data: { currentItemId: null, presenting: Prisma.DbNull } })
    }
    await ctx.tx.agendaItem.update({ where: { id: itemId }, data: { status: verdict.to, asideReason: kept } })
  })
  // What the room does not know of leaves without a word to it.
  if (item.isHidden) {
    ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
    return {}
  }
  ctx.emit(`meeting:${meetingId}`, itemSetAside, {
    act,
    reason: kept,
    currentItemId: isCurrent ? null : meeting.currentItemId,
    items: await itemsAfter(ctx.tx, meetingId, [itemId]),
    presenting: isCurrent ? null : (meeting.presenting as PayloadOf<typeof itemSetAside>['presenting']),
  })
  return {}
})

import { hiddenChanged } from '#app/contracts/audience.ts'
import { itemReached, meetingGoToItem } from '#app/contracts/meeting.ts'
import { canGoTo, type ItemState, type MeetingState } from '#app/domain/meeting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { tellPlannedOn } from '#server/features/voting/planned.ts'
import { demandInHand, meetingFor } from './facts.ts'
import { recordStep } from './steps.ts'
import { turnTo } from './turn-to.ts'
import { allItems, itemsAfter, loadHidden, papersOf } from './views.ts'

/** Chuyển sang nội dung này: ends the running item with its time, starts the next; every screen follows. */
export const goToItem = handler(meetingGoToItem, async (ctx, { meetingId, itemId, fromItemId }) => {
  const { meeting, isVoteOpen } = await meetingFor(ctx, meetingId, 'control')
  const items = await allItems(ctx.tx, meetingId)
  const item = items.find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  // Two screens that turn to the same item at once both have what they asked for; only another target is a late tap.
  if (meeting.currentItemId !== itemId) await demandInHand(ctx, meeting, fromItemId)
  demand(
    canGoTo(
      { state: meeting.status as MeetingState, currentItemId: meeting.currentItemId, isVoteOpen },
      { id: item.id, state: item.status as ItemState },
    ),
  )
  const left = await recordStep(ctx, meetingId, 'go_to', itemId, [itemId], () => turnTo(ctx, meetingId, item))
  ctx.emit(`meeting:${meetingId}`, itemReached, {
    currentItemId: itemId,
    items: await itemsAfter(ctx.tx, meetingId, [...left, itemId]),
    presenting: null,
    // Its turn has come: what was hidden appears on every screen, with its papers.
    ...(item.isHidden ? { papers: await papersOf(ctx.tx, [itemId]) } : {}),
  })
  if (item.isHidden) {
    ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
    await tellPlannedOn(ctx, meetingId, itemId)
  }
  return {}
})

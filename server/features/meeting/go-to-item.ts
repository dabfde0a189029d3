import { hiddenChanged } from '#app/contracts/audience.ts'
import { itemReached, meetingGoToItem } from '#app/contracts/meeting.ts'
import { presentersChanged } from '#app/contracts/presentation.ts'
import { canGoTo, type ItemState, type MeetingState } from '#app/domain/meeting/machine.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { tellPlannedOn } from '#server/features/voting/planned.ts'
import { endSpeech } from '#server/features/speaking/end-speech.ts'
import { concludeRunning, demandInHand, meetingFor } from './facts.ts'
import { recordStep } from './steps.ts'
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

/** Ends what runs and begins `item`. A concluded item may be taken up again; the time it already had stays on its account. */
export async function turnTo(ctx: CommandContext, meetingId: string, item: { id: string; beganAt: Date | null; isHidden: boolean }): Promise<string[]> {
  await endSpeech(ctx, meetingId)
  const left = await concludeRunning(ctx, meetingId, ctx.now)
  await ctx.tx.agendaItem.update({ where: { id: item.id }, data: { status: 'presenting', startedAt: ctx.now, beganAt: item.beganAt ?? ctx.now, endedAt: null, asideReason: null, ...(item.isHidden ? { isHidden: false, shownAt: ctx.now } : {}) } })
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { currentItemId: item.id, presenting: Prisma.DbNull } })
  // Who was let present was let so for the item that is left.
  const { count } = await ctx.tx.presentingGrant.updateMany({ where: { meetingId, revokedAt: null }, data: { revokedAt: ctx.now } })
  if (count > 0) ctx.emit(`meeting:${meetingId}`, presentersChanged, { presenterIds: [] })
  return left
}

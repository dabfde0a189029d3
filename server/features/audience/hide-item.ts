import { agendaHideItem, hiddenChanged, itemHidden, itemShown } from '#app/contracts/audience.ts'
import { agendaDraftChanged } from '#app/contracts/meeting.ts'
import { decideHide } from '#app/domain/agenda/hidden.ts'
import type { ItemState, MeetingState } from '#app/domain/meeting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { itemsAfter, itemView, loadHidden, papersOf, unitNames } from '#server/features/meeting/views.ts'
import { tellPlannedOn } from '#server/features/voting/planned.ts'

/**
 * Ẩn nội dung, hiện lại. From here on the item is told to the desk only, or to everybody again; the room learns of a
 * hidden one nothing but, if it stood on the agenda, that it is gone.
 */
export const hideItem = handler(agendaHideItem, async (ctx, { meetingId, itemId, isHidden }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'hide')
  const item = await ctx.tx.agendaItem.findFirst({ where: { id: itemId, meetingId, removedAt: null } })
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  demand(decideHide({ meeting: meeting.status as MeetingState, item: item.status as ItemState, isHidden: item.isHidden, to: isHidden }))
  const [seen] = await itemsAfter(ctx.tx, meetingId, [itemId])
  // Before the first issue nobody of the room has seen anything; an item shown then is issued like every other.
  const isIssued = meeting.agendaVersion > 0
  const row = await ctx.tx.agendaItem.update({ where: { id: itemId }, data: { isHidden, shownAt: isHidden ? null : isIssued ? ctx.now : item.shownAt } })
  const draft = itemView(row, await unitNames(ctx.tx, [row.leadUnitId]))
  if (isHidden) {
    ctx.emit(`agenda:${meetingId}`, itemHidden, { itemId })
    ctx.emit(`desk:${meetingId}`, agendaDraftChanged, { items: [draft], removedId: null })
    if (seen) ctx.emit(`meeting:${meetingId}`, itemHidden, { itemId })
  } else {
    const papers = await papersOf(ctx.tx, [itemId])
    const [shown] = await itemsAfter(ctx.tx, meetingId, [itemId])
    ctx.emit(`agenda:${meetingId}`, itemShown, { item: draft, papers })
    ctx.emit(`desk:${meetingId}`, agendaDraftChanged, { items: [], removedId: itemId })
    if (shown) {
      ctx.emit(`meeting:${meetingId}`, itemShown, { item: shown, papers })
      await tellPlannedOn(ctx, meetingId, itemId)
    }
  }
  ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
  return {}
})

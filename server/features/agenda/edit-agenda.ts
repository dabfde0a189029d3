import {
  agendaAddItem,
  agendaMoveItem,
  agendaRemoveItem,
  agendaRestoreItem,
  agendaUpdateItem,
} from '#app/contracts/meeting.ts'
import { moveItem as reorder, rankForInsert } from '#app/domain/agenda/order.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { emitDraft } from '#server/features/meeting/emit-draft.ts'
import { agendaFor } from './facts.ts'

export const addItem = handler(agendaAddItem, async (ctx, input) => {
  const { items, isEditor } = await agendaFor(ctx, input.meetingId)
  if (!isEditor) throw new Refusal('FORBIDDEN')
  if (await ctx.tx.agendaItem.findUnique({ where: { id: input.itemId } })) throw new Refusal('CONFLICT')
  await ctx.tx.agendaItem.create({
    data: { id: input.itemId, meetingId: input.meetingId, rank: rankForInsert(items, input.beforeId ?? null), title: input.title ?? '' },
  })
  await emitDraft(ctx, input.meetingId, [input.itemId])
  return {}
})

/** Người trình bày, thời lượng, đơn vị chủ đề án – also by the lead unit, but it can't hand the item to another. */
export const updateItem = handler(agendaUpdateItem, async (ctx, { meetingId, itemId, ...fields }) => {
  const { items, isEditor } = await agendaFor(ctx, meetingId, itemId)
  if (!items.some(i => i.id === itemId)) throw new Refusal('ITEM_NOT_IN_MEETING')
  if (!isEditor && (fields.leadUnitId !== undefined || fields.isCollective !== undefined)) throw new Refusal('FORBIDDEN')
  if (fields.leadUnitId) {
    const unit = await ctx.tx.orgUnit.findUnique({ where: { id: fields.leadUnitId } })
    if (!unit) throw new Refusal('BAD_INPUT', {}, { leadUnitId: 'invalid_value' })
  }
  const data = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  await ctx.tx.agendaItem.update({ where: { id: itemId }, data })
  await emitDraft(ctx, meetingId, [itemId])
  return {}
})

/** Sắp lại thứ tự. An item dropped on itself or where it stands changes nothing, and says so. */
export const moveItem = handler(agendaMoveItem, async (ctx, { meetingId, itemId, beforeId }) => {
  const { items, isEditor } = await agendaFor(ctx, meetingId)
  if (!isEditor) throw new Refusal('FORBIDDEN')
  if (itemId === beforeId) throw new Refusal('AGENDA_ITEM_ON_ITSELF')
  if (!items.some(i => i.id === itemId) || (beforeId !== null && !items.some(i => i.id === beforeId))) throw new Refusal('ITEM_NOT_IN_MEETING')
  const { changed } = reorder(items, itemId, beforeId)
  for (const c of changed) await ctx.tx.agendaItem.update({ where: { id: c.id }, data: { rank: c.rank } })
  if (changed.length > 0) await emitDraft(ctx, meetingId, changed.map(c => c.id))
  return {}
})

/** Bỏ nội dung: kept aside, so that it can be taken back with its text and papers. */
export const removeItem = handler(agendaRemoveItem, async (ctx, { meetingId, itemId }) => {
  const { items, isEditor } = await agendaFor(ctx, meetingId)
  if (!isEditor) throw new Refusal('FORBIDDEN')
  const item = items.find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  if (item.status !== 'pending') throw new Refusal('AGENDA_ITEM_STARTED')
  await ctx.tx.agendaItem.update({ where: { id: itemId }, data: { removedAt: ctx.now } })
  await emitDraft(ctx, meetingId, [], itemId)
  return {}
})

export const restoreItem = handler(agendaRestoreItem, async (ctx, { meetingId, itemId }) => {
  const { isEditor } = await agendaFor(ctx, meetingId)
  if (!isEditor) throw new Refusal('FORBIDDEN')
  const { count } = await ctx.tx.agendaItem.updateMany({ where: { id: itemId, meetingId, removedAt: { not: null } }, data: { removedAt: null } })
  if (count === 0) throw new Refusal('ITEM_NOT_IN_MEETING')
  await emitDraft(ctx, meetingId, [itemId])
  return {}
})

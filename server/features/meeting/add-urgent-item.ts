import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { meetingAddUrgentItem, urgentItemAdded } from '#app/contracts/flow.ts'
import { agendaDraftChanged } from '#app/contracts/meeting.ts'
import { rankForInsert } from '#app/domain/agenda/order.ts'
import { agendaDiff, type AgendaSnapshot } from '#app/domain/agenda/version.ts'
import { mustLast } from '#app/domain/meeting/flow.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { meetingFor } from './facts.ts'
import { allItems, itemsAfter, itemView, unitNames } from './views.ts'

/**
 * Bổ sung khẩn: the item stands in the running session at once. It is the issued agenda plus this one item, as the next
 * numbered adjustment with its reason; unissued changes of the draft stay in the draft.
 */
export const addUrgentItem = handler(meetingAddUrgentItem, async (ctx, input) => {
  const { meetingId, itemId } = input
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  demand(mustLast(meeting.status as MeetingState))
  if (await ctx.tx.agendaItem.findUnique({ where: { id: itemId }, select: { id: true } })) throw new Refusal('CONFLICT')
  if (input.leadUnitId && !(await ctx.tx.orgUnit.findUnique({ where: { id: input.leadUnitId }, select: { id: true } })))
    throw new Refusal('BAD_INPUT', {}, { leadUnitId: 'invalid_value' })
  const all = await allItems(ctx.tx, meetingId)
  const seen = all.filter(i => !i.isHidden)
  // Before an item the room does not see means before the next one it does see.
  const asked = all.findIndex(i => i.id === input.beforeId)
  const beforeId = asked < 0 ? input.beforeId : (all.slice(asked).find(i => !i.isHidden)?.id ?? null)
  const place = beforeId === null ? seen.length : seen.findIndex(i => i.id === beforeId)
  if (place < 0) throw new Refusal('ITEM_NOT_IN_MEETING', {}, { beforeId: 'invalid_value' })
  const drafted = await ctx.tx.agendaItem.findMany({ where: { meetingId, removedAt: null }, select: { id: true, rank: true } })
  const row = await ctx.tx.agendaItem.create({
    data: {
      id: itemId,
      meetingId,
      rank: rankForInsert(drafted, beforeId),
      title: input.title,
      presenter: input.presenter,
      minutes: input.minutes,
      leadUnitId: input.leadUnitId,
      isCollective: input.isCollective ?? false,
      urgentReason: input.reason,
    },
  })
  const last = await ctx.tx.agendaVersion.findFirst({ where: { meetingId }, orderBy: { n: 'desc' } })
  const names = await unitNames(ctx.tx, [...seen.map(i => i.leadUnitId), input.leadUnitId])
  const asContent = (i: (typeof seen)[number]) => ({
    id: i.id,
    title: i.title,
    presenter: i.presenter,
    minutes: i.minutes,
    leadUnitId: i.leadUnitId,
    leadUnitName: i.leadUnitId ? (names.get(i.leadUnitId) ?? null) : null,
    text: i.text,
    rank: i.rank,
  })
  const before = (last?.content as unknown as AgendaSnapshot | undefined) ?? { items: [] }
  const items = seen.map(asContent)
  items.splice(place, 0, { ...asContent(row), rank: rankForInsert(seen, beforeId) })
  const content = { items }
  const n = (last?.n ?? 0) + 1
  await ctx.tx.agendaVersion.create({
    data: {
      id: uuid(),
      meetingId,
      n,
      content: content as unknown as Prisma.InputJsonValue,
      changes: agendaDiff(before, content) as unknown as Prisma.InputJsonValue,
      reason: `Bổ sung khẩn: ${input.reason}`,
      sha256: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
      issuedAt: ctx.now,
      issuedById: ctx.actor.userId,
    },
  })
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { agendaVersion: n } })
  ctx.emit(`agenda:${meetingId}`, agendaDraftChanged, { items: [itemView(row, names)], removedId: null })
  const [item] = await itemsAfter(ctx.tx, meetingId, [itemId])
  if (!item) throw new Refusal('INTERNAL')
  ctx.emit(`meeting:${meetingId}`, urgentItemAdded, { item, beforeId, n, reason: input.reason })
  return { n }
})

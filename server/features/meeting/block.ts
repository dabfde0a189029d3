import { blockChanged, meetingAdoptBlock, meetingMarkUndisputed, meetingObjectToBlock, meetingVoteOnBlock } from '#app/contracts/flow.ts'
import { itemReached } from '#app/contracts/meeting.ts'
import { type BlockItem, decideAdoptBlock, decideMark, decideObjection } from '#app/domain/meeting/flow.ts'
import type { ItemState, MeetingState } from '#app/domain/meeting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { createVote } from '#server/features/voting/create-vote.ts'
import { adopt } from './settle-block.ts'
import { emitDraft } from './emit-draft.ts'
import { meetingFor, mustBeListed } from './facts.ts'
import { recordStep } from './steps.ts'
import { turnTo } from './turn-to.ts'
import { itemsAfter, sessionItems } from './views.ts'

type Rows = Awaited<ReturnType<typeof sessionItems>>

/** The items with the numbers people see: what was withdrawn has none. */
const numbered = (rows: Rows): (BlockItem & { row: Rows[number] })[] => {
  let n = 0
  return rows.map(row => ({
    id: row.id,
    number: row.status === 'withdrawn' ? 0 : (n += 1),
    state: row.status as ItemState,
    isUndisputed: row.isUndisputed,
    isCollective: row.isCollective,
    row,
  }))
}

/** Đưa vào, ra khỏi khối. An item put back into the block after an objection keeps nothing of it: the secretary has settled it. */
export const markUndisputed = handler(meetingMarkUndisputed, async (ctx, { meetingId, itemIds, isUndisputed }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'edit_agenda')
  const wanted = new Set(itemIds)
  const rows = await ctx.tx.agendaItem.findMany({ where: { meetingId, id: { in: [...wanted] }, removedAt: null } })
  if (rows.length !== wanted.size) throw new Refusal('ITEM_NOT_IN_MEETING')
  demand(decideMark({ meeting: meeting.status as MeetingState, items: rows.map(r => ({ state: r.status as ItemState })) }))
  await ctx.tx.agendaItem.updateMany({ where: { id: { in: [...wanted] } }, data: { isUndisputed, ...(isUndisputed ? { objection: Prisma.DbNull } : {}) } })
  await emitDraft(ctx, meetingId, [...wanted])
  // Members see the issued agenda only: what is not on it yet comes with its issue.
  const items = await itemsAfter(ctx.tx, meetingId, [...wanted])
  if (items.length > 0) ctx.emit(`meeting:${meetingId}`, blockChanged, { act: isUndisputed ? 'marked' : 'unmarked', items, byLabel: null, reason: null })
  return {}
})

/** Đề nghị đưa ra thảo luận: the item leaves the block, with who asked and why. */
export const objectToBlock = handler(meetingObjectToBlock, async (ctx, { meetingId, itemId, reason }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'object')
  const self = mustBeListed(me, ctx.actor)
  const item = (await sessionItems(ctx.tx, meetingId)).find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  demand(decideObjection({ meeting: meeting.status as MeetingState, item: { state: item.status as ItemState, isUndisputed: item.isUndisputed }, role: self.role, reason }))
  await ctx.tx.agendaItem.update({ where: { id: itemId }, data: { isUndisputed: false, objection: { byLabel: self.label, reason, at: ctx.now.getTime() } } })
  ctx.emit(`meeting:${meetingId}`, blockChanged, { act: 'objected', items: await itemsAfter(ctx.tx, meetingId, [itemId]), byLabel: self.label, reason })
  return {}
})

/** Thông qua khối trong một lần: one update for all items, one event, one step that can be taken back. */
export const adoptBlock = handler(meetingAdoptBlock, async (ctx, { meetingId, itemIds }) => {
  const { meeting, isVoteOpen } = await meetingFor(ctx, meetingId, 'adopt')
  const verdict = decideAdoptBlock({
    meeting: meeting.status as MeetingState,
    items: numbered(await sessionItems(ctx.tx, meetingId)),
    chosen: itemIds,
    isVoteOpen,
    by: 'no_other_opinion',
  })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params)
  await recordStep(ctx, meetingId, 'adopt_block', null, verdict.ids, () => adopt(ctx, verdict.ids, 'block'))
  ctx.emit(`meeting:${meetingId}`, blockChanged, { act: 'adopted', items: await itemsAfter(ctx.tx, meetingId, verdict.ids), byLabel: ctx.actor.displayName, reason: null })
  return {}
})

/** Biểu quyết một lần cho cả khối: the session turns to its first item, so that every device shows the vote where votes are shown. */
export const voteOnBlock = handler(meetingVoteOnBlock, async (ctx, { meetingId, voteId, itemIds, question }) => {
  const { meeting, isVoteOpen } = await meetingFor(ctx, meetingId, 'control')
  if (await ctx.tx.vote.findUnique({ where: { id: voteId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const items = numbered(await sessionItems(ctx.tx, meetingId))
  const verdict = decideAdoptBlock({ meeting: meeting.status as MeetingState, items, chosen: itemIds, isVoteOpen, by: 'one_vote' })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params)
  const first = items.find(i => i.id === verdict.ids[0])
  if (!first) throw new Refusal('BLOCK_EMPTY')
  const left = await recordStep(ctx, meetingId, 'go_to', first.id, [first.id], () => turnTo(ctx, meetingId, first.row))
  ctx.emit(`meeting:${meetingId}`, itemReached, { currentItemId: first.id, items: await itemsAfter(ctx.tx, meetingId, [...left, first.id]), presenting: null })
  await createVote(ctx, { ...meeting, currentItemId: first.id }, { voteId, question, blockItemIds: verdict.ids })
  return { voteId }
})

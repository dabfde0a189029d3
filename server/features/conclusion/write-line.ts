import { conclusionAddLine, conclusionAssign, conclusionEditLine, conclusionRemoveLine, lineChanged } from '#app/contracts/meeting.ts'
import { rankBetween } from '#app/domain/agenda/order.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor, mustBeUnsealed } from '#server/features/meeting/facts.ts'
import { createTask } from '#server/features/task/new-task.ts'
import { lineView, withTask } from './line-view.ts'

/** The line, locked for this command; lines of another meeting do not exist here. */
async function lineFor(ctx: CommandContext, meetingId: string, lineId: string) {
  const { meeting } = await meetingFor(ctx, meetingId, 'desk', 'share')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "ConclusionLine" WHERE id = $1::uuid FOR UPDATE`, lineId)
  const line = await ctx.tx.conclusionLine.findFirst({ where: { id: lineId, meetingId, removedAt: null }, include: withTask })
  if (!line) throw new Refusal('NOT_FOUND')
  return { ...line, meeting }
}

/** Thêm dòng kết luận under an item. */
export const addLine = handler(conclusionAddLine, async (ctx, input) => {
  mustBeUnsealed((await meetingFor(ctx, input.meetingId, 'desk', 'share')).meeting)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "AgendaItem" WHERE id = $1::uuid FOR UPDATE`, input.itemId)
  const item = await ctx.tx.agendaItem.findFirst({ where: { id: input.itemId, meetingId: input.meetingId } })
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  const siblings = await ctx.tx.conclusionLine.findMany({ where: { itemId: input.itemId }, select: { id: true, rank: true } })
  siblings.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const at = input.afterId ? siblings.findIndex(s => s.id === input.afterId) : siblings.length - 1
  const line = await ctx.tx.conclusionLine.create({
    data: {
      id: input.lineId,
      meetingId: input.meetingId,
      itemId: input.itemId,
      rank: rankBetween(siblings[at]?.rank ?? null, siblings[at + 1]?.rank ?? null),
      text: input.text,
      updatedById: ctx.actor.userId,
      updatedAt: ctx.now,
    },
    include: withTask,
  })
  ctx.emit(`desk:${input.meetingId}`, lineChanged, { line: lineView(line), isRemoved: false })
  return {}
})

/** Sửa dòng: written over another's newer text it is refused, and both stay visible to the writer. */
export const editLine = handler(conclusionEditLine, async (ctx, input) => {
  const line = await lineFor(ctx, input.meetingId, input.lineId)
  mustBeUnsealed(line.meeting)
  if (line.version !== input.baseVersion) throw new Refusal('LINE_CHANGED_MEANWHILE', { version: line.version })
  const changed = await ctx.tx.conclusionLine.update({
    where: { id: line.id },
    data: { text: input.text, version: { increment: 1 }, updatedById: ctx.actor.userId, updatedAt: ctx.now },
    include: withTask,
  })
  ctx.emit(`desk:${input.meetingId}`, lineChanged, { line: lineView(changed), isRemoved: false })
  return { version: changed.version }
})

export const removeLine = handler(conclusionRemoveLine, async (ctx, input) => {
  const line = await lineFor(ctx, input.meetingId, input.lineId)
  mustBeUnsealed(line.meeting)
  if (line.task) throw new Refusal('LINE_ALREADY_TASK', { code: line.task.code })
  await ctx.tx.conclusionLine.update({ where: { id: line.id }, data: { removedAt: ctx.now } })
  ctx.emit(`desk:${input.meetingId}`, lineChanged, { line: lineView(line), isRemoved: true })
  return {}
})

/** Giao việc từ dòng kết luận: one act, one transaction – the task stands at the unit before the chair moves on. */
export const assignLine = handler(conclusionAssign, async (ctx, input) => {
  const line = await lineFor(ctx, input.meetingId, input.lineId)
  if (line.task) throw new Refusal('LINE_ALREADY_TASK', { code: line.task.code })
  const [meeting, chair] = await Promise.all([
    ctx.tx.meeting.findUniqueOrThrow({ where: { id: input.meetingId }, select: { title: true } }),
    ctx.tx.meetingParticipant.findFirst({ where: { meetingId: input.meetingId, role: 'chair' }, select: { userId: true, label: true } }),
  ])
  const task = await createTask(ctx, {
    id: input.taskId,
    title: input.content,
    content: input.content,
    leadUnitId: input.leadUnitId,
    coordinatorIds: input.coordinatorIds,
    deadlineOn: input.deadlineOn,
    sourceKind: 'conclusion',
    sourceLabel: meeting.title,
    sourceQuote: line.text || input.content,
    meetingId: input.meetingId,
    itemId: line.itemId,
    ...(chair ? { giver: { id: chair.userId, label: chair.label } } : {}),
  })
  const linked = await ctx.tx.conclusionLine.update({
    where: { id: line.id },
    data: { taskId: task.id, ...(line.text ? {} : { text: input.content, version: { increment: 1 } }) },
    include: withTask,
  })
  ctx.emit(`desk:${input.meetingId}`, lineChanged, { line: lineView(linked), isRemoved: false })
  return { taskId: task.id, code: task.code }
})

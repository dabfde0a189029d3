import { conclusionAddLine, conclusionAssign, conclusionEditLine, conclusionRemoveLine } from '#app/contracts/meeting.ts'
import { ranksFor } from '#app/domain/conclusion/order.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { createTask } from '#server/features/task/new-task.ts'
import { changeDocument, lockConclusion } from './document.ts'
import { type LineRow, seenBy, withTask } from './line-view.ts'
import { demandOpen } from './open.ts'
import { json } from './publish.ts'
import { makeReader } from './read-marks.ts'
import { tellLines } from './tell.ts'

// Lines written without the editor: from a phone, from paper, by the keyboard of the desk. Rows and document change together.

/** The line, locked with its conclusion; lines of another meeting do not exist here. */
async function lineFor(ctx: CommandContext, meetingId: string, lineId: string) {
  const { meeting } = await meetingFor(ctx, meetingId, 'desk', 'share')
  const at = await ctx.tx.conclusionLine.findFirst({ where: { id: lineId, meetingId }, select: { itemId: true } })
  if (!at) throw new Refusal('NOT_FOUND')
  await lockConclusion(ctx, at.itemId)
  const line = await ctx.tx.conclusionLine.findFirst({ where: { id: lineId, meetingId, removedAt: null }, include: withTask })
  if (!line) throw new Refusal('NOT_FOUND')
  return { line, meeting }
}

/** Thêm dòng kết luận under an item. */
export const addLine = handler(conclusionAddLine, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'desk', 'share')
  await insertLine(ctx, meeting, input)
  return {}
})

/** The line's row, its place in the shared text, and word of it to the desk. */
export async function insertLine(ctx: CommandContext, meeting: Parameters<typeof demandOpen>[0], input: { meetingId: string; itemId: string; lineId: string; text: string; afterId?: string | null }): Promise<void> {
  demandOpen(meeting)
  const item = await ctx.tx.agendaItem.findFirst({ where: { id: input.itemId, meetingId: input.meetingId } })
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  await lockConclusion(ctx, input.itemId)
  if (await ctx.tx.conclusionLine.findUnique({ where: { id: input.lineId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const siblings = await ctx.tx.conclusionLine.findMany({ where: { itemId: input.itemId, removedAt: null }, select: { id: true, rank: true } })
  siblings.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const after = input.afterId ? siblings.findIndex(s => s.id === input.afterId) : siblings.length - 1
  const order = [...siblings.slice(0, after + 1).map(s => s.id), input.lineId, ...siblings.slice(after + 1).map(s => s.id)]
  const { marks } = (await makeReader(ctx)).settle(input.text, {})
  const line = await ctx.tx.conclusionLine.create({
    data: {
      id: input.lineId,
      meetingId: input.meetingId,
      itemId: input.itemId,
      rank: ranksFor(order, new Map(siblings.map(s => [s.id, s.rank]))).get(input.lineId) ?? 'V',
      text: input.text,
      toldVersion: 1,
      marks: json(marks),
      updatedById: ctx.actor.userId,
      updatedAt: ctx.now,
    },
    include: withTask,
  })
  await changeDocument(ctx, input.itemId, lines => lines.insert(input.lineId, input.text, siblings[after]?.id ?? null))
  await tellLines(ctx, [{ line, seenBefore: [] }])
}

/** Sửa dòng: written over another's newer text it is refused, and both stay visible to the writer. */
export const editLine = handler(conclusionEditLine, async (ctx, input) => {
  const { line, meeting } = await lineFor(ctx, input.meetingId, input.lineId)
  demandOpen(meeting)
  if (line.version !== input.baseVersion) throw new Refusal('LINE_CHANGED_MEANWHILE', { version: line.version })
  const changed = await writeText(ctx, line, input.text)
  await tellLines(ctx, [{ line: changed, seenBefore: seenBy(line) }])
  return { version: changed.version }
})

async function writeText(ctx: CommandContext, line: LineRow & { hand: unknown }, text: string, extra: { taskId?: string } = {}): Promise<LineRow> {
  const { marks, hand } = (await makeReader(ctx)).settle(text, line.hand)
  await changeDocument(ctx, line.itemId, lines => lines.setText(line.id, text))
  return ctx.tx.conclusionLine.update({
    where: { id: line.id },
    data: { ...extra, text, marks: json(marks), hand: json(hand), version: { increment: 1 }, toldVersion: line.version + 1, updatedById: ctx.actor.userId, updatedAt: ctx.now },
    include: withTask,
  })
}

/** Bỏ dòng. A line the chair has agreed to stays visible as taken out until agreed again. */
export const removeLine = handler(conclusionRemoveLine, async (ctx, input) => {
  const { line, meeting } = await lineFor(ctx, input.meetingId, input.lineId)
  demandOpen(meeting)
  if (line.task && !line.agreed) throw new Refusal('LINE_ALREADY_TASK', { code: line.task.code })
  await changeDocument(ctx, line.itemId, lines => lines.remove(line.id))
  const gone = await ctx.tx.conclusionLine.update({
    where: { id: line.id },
    data: { removedAt: ctx.now, version: { increment: 1 }, toldVersion: line.version + 1, updatedById: ctx.actor.userId, updatedAt: ctx.now },
    include: withTask,
  })
  await tellLines(ctx, [{ line: gone, seenBefore: seenBy(line) }])
  return {}
})

/** Giao việc từ dòng kết luận: one act, one transaction – the task stands at the unit before the chair moves on. */
export const assignLine = handler(conclusionAssign, async (ctx, input) => {
  const { line, meeting } = await lineFor(ctx, input.meetingId, input.lineId)
  // A sealed record still gives tasks; it gains no words.
  if (line.text === '') demandOpen(meeting)
  if (line.task) throw new Refusal('LINE_ALREADY_TASK', { code: line.task.code })
  const chair = await ctx.tx.meetingParticipant.findFirst({ where: { meetingId: input.meetingId, role: 'chair' }, select: { userId: true, label: true } })
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
  const linked = line.text
    ? await ctx.tx.conclusionLine.update({ where: { id: line.id }, data: { taskId: task.id }, include: withTask })
    : await writeText(ctx, line, input.content, { taskId: task.id })
  await tellLines(ctx, [{ line: linked, seenBefore: seenBy(line) }])
  return { taskId: task.id, code: task.code }
})

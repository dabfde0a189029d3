import { lineChanged } from '#app/contracts/meeting.ts'
import { hasChanged } from '#app/domain/conclusion/agree.ts'
import { taskSourceChanged } from '#app/contracts/task.ts'
import type { CommandContext } from '#server/command/context.ts'
import { agreedOf, type LineRow, lineViewWith, marksOf, seenBy, unitNamesOf } from './line-view.ts'

/** Stream of the lines that name a unit, for its people in the meeting. */
export const namedStream = (meetingId: string, unitId: string): string => `named:${meetingId}/${unitId}`

/** A line after a change, and the units that could see it before. */
export type Told = { line: LineRow; seenBefore: readonly string[] }

/**
 * Tells changed lines to the desk, and each to the units it names; a unit no longer named loses the line. Also keeps the
 * mark "nội dung kết luận đã sửa" of the tasks true. One event per line and audience.
 */
export async function tellLines(ctx: CommandContext, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  const names = await unitNamesOf(ctx.tx, told.map(t => t.line))
  for (const { line, seenBefore } of told) {
    const view = lineViewWith(line, names)
    const isRemoved = line.removedAt !== null && line.agreed === null
    ctx.emit(`desk:${line.meetingId}`, lineChanged, { line: view, isRemoved })
    const now = seenBy(line)
    for (const unitId of now) ctx.emit(namedStream(line.meetingId, unitId), lineChanged, { line: view, isRemoved })
    // Who is no longer named does not get the new text to say so.
    const shut = { ...view, text: '', marks: null, agreed: null, task: null }
    for (const unitId of seenBefore) if (!now.includes(unitId)) ctx.emit(namedStream(line.meetingId, unitId), lineChanged, { line: shut, isRemoved: true })
  }
  await markTasks(ctx, told.map(t => t.line))
}

async function markTasks(ctx: CommandContext, lines: readonly LineRow[]): Promise<void> {
  const linked = lines.filter(l => l.task !== null)
  if (linked.length === 0) return
  const tasks = await ctx.tx.task.findMany({ where: { id: { in: linked.flatMap(l => (l.task ? [l.task.id] : [])) } }, select: { id: true, sourceChangedAt: true } })
  const flagged = new Map(tasks.map(t => [t.id, t.sourceChangedAt !== null]))
  for (const l of linked) {
    if (!l.task) continue
    const isChanged = hasChanged({ text: l.text, marks: marksOf(l), isRemoved: l.removedAt !== null, agreed: agreedOf(l) })
    if (flagged.get(l.task.id) === isChanged) continue
    await ctx.tx.task.update({ where: { id: l.task.id }, data: { sourceChangedAt: isChanged ? ctx.now : null } })
    ctx.emit(`task:${l.task.id}`, taskSourceChanged, { taskId: l.task.id, at: isChanged ? ctx.now.getTime() : null })
  }
}

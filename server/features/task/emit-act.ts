import { taskActed, taskCardChanged } from '#app/contracts/task.ts'
import type { CommandContext } from '#server/command/context.ts'
import { type extensionView, type Line, taskCard, type TaskRow } from './views.ts'

/**
 * Tells one act on a task: a line of its timeline, and the changed card on the board of every unit involved and on
 * the Committee's. One event per stream, never one per person.
 */
export function emitAct(ctx: CommandContext, task: TaskRow, line: Omit<Line, 'byLabel' | 'unitName' | 'at'>, extraUnitIds: string[] = [], extension?: ReturnType<typeof extensionView>): void {
  const full: Line = { ...line, byLabel: ctx.actor.displayName, unitName: ctx.actor.unitName, at: ctx.now.getTime() }
  const card = taskCard(task)
  ctx.emit(`task:${task.id}`, taskActed, { taskId: task.id, line: full, card, ...(extension ? { extension } : {}) })
  const short = { act: full.act, byLabel: full.byLabel, unitName: full.unitName, at: full.at, note: full.note }
  const units = new Set([task.leadUnitId, ...task.coordinators.map(c => c.unitId), ...extraUnitIds])
  for (const unitId of units) ctx.emit(`board:${unitId}`, taskCardChanged, { card, line: short })
  ctx.emit('board:all', taskCardChanged, { card, line: short })
}

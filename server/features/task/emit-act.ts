import type { PayloadOf } from '#app/contracts/define.ts'
import { taskActed, taskCardChanged, taskChildChanged } from '#app/contracts/task.ts'
import type { CommandContext } from '#server/command/context.ts'
import { childView, type Line, taskCard, type TaskRow, wasOf } from './views.ts'

type Acted = PayloadOf<typeof taskActed>
type Told = TaskRow & { followers?: { unitId: string }[]; ancestors?: { ancestorId: string }[] }

/**
 * Tells one act on a task: a line of its timeline, the changed card on the board of every unit involved and on the
 * Committee's, and for a sub-task its new state to those above. One event per stream, never one per person. What a unit gives
 * on below itself is its own: the Committee's board shows what the Committee gave.
 * `was` = the task before the act, null when it was just given: boards set their figures right by it without asking.
 * `left` = units that had a part in it until now; the rest of `more` is what the task page has to learn beside card and line.
 */
export function emitAct(
  ctx: CommandContext,
  task: Told,
  line: Omit<Line, 'byLabel' | 'unitName' | 'at'>,
  { left = [], was, ...more }: { left?: string[]; was?: TaskRow | null } & Partial<Pick<Acted, 'extension' | 'demand' | 'parts' | 'followers' | 'assigneeId' | 'monitorLabel' | 'content'>> = {},
): void {
  const full: Line = { ...line, byLabel: ctx.actor.displayName, unitName: ctx.actor.unitName, at: ctx.now.getTime() }
  const card = taskCard(task)
  ctx.emit(`task:${task.id}`, taskActed, { taskId: task.id, line: full, card, ...more })
  const short = { act: full.act, byLabel: full.byLabel, unitName: full.unitName, at: full.at, note: full.note }
  const units = new Set([task.leadUnitId, ...task.coordinators.map(c => c.unitId), ...(task.followers ?? []).map(f => f.unitId), ...left])
  if (task.giverUnitId) units.add(task.giverUnitId)
  const told = { card, line: short, ...(was === undefined ? {} : { was: was && wasOf(was) }) }
  for (const unitId of units) ctx.emit(`board:${unitId}`, taskCardChanged, told)
  // A task that is put under another one leaves the Committee's board, which has to hear of it.
  if (!task.parentId || was?.parentId === null) ctx.emit('board:all', taskCardChanged, told)
  const child = childView(task)
  for (const { ancestorId } of task.ancestors ?? []) ctx.emit(`task:${ancestorId}`, taskChildChanged, { taskId: ancestorId, child })
}

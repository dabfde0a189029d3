import { alertDeliverCommand } from '#app/contracts/task.ts'
import { isClockRunning, type TaskState } from '#app/domain/task/machine.ts'
import type { CommandContext } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { notify } from '#server/features/notification/notify.ts'
import { alertTitle } from '#app/text/notices.ts'
import { emitAct } from './emit-act.ts'
import { type TaskRow, withCard } from './views.ts'

/**
 * Phát cảnh báo hạn: looks again whether it still applies, then one notification per person and alert, and the board
 * moves. Delivered twice it does nothing the second time: the row is done, the notification has a key.
 */
export const deliverAlert = handler(alertDeliverCommand, async (ctx, { alertId }) => {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Alert" WHERE id = $1::uuid FOR UPDATE`, alertId)
  const alert = await ctx.tx.alert.findUnique({ where: { id: alertId }, include: { task: { include: withCard } } })
  if (!alert || alert.status === 'done' || alert.status === 'cancelled') return {}
  const { task } = alert
  if (!isClockRunning(task.state as TaskState) || civil(task.deadlineOn) !== civil(alert.deadlineOn)) {
    await ctx.tx.alert.update({ where: { id: alertId }, data: { status: 'cancelled' } })
    return {}
  }
  const title = alertTitle(alert.step, civil(task.deadlineOn) ?? '')
  await notify(ctx, await audienceOf(ctx, task, alert.audience), {
    dedupeKey: `alert:${alertId}`,
    kind: alert.kind === 'overdue' ? 'deadline_overdue' : alert.kind === 'due' ? 'deadline_due' : 'deadline_soon',
    title,
    body: `${task.code} · ${task.title}`,
    link: `/nhiem-vu/${task.id}`,
  })
  await ctx.tx.alert.update({ where: { id: alertId }, data: { status: 'done', doneAt: ctx.now } })
  emitAct(ctx, task, { act: 'alert', from: task.state as TaskState, to: task.state as TaskState, note: title, percent: null, productRef: null, files: [] })
  return {}
})

/** Clerk and head of the lead unit, the Office's monitors, the Chairman – whoever holds the position today. */
export async function audienceOf(ctx: CommandContext, task: Pick<TaskRow, 'leadUnitId' | 'giverUnitId'>, audience: readonly string[]): Promise<string[]> {
  const on = ctx.now
  const wants: object[] = []
  if (audience.includes('clerk')) wants.push({ unitId: task.leadUnitId, role: 'unit_clerk' })
  if (audience.includes('head')) wants.push({ unitId: task.leadUnitId, role: 'unit_head' })
  // What a unit gave on, that unit follows: to it the Office is the head and the clerk of the unit above.
  if (audience.includes('office')) wants.push(task.giverUnitId ? { unitId: task.giverUnitId, role: { in: ['unit_clerk', 'unit_head'] } } : { role: 'office_monitor' })
  if (audience.includes('chairman') && !task.giverUnitId) wants.push({ role: 'chairman' })
  if (wants.length === 0) return []
  const rows = await ctx.tx.position.findMany({
    where: { OR: wants, validFrom: { lte: on }, AND: [{ OR: [{ validTo: null }, { validTo: { gte: on } }] }], user: { disabledAt: null } },
    select: { userId: true },
  })
  return [...new Set(rows.map(r => r.userId))]
}

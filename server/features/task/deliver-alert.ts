import { alertDeliverCommand, notificationAdded } from '#app/contracts/task.ts'
import { isClockRunning, type TaskState } from '#app/domain/task/machine.ts'
import type { CommandContext } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { v7 as uuid } from 'uuid'
import { alertTitle } from '#app/text/notices.ts'
import { emitAct } from './emit-act.ts'
import { civil, type TaskRow, withCard } from './views.ts'

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
export async function audienceOf(ctx: CommandContext, task: Pick<TaskRow, 'leadUnitId'>, audience: readonly string[]): Promise<string[]> {
  const on = ctx.now
  const wants: object[] = []
  if (audience.includes('clerk')) wants.push({ unitId: task.leadUnitId, role: 'unit_clerk' })
  if (audience.includes('head')) wants.push({ unitId: task.leadUnitId, role: 'unit_head' })
  if (audience.includes('office')) wants.push({ role: 'office_monitor' })
  if (audience.includes('chairman')) wants.push({ role: 'chairman' })
  if (wants.length === 0) return []
  const rows = await ctx.tx.position.findMany({
    where: { OR: wants, validFrom: { lte: on }, AND: [{ OR: [{ validTo: null }, { validTo: { gte: on } }] }], user: { disabledAt: null } },
    select: { userId: true },
  })
  return [...new Set(rows.map(r => r.userId))]
}

type Notice = { dedupeKey: string; kind: 'task_assigned' | 'task_act' | 'deadline_soon' | 'deadline_due' | 'deadline_overdue' | 'meeting'; title: string; body: string; link: string }

/** Writes the notice once per person and key, and tells the bells of those who had none yet. */
export async function notify(ctx: CommandContext, userIds: readonly string[], notice: Notice): Promise<void> {
  if (userIds.length === 0) return
  const rows = userIds.map(userId => ({ id: uuid(), userId }))
  const inserted = await ctx.tx.$queryRawUnsafe<{ id: string; userId: string }[]>(
    `INSERT INTO "Notification"(id, "userId", "dedupeKey", kind, title, body, link, "createdAt")
     SELECT x.id, x."userId", $2, $3, $4, $5, $6, $7::timestamptz FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "userId" uuid)
     ON CONFLICT ("userId", "dedupeKey") DO NOTHING RETURNING id, "userId"`,
    JSON.stringify(rows),
    notice.dedupeKey,
    notice.kind,
    notice.title,
    notice.body,
    notice.link,
    ctx.now,
  )
  for (const { id, userId } of inserted) {
    ctx.emit(`user:${userId}`, notificationAdded, {
      notification: { id, kind: notice.kind, title: notice.title, body: notice.body, link: notice.link, createdAt: ctx.now.getTime(), readAt: null },
    })
  }
}

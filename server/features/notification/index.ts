import { streamHead } from '#server/features/stream-head.ts'
import type { Handler } from '#server/command/handler.ts'
import { handler } from '#server/command/handler.ts'
import { notificationRead, notificationsRead } from '#app/contracts/task.ts'
import type { QueryContext } from '#server/command/context.ts'

/** Đã xem: only one's own. */
const readNotifications = handler(notificationRead, async (ctx, { ids }) => {
  const { count } = await ctx.tx.notification.updateMany({ where: { id: { in: ids }, userId: ctx.actor.userId, readAt: null }, data: { readAt: ctx.now } })
  if (count > 0) ctx.emit(`user:${ctx.actor.userId}`, notificationsRead, { ids })
  return {}
})

async function notificationList(ctx: QueryContext, _args: Record<string, never>) {
  const stream = `user:${ctx.actor.userId}`
  const seq = await streamHead(ctx.db, stream)
  const [rows, unread] = await Promise.all([
    ctx.db.notification.findMany({ where: { userId: ctx.actor.userId }, orderBy: { createdAt: 'desc' }, take: 50 }),
    ctx.db.notification.count({ where: { userId: ctx.actor.userId, readAt: null } }),
  ])
  return {
    view: {
      items: rows.map(n => ({
        id: n.id,
        kind: n.kind as 'task_assigned',
        title: n.title,
        body: n.body,
        link: n.link,
        createdAt: n.createdAt.getTime(),
        readAt: n.readAt?.getTime() ?? null,
      })),
      unread,
    },
    seq,
    stream,
  }
}

export const handlers: Handler[] = [readNotifications]
export const queries = { 'notification.list': notificationList }

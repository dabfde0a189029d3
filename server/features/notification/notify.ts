import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { notificationAdded, type NotificationView } from '#app/contracts/task.ts'
import type { CommandContext } from '#server/command/context.ts'

export type Notice = { dedupeKey: string; kind: z.output<typeof NotificationView>['kind']; title: string; body: string; link: string }

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

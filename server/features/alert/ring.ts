import { alertRing } from '#app/contracts/alert.ts'
import { notificationAdded, type NotificationView } from '#app/contracts/task.ts'
import { digestCounts } from '#app/domain/task/alert-sending.ts'
import type { AlertKind } from '#app/domain/task/alerts.ts'
import { alertTitle, digestTitle, insteadOf } from '#app/text/notices.ts'
import { handler } from '#server/command/handler.ts'
import { civilOf } from '#server/db/civil.ts'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { emitSendings } from './tell-sendings.ts'

type Row = { messageId: string; userId: string; dayOn: Date; taskId: string; step: string; kind: AlertKind; deadlineOn: Date; code: string; title: string; insteadOf: string | null }

/**
 * Báo chuông: one line in the bell per person and day, whatever the number of tasks; more during the day makes the same line new
 * again. Written and told in one transaction.
 */
export const ringBells = handler(alertRing, async (ctx, { messageIds }) => {
  const taken = await ctx.tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id FROM "AlertMessage" WHERE id = ANY($1::uuid[]) AND channel = 'app' AND status = 'waiting' ORDER BY id FOR UPDATE SKIP LOCKED`,
    messageIds,
  )
  if (taken.length === 0) return { rung: 0 }
  const ids = taken.map(t => t.id)
  const rows = await ctx.tx.$queryRawUnsafe<Row[]>(
    `SELECT m.id AS "messageId", m."userId", m."dayOn", l."taskId", l.step, l.kind, l."deadlineOn", t.code, t.title, a."displayName" AS "insteadOf"
     FROM "AlertMessage" m JOIN "AlertMessageLine" c ON c."messageId" = m.id JOIN "AlertLine" l ON l.id = c."lineId"
     JOIN "Task" t ON t.id = l."taskId" LEFT JOIN "User" a ON a.id = l."insteadOfId"
     WHERE m.id = ANY($1::uuid[]) ORDER BY l."deadlineOn", t.code`,
    ids,
  )
  const byMessage = new Map<string, Row[]>()
  for (const r of rows) byMessage.set(r.messageId, [...(byMessage.get(r.messageId) ?? []), r])
  const notices = [...byMessage.values()].map(lines => ({ id: uuid(), ...noticeOf(lines) }))
  const stored = await ctx.tx.$queryRawUnsafe<{ id: string; userId: string }[]>(
    `INSERT INTO "Notification"(id, "userId", "dedupeKey", kind, title, body, link, "createdAt")
     SELECT x.id, x."userId", x."dedupeKey", x.kind, x.title, x.body, x.link, $2::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "userId" uuid, "dedupeKey" text, kind text, title text, body text, link text)
     ON CONFLICT ("userId", "dedupeKey") DO UPDATE SET kind = EXCLUDED.kind, title = EXCLUDED.title, body = EXCLUDED.body, link = EXCLUDED.link, "createdAt" = EXCLUDED."createdAt", "readAt" = NULL
     RETURNING id, "userId"`,
    JSON.stringify(notices),
    ctx.now,
  )
  const idOf = new Map(stored.map(s => [s.userId, s.id]))
  for (const n of notices) {
    const notification = { id: idOf.get(n.userId) ?? n.id, kind: n.kind, title: n.title, body: n.body, link: n.link, createdAt: ctx.now.getTime(), readAt: null }
    ctx.emit(`user:${n.userId}`, notificationAdded, { notification })
  }
  await ctx.tx.$executeRawUnsafe(`UPDATE "AlertMessage" SET status = 'sent', attempts = attempts + 1, "doneAt" = $2::timestamptz, reason = NULL WHERE id = ANY($1::uuid[])`, ids, ctx.now)
  await emitSendings(ctx, { messageIds: ids })
  return { rung: taken.length }
})

/** What the bell says of one person's day: the task itself when it is one, the figures and the way to all of them when there are more. */
function noticeOf(lines: Row[]): { userId: string; dedupeKey: string; kind: z.output<typeof NotificationView>['kind']; title: string; body: string; link: string } {
  const [first] = lines as [Row]
  const day = civilOf(first.dayOn)
  const counts = digestCounts(lines)
  const kind = counts.overdue > 0 ? 'deadline_overdue' : counts.due > 0 ? 'deadline_due' : 'deadline_soon'
  const who = { userId: first.userId, dedupeKey: `digest:${day}`, kind } as const
  if (counts.tasks > 1) return { ...who, title: digestTitle(counts), body: lines.slice(0, 3).map(l => `${l.code} · ${l.title}`).join('; '), link: `/canh-bao/${day}` }
  const last = lines.at(-1) as Row
  const body = `${last.code} · ${last.title}`
  return { ...who, title: alertTitle(last.step, civilOf(last.deadlineOn)), body: last.insteadOf ? `${body} (${insteadOf(last.insteadOf)})` : body, link: `/nhiem-vu/${last.taskId}` }
}

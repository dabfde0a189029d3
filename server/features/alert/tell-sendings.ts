import { alertTell, sendingsMoved } from '#app/contracts/alert.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { CommandContext, Db, Tx } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'

export const SENDINGS = 'sendings:office'

/** Figures over the lists: planned, waiting, sent today, failed. */
export async function sendingCounts(db: Db | Tx, now: Date): Promise<{ planned: number; waiting: number; sent: number; failed: number }> {
  const [row] = await db.$queryRawUnsafe<{ planned: number; waiting: number; sent: number; failed: number }[]>(
    `SELECT (SELECT count(*)::int FROM "Alert" WHERE status IN ('pending', 'claimed')) AS planned,
            (SELECT count(*)::int FROM "AlertMessage" WHERE status IN ('waiting', 'claimed', 'handed')) AS waiting,
            (SELECT count(*)::int FROM "AlertMessage" WHERE status IN ('sent', 'void') AND "dayOn" = $1::date) AS sent,
            (SELECT count(*)::int FROM "AlertMessage" WHERE status IN ('failed', 'unknown')) AS failed`,
    civilDateInVietnam(now),
  )
  return row ?? { planned: 0, waiting: 0, sent: 0, failed: 0 }
}

/** One event for all that moved in one act, after its rows are written. */
export async function emitSendings(ctx: CommandContext, moved: { messageIds?: readonly string[]; alertIds?: readonly string[] }): Promise<void> {
  const ids = [...(moved.messageIds ?? [])]
  const rows = ids.length === 0 ? [] : await ctx.tx.alertMessage.findMany({ where: { id: { in: ids } }, select: { id: true, status: true, attempts: true, dueAt: true, doneAt: true, reason: true, detail: true } })
  ctx.emit(SENDINGS, sendingsMoved, {
    messages: rows.map(r => ({ ...r, dueAt: r.dueAt.getTime(), doneAt: r.doneAt?.getTime() ?? null })),
    alertIds: [...(moved.alertIds ?? [])],
    counts: await sendingCounts(ctx.tx, ctx.now),
  })
}

/** Báo lại: how the letters of one round went. */
export const tellSendings = handler(alertTell, async (ctx, { messageIds }) => {
  await emitSendings(ctx, { messageIds })
  return {}
})

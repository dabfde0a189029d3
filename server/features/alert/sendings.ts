import { alertResend, alertResent } from '#app/contracts/alert.ts'
import { civilDateInVietnam, isCivilDate } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { demand, type QueryContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civilOf } from '#server/db/civil.ts'
import { inForceSql } from '#server/db/in-force.ts'
import { canSeeSendings, seesWhatIsSent } from '#server/policies/alert.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { openChannels } from './channels.ts'
import { emitSendings, SENDINGS, sendingCounts } from './tell-sendings.ts'

const PAGE = 50
const DAY_MS = 86_400_000
/** How many lines of one message are shown before "và n nhiệm vụ nữa". */
const SHOWN_LINES = 30

export type SendingsAsk = { show: 'planned' | 'waiting' | 'sent' | 'failed'; channel: string; q: string; day: string; page: number }
const STATUSES: Record<Exclude<SendingsAsk['show'], 'planned'>, string[]> = { waiting: ['waiting', 'claimed', 'handed'], sent: ['sent', 'void'], failed: ['failed', 'unknown'] }

type MessageRow = { id: string; channel: string; dayOn: Date; dueAt: Date; status: string; attempts: number; doneAt: Date | null; reason: string | null; detail: string | null; person: string; unit: string | null; lines: number; total: number }

/** Cảnh báo đã hẹn, đã gửi, không gửi được: by person and way; what each speaks of only for the Office. */
export async function sendings(ctx: QueryContext, ask: SendingsAsk) {
  demand(canSeeSendings(ctx.actor))
  const { db } = ctx
  const [counts, open, seq] = await Promise.all([sendingCounts(db, ctx.now), openChannels(db), streamHead(db, SENDINGS)])
  const seesContent = seesWhatIsSent(ctx.actor)
  const common = { counts, stream: SENDINGS, seq, open: { email: open.email, sms: open.sms, push: open.push !== null }, seesContent, page: ask.page, pageSize: PAGE, isAdmin: ctx.actor.roles.has('admin') }
  const day = isCivilDate(ask.day) ? ask.day : null
  const offset = (ask.page - 1) * PAGE
  if (ask.show === 'planned') {
    const rows = await db.$queryRawUnsafe<{ id: string; step: string; kind: string; fireAt: Date; audience: string[]; deadlineOn: Date; taskId: string; code: string; title: string; unit: string; total: number }[]>(
      `SELECT a.id, a.step, a.kind, a."fireAt", a.audience, a."deadlineOn", t.id AS "taskId", t.code, t.title, o.name AS unit, count(*) OVER ()::int AS total
       FROM "Alert" a JOIN "Task" t ON t.id = a."taskId" JOIN "OrgUnit" o ON o.id = t."leadUnitId"
       WHERE a.status IN ('pending', 'claimed') AND ($1 = '' OR o."searchText" LIKE '%' || $1 || '%' ${seesContent ? `OR t."searchText" LIKE '%' || $1 || '%'` : ''})
         AND ($2::timestamptz IS NULL OR (a."fireAt" >= $2 AND a."fireAt" < $2 + interval '1 day'))
       ORDER BY a."fireAt", t.code LIMIT ${PAGE} OFFSET $3`,
      fold(ask.q),
      day ? new Date(Date.parse(`${day}T00:00:00+07:00`)) : null,
      offset,
    )
    return {
      ...common,
      total: rows[0]?.total ?? 0,
      planned: rows.map(r => ({ id: r.id, step: r.step, kind: r.kind, at: r.fireAt.getTime(), audience: r.audience, deadlineOn: civilOf(r.deadlineOn), unit: r.unit, task: seesContent ? { id: r.taskId, code: r.code, title: r.title } : null })),
      messages: [],
    }
  }
  const rows = await db.$queryRawUnsafe<MessageRow[]>(
    `SELECT m.id, m.channel, m."dayOn", m."dueAt", m.status, m.attempts, m."doneAt", m.reason, m.detail, u."displayName" AS person,
            (SELECT o.name FROM "Position" p JOIN "OrgUnit" o ON o.id = p."unitId" WHERE p."userId" = u.id AND ${inForceSql('p', '$6')} ORDER BY p.role = 'committee_member', p."validFrom" LIMIT 1) AS unit,
            (SELECT count(*)::int FROM "AlertMessageLine" c WHERE c."messageId" = m.id) AS lines, count(*) OVER ()::int AS total
     FROM "AlertMessage" m JOIN "User" u ON u.id = m."userId"
     WHERE m.status = ANY($1::text[]) AND ($2 = '' OR m.channel = $2) AND ($3 = '' OR u."searchText" LIKE '%' || $3 || '%') AND ($4::date IS NULL OR m."dayOn" = $4::date)
     ORDER BY m."dayOn" DESC, m."dueAt" DESC, m.id LIMIT ${PAGE} OFFSET $5`,
    STATUSES[ask.show],
    ask.channel,
    fold(ask.q),
    day,
    offset,
    civilDateInVietnam(ctx.now),
  )
  const lines = seesContent && rows.length > 0 ? await linesOf(ctx, rows.map(r => r.id)) : new Map<string, LineView[]>()
  return {
    ...common,
    total: rows[0]?.total ?? 0,
    planned: [],
    messages: rows.map(r => ({
      id: r.id, channel: r.channel, day: civilOf(r.dayOn), dueAt: r.dueAt.getTime(), status: r.status, attempts: r.attempts, doneAt: r.doneAt?.getTime() ?? null,
      reason: r.reason, detail: r.detail, person: r.person, unit: r.unit, count: r.lines, lines: lines.get(r.id) ?? [],
    })),
  }
}

type LineView = { step: string; deadlineOn: string; taskId: string; code: string; title: string; insteadOf: string | null }
async function linesOf(ctx: QueryContext, messageIds: string[]): Promise<Map<string, LineView[]>> {
  const rows = await ctx.db.$queryRawUnsafe<(Omit<LineView, 'deadlineOn'> & { messageId: string; deadlineOn: Date })[]>(
    `SELECT * FROM (
       SELECT c."messageId", l.step, l."deadlineOn", t.id AS "taskId", t.code, t.title, x."displayName" AS "insteadOf", row_number() OVER (PARTITION BY c."messageId" ORDER BY l."deadlineOn", t.code) AS n
       FROM "AlertMessageLine" c JOIN "AlertLine" l ON l.id = c."lineId" JOIN "Task" t ON t.id = l."taskId" LEFT JOIN "User" x ON x.id = l."insteadOfId"
       WHERE c."messageId" = ANY($1::uuid[])) q WHERE n <= ${SHOWN_LINES} ORDER BY n`,
    messageIds,
  )
  const by = new Map<string, LineView[]>()
  for (const { messageId, step, deadlineOn, taskId, code, title, insteadOf } of rows) by.set(messageId, [...(by.get(messageId) ?? []), { step, deadlineOn: civilOf(deadlineOn), taskId, code, title, insteadOf }])
  return by
}

/** Gửi lại: what failed, and what nobody knows of. A person decides it, because it may arrive twice. */
export const resend = handler(alertResend, async (ctx, { messageIds }) => {
  demand(canSeeSendings(ctx.actor))
  const rows = await ctx.tx.$queryRawUnsafe<{ id: string }[]>(
    `UPDATE "AlertMessage" SET status = 'waiting', attempts = 0, "dueAt" = $2::timestamptz, "claimedAt" = NULL, "doneAt" = NULL, reason = NULL, detail = NULL
     WHERE id = ANY($1::uuid[]) AND status IN ('failed', 'unknown') RETURNING id`,
    messageIds,
    ctx.now,
  )
  if (rows.length === 0) throw new Refusal('ALERT_NOTHING_TO_RESEND')
  ctx.audit('audit:alerts', alertResent, { messageIds: rows.map(r => r.id) })
  await emitSendings(ctx, { messageIds: rows.map(r => r.id) })
  return { count: rows.length }
})

/** What one person was told on a day: the page behind the digest in the bell. */
export async function myDay(ctx: QueryContext, { day }: { day: string }) {
  const today = civilDateInVietnam(ctx.now)
  const on = isCivilDate(day) ? day : today
  const rows = await ctx.db.$queryRawUnsafe<{ id: string; taskId: string; step: string; kind: string; deadlineOn: Date; code: string; title: string; unit: string; state: string; insteadOf: string | null; createdAt: Date }[]>(
    `SELECT l.id, l."taskId", l.step, l.kind, l."deadlineOn", t.code, t.title, o.name AS unit, t.state, x."displayName" AS "insteadOf", l."createdAt"
     FROM "AlertLine" l JOIN "Task" t ON t.id = l."taskId" JOIN "OrgUnit" o ON o.id = t."leadUnitId" LEFT JOIN "User" x ON x.id = l."insteadOfId"
     WHERE l."userId" = $1::uuid AND l."onDay" = $2::date ORDER BY l."deadlineOn", t.code LIMIT 2000`,
    ctx.actor.userId,
    on,
  )
  const days = await ctx.db.$queryRawUnsafe<{ day: Date }[]>(
    `SELECT DISTINCT "onDay" AS day FROM "AlertLine" WHERE "userId" = $1::uuid AND "onDay" > $2::date ORDER BY 1 DESC LIMIT 14`,
    ctx.actor.userId,
    new Date(ctx.now.getTime() - 60 * DAY_MS),
  )
  return {
    day: on,
    today,
    days: days.map(d => civilOf(d.day)),
    lines: rows.map(r => ({ id: r.id, taskId: r.taskId, step: r.step, kind: r.kind as 'soon' | 'due' | 'overdue', deadlineOn: civilOf(r.deadlineOn), code: r.code, title: r.title, unit: r.unit, state: r.state, insteadOf: r.insteadOf })),
  }
}

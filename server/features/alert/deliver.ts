import { alertDeliver } from '#app/contracts/alert.ts'
import { addDays, atTimeInVietnam, civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { channelsFor, receiverOf, sendTime } from '#app/domain/task/alert-sending.ts'
import { type AlertChannel, type AlertKind, offsetOf } from '#app/domain/task/alerts.ts'
import { isClockRunning, type TaskState } from '#app/domain/task/machine.ts'
import { alertTitle } from '#app/text/notices.ts'
import type { CommandContext } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civilOf } from '#server/db/civil.ts'
import { taskCard, type TaskRow, withCard } from '#server/features/task/views.ts'
import { mayStandIn } from '#server/policies/alert.ts'
import { taskActed } from '#app/contracts/task.ts'
import { v7 as uuid } from 'uuid'
import { alertRulesOf } from './stored-rules.ts'
import { openChannels } from './channels.ts'
import { type Concerned, holdersOf } from './holders.ts'
import { postsOn, substitutionsOn } from './substitution.ts'
import { emitSendings } from './tell-sendings.ts'

type Due = { id: string; taskId: string; step: string; kind: AlertKind; audience: string[]; deadlineOn: Date }
type Line = { id: string; taskId: string; step: string; kind: AlertKind; deadlineOn: string; userId: string; insteadOfId: string | null }

/**
 * Phát cảnh báo hạn: looks again whether each still applies, works out who is told – whoever holds the post today, or their
 * substitute – and writes one line per person and step, with the message of each way it goes by. All or nothing: a worker that
 * dies here has told nobody, and what is told is told once, because (task, step, deadline, person) is unique. Alerts somebody
 * else is busy with are left to them.
 */
export const deliverAlerts = handler(alertDeliver, async (ctx, { alertIds }) => {
  const due = await ctx.tx.$queryRawUnsafe<Due[]>(
    `SELECT id, "taskId", step, kind, audience, "deadlineOn" FROM "Alert" WHERE id = ANY($1::uuid[]) AND status IN ('pending', 'claimed')
     ORDER BY "fireAt", id FOR UPDATE SKIP LOCKED`,
    alertIds,
  )
  if (due.length === 0) return { taken: 0, told: 0 }
  const tasks = new Map((await ctx.tx.task.findMany({ where: { id: { in: [...new Set(due.map(a => a.taskId))] } }, include: withCard })).map(t => [t.id, t]))
  const applies = (a: Due): boolean => {
    const task = tasks.get(a.taskId)
    return !!task && isClockRunning(task.state as TaskState) && task.deadlineOn?.getTime() === a.deadlineOn.getTime()
  }
  const live = due.filter(applies)
  const lines = await writeLines(ctx, live, tasks)
  await writeMessages(ctx, lines)
  const ids = (list: Due[]) => list.map(a => a.id)
  await ctx.tx.$executeRawUnsafe(
    `UPDATE "Alert" SET status = CASE WHEN id = ANY($1::uuid[]) THEN 'done' ELSE 'cancelled' END, "doneAt" = CASE WHEN id = ANY($1::uuid[]) THEN $3::timestamptz END
     WHERE id = ANY($2::uuid[])`,
    ids(live),
    ids(due),
    ctx.now,
  )
  await emitSendings(ctx, { alertIds: ids(due) })
  for (const a of live) {
    const task = tasks.get(a.taskId) as TaskRow
    const [state, note] = [task.state as TaskState, alertTitle(a.step, civilOf(a.deadlineOn))]
    // The timeline only: the card has not changed, and a morning's alerts would drown what happened on every board.
    ctx.emit(`task:${task.id}`, taskActed, {
      taskId: task.id,
      line: { act: 'alert', byLabel: ctx.actor.displayName, unitName: ctx.actor.unitName, at: ctx.now.getTime(), from: state, to: state, note, percent: null, productRef: null, files: [] },
      card: taskCard(task),
    })
  }
  return { taken: due.length, told: lines.length }
})

/** One line per person and step, those that are new. What was meant for somebody away goes to the substitute, and says so. */
async function writeLines(ctx: CommandContext, live: readonly Due[], tasks: ReadonlyMap<string, Concerned>): Promise<Line[]> {
  const today = civilDateInVietnam(ctx.now)
  const holders = await holdersOf(ctx, [...tasks.values()], true)
  const substitutions = await substitutionsOn(ctx.tx, today)
  const posts = substitutions.length === 0 ? new Map<string, never[]>() : await postsOn(ctx.tx, [...new Set(substitutions.flatMap(s => [s.userId, s.substituteId]))], today)
  const receivers = new Map<string, string>()
  const receiver = (userId: string): string => {
    const known = receivers.get(userId) ?? receiverOf({ userId, day: today, substitutions, mayReceive: id => mayStandIn(posts.get(userId) ?? [], posts.get(id) ?? []) })
    receivers.set(userId, known)
    return known
  }
  const rows: Line[] = []
  for (const a of live) {
    const task = tasks.get(a.taskId)
    if (!task) continue
    const meant = holders(task, a.audience)
    const told = new Set<string>()
    // Whoever is told anyway stands first, so that a line reads "instead of" only for who would not have been told.
    for (const userId of [...meant.filter(id => receiver(id) === id), ...meant.filter(id => receiver(id) !== id)]) {
      const to = receiver(userId)
      if (told.has(to)) continue
      told.add(to)
      rows.push({ id: uuid(), taskId: a.taskId, step: a.step, kind: a.kind, deadlineOn: civilOf(a.deadlineOn), userId: to, insteadOfId: to === userId ? null : userId })
    }
  }
  if (rows.length === 0) return []
  const fresh = await ctx.tx.$queryRawUnsafe<{ id: string }[]>(
    `INSERT INTO "AlertLine"(id, "taskId", step, kind, "deadlineOn", "userId", "insteadOfId", "onDay", "createdAt")
     SELECT x.id, x."taskId", x.step, x.kind, x."deadlineOn", x."userId", x."insteadOfId", $2::date, $3::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "taskId" uuid, step text, kind text, "deadlineOn" date, "userId" uuid, "insteadOfId" uuid)
     ON CONFLICT ("taskId", step, "deadlineOn", "userId") DO NOTHING RETURNING id`,
    JSON.stringify(rows),
    today,
    ctx.now,
  )
  const kept = new Set(fresh.map(f => f.id))
  return rows.filter(r => kept.has(r.id))
}

type Reach = { userId: string; email: string | null; phone: string | null; hasDevice: boolean; channels: AlertChannel[] | null; quietFrom: number | null; quietTo: number | null; isOnDaysOffToo: boolean | null }
type Message = { id: string; userId: string; channel: AlertChannel; dayOn: string; status: string }

/**
 * The message of each way a line goes by: the one that still waits, or the next day's where today's has left already. One digest
 * per person, way and day; the bell's may ring again during the day, and then tells of all of it.
 */
async function writeMessages(ctx: CommandContext, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return
  const { rules } = await alertRulesOf(ctx.tx)
  const [calendar, open] = [await ctx.calendar(), await openChannels(ctx.tx)]
  const today = civilDateInVietnam(ctx.now)
  const userIds = [...new Set(lines.map(l => l.userId))].sort()
  const people = await ctx.tx.$queryRawUnsafe<Reach[]>(
    `SELECT u.id AS "userId", u.email, u.phone, EXISTS (SELECT 1 FROM "PushDevice" d WHERE d."userId" = u.id) AS "hasDevice",
            p.channels, p."quietFrom", p."quietTo", p."isOnDaysOffToo"
     FROM "User" u LEFT JOIN "AlertPreference" p ON p."userId" = u.id WHERE u.id = ANY($1::uuid[])`,
    userIds,
  )
  const reachOf = new Map(people.map(p => [p.userId, p]))
  const known = await ctx.tx.$queryRawUnsafe<Message[]>(
    `SELECT id, "userId", channel, to_char("dayOn", 'YYYY-MM-DD') AS "dayOn", status FROM "AlertMessage" WHERE "userId" = ANY($1::uuid[]) AND "dayOn" >= $2::date ORDER BY id FOR UPDATE`,
    userIds,
    today,
  )
  const messages = new Map(known.map(m => [`${m.userId}/${m.channel}/${m.dayOn}`, m]))
  const fresh: (Message & { dueAt: Date })[] = []
  const ringAgain = new Set<string>()
  const chosen = new Map<string, Message>()

  const messageFor = (userId: string, channel: AlertChannel, reach: Reach): Message => {
    const key = `${userId}/${channel}`
    const already = chosen.get(key)
    if (already) return already
    const make = (dayOn: string, dueAt: number): Message => {
      const m = { id: uuid(), userId, channel, dayOn, status: 'waiting', dueAt: new Date(dueAt) }
      fresh.push(m)
      messages.set(`${key}/${dayOn}`, m)
      return m
    }
    const pick = (): Message => {
      if (channel === 'app') {
        const m = messages.get(`${key}/${today}`)
        if (m && m.status !== 'waiting') ringAgain.add(m.id)
        return m ?? make(today, ctx.now.getTime())
      }
      const waiting = [...messages.values()].find(m => m.userId === userId && m.channel === channel && m.status === 'waiting')
      if (waiting) return waiting
      const own = reach.quietFrom !== null && reach.quietTo !== null ? { from: reach.quietFrom, to: reach.quietTo } : rules.quiet
      const rest = { quiet: own, isQuietOnDaysOff: rules.isQuietOnDaysOff && !reach.isOnDaysOffToo, calendar }
      let at = sendTime({ at: ctx.now.getTime(), ...rest })
      while (messages.has(`${key}/${civilDateInVietnam(at)}`)) at = sendTime({ at: atTimeInVietnam(addDays(civilDateInVietnam(at), 1), rules.hour, rules.minute), ...rest })
      return make(civilDateInVietnam(at), at)
    }
    const m = pick()
    chosen.set(key, m)
    return m
  }

  const links: { lineId: string; channel: string; messageId: string }[] = []
  for (const line of lines) {
    const reach = reachOf.get(line.userId)
    if (!reach) continue
    const rule = rules.steps.find(s => s.offset === offsetOf(line.step))
    const reachable: AlertChannel[] = []
    if (open.email && reach.email) reachable.push('email')
    if (open.push && reach.hasDevice) reachable.push('push')
    if (open.sms && reach.phone) reachable.push('sms')
    for (const channel of channelsFor({ allowed: rule?.channels ?? [], choice: reach.channels && { channels: reach.channels }, reachable }))
      links.push({ lineId: line.id, channel, messageId: messageFor(line.userId, channel, reach).id })
  }
  // Two workers may open the same message at once: the second finds the first one's and joins it.
  const placed = new Map<string, string>()
  if (fresh.length > 0) {
    const rows = [...fresh].sort((a, b) => (`${a.userId}${a.channel}${a.dayOn}` < `${b.userId}${b.channel}${b.dayOn}` ? -1 : 1))
    const stored = await ctx.tx.$queryRawUnsafe<Message[]>(
      `INSERT INTO "AlertMessage"(id, "userId", channel, "dayOn", "dueAt", status, "createdAt")
       SELECT x.id, x."userId", x.channel, x."dayOn", x."dueAt", 'waiting', $2::timestamptz
       FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "userId" uuid, channel text, "dayOn" date, "dueAt" timestamptz)
       ON CONFLICT ("userId", channel, "dayOn") DO UPDATE SET "dueAt" = "AlertMessage"."dueAt"
       RETURNING id, "userId", channel, to_char("dayOn", 'YYYY-MM-DD') AS "dayOn", status`,
      JSON.stringify(rows),
      ctx.now,
    )
    for (const s of stored) {
      const mine = fresh.find(f => f.userId === s.userId && f.channel === s.channel && f.dayOn === s.dayOn)
      if (mine && mine.id !== s.id) placed.set(mine.id, s.id)
    }
  }
  await ctx.tx.$executeRawUnsafe(
    `INSERT INTO "AlertMessageLine"("lineId", channel, "messageId")
     SELECT x."lineId", x.channel, x."messageId" FROM jsonb_to_recordset($1::jsonb) AS x("lineId" uuid, channel text, "messageId" uuid) ON CONFLICT DO NOTHING`,
    JSON.stringify(links.map(l => ({ ...l, messageId: placed.get(l.messageId) ?? l.messageId }))),
  )
  const again = [...ringAgain, ...placed.values()]
  // Only the bell may be rung again; what left the house stays as it went.
  if (again.length > 0) await ctx.tx.$executeRawUnsafe(`UPDATE "AlertMessage" SET status = 'waiting', "dueAt" = $2::timestamptz, "claimedAt" = NULL WHERE id = ANY($1::uuid[]) AND channel = 'app'`, again, ctx.now)
}

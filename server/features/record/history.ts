import type { HistoryLevel } from '#app/contracts/history.ts'
import { historyNames, historyRow, oneLineEach, type Names, type Row } from '#app/live/reducers/history.ts'
import { type HistoryFilter, matcher } from '#app/text/history.ts'
import { Refusal, type Db, type QueryContext, SYSTEM_USER_ID } from '#server/command/context.ts'
import { allItems, sessionItems } from '#server/features/meeting/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { meetingFacts, scopeMeeting } from '#server/policies/meeting.ts'
import { historyLevel } from '#server/policies/record.ts'

/** Lines a page holds; rows of the log read at a time; how far one question looks for lines that match. */
const PAGE = 60
const CHUNK = 300
const MAX_CHUNKS = 20

type LogRow = { id: bigint; stream: string; seq: number; name: string; payload: unknown; actorId: string | null; occurredAt: Date }

/**
 * The log of one session's streams, newest first, from before `before`. Each stream is read along its own index
 * (stream, id) and cut at the limit, so a long session costs no more than a short one.
 */
export const HISTORY_SQL = `SELECT id, stream, seq, name, payload, "actorId", "occurredAt" FROM (
  (SELECT * FROM "EventLog" WHERE stream = $1 AND name = ANY($3::text[]) AND id < $5 ORDER BY id DESC LIMIT $6)
  UNION ALL
  (SELECT * FROM "EventLog" WHERE stream = $2 AND name = ANY($4::text[]) AND id < $5 ORDER BY id DESC LIMIT $6)
) log ORDER BY id DESC LIMIT $6`
const NEWEST = 9_000_000_000_000_000_000n

/** The meeting, when the actor may read its history at all. */
async function allowed(ctx: QueryContext, meetingId: string) {
  const { db, actor } = ctx
  const meeting = await db.meeting.findFirst({
    where: { AND: [{ id: meetingId }, scopeMeeting(actor)] },
    include: { participants: { where: { userId: actor.userId }, select: { id: true, role: true } } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const level = historyLevel(actor, meetingFacts(meeting, meeting.participants[0] ?? null))
  if (!level) throw new Refusal('FORBIDDEN')
  return { meeting, level }
}

/** Titles and labels the lines speak of; those who acted without being on the list by their name. */
async function namesOf(db: Db, meetingId: string, level: HistoryLevel): Promise<Names> {
  const [items, people, gone] = await Promise.all([
    level === 'desk' ? allItems(db, meetingId) : sessionItems(db, meetingId),
    db.meetingParticipant.findMany({ where: { meetingId }, select: { id: true, userId: true, label: true } }),
    db.participantRemoval.findMany({ where: { meetingId }, select: { participantId: true, userId: true, label: true } }),
  ])
  return {
    items: Object.fromEntries(items.map(i => [i.id, i.title])),
    people: Object.fromEntries([...gone.flatMap(g => [[g.participantId, g.label] as const, [g.userId, g.label] as const]), ...people.flatMap(p => [[p.id, p.label] as const, [p.userId, p.label] as const])]),
  }
}

/** Adds the names of users who are not on the list, in one question. */
async function withActors(db: Db, names: Names, rows: readonly Row[]): Promise<Names> {
  const unknown = [...new Set(rows.flatMap(r => (r.byId && r.byId !== SYSTEM_USER_ID && !names.people[r.byId] ? [r.byId] : [])))]
  if (unknown.length === 0) return names
  const users = await db.user.findMany({ where: { id: { in: unknown } }, select: { id: true, displayName: true } })
  return { ...names, people: { ...names.people, ...Object.fromEntries(users.map(u => [u.id, u.displayName])) } }
}

/** Lines that match, newest first, up to `limit`; `next` = where the following page begins, null at the beginning of the session. */
async function read(ctx: QueryContext, args: { meetingId: string; level: HistoryLevel; filter: HistoryFilter; before: bigint; limit: number; names: Names }) {
  const { level, filter, meetingId } = args
  const isWanted = matcher(filter)
  const wanted = historyNames(level)
  const found: Row[] = []
  let { before, names } = args
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const log = await ctx.db.$queryRawUnsafe<LogRow[]>(HISTORY_SQL, `meeting:${meetingId}`, `desk:${meetingId}`, wanted.meeting, wanted.desk, before, CHUNK)
    const isLast = log.length < CHUNK
    // Lines of one act stay together: what the last act of a full chunk began is read with the next one.
    const lastAt = log.at(-1)?.occurredAt.getTime()
    const whole = isLast ? log : log.filter(r => r.occurredAt.getTime() !== lastAt)
    const taken = whole.length > 0 ? whole : log
    const idOf = new Map<string, bigint>()
    const rows = oneLineEach(
      taken.flatMap(r => {
        const row = historyRow({ stream: r.stream, seq: r.seq, name: r.name, payload: r.payload, at: r.occurredAt.getTime(), actorId: r.actorId }, level)
        if (!row) return []
        idOf.set(row.key, r.id)
        return [row]
      }),
    )
    names = await withActors(ctx.db, names, rows)
    for (const row of rows) {
      if (!isWanted(row, names)) continue
      found.push(row)
      if (found.length === args.limit) return { rows: found, names, next: String(idOf.get(row.key)) }
    }
    if (isLast) return { rows: found, names, next: null }
    before = taken.at(-1)?.id ?? 0n
  }
  return { rows: found, names, next: String(before) }
}

/** Diễn biến phiên họp, one page of it; `before` = `next` of the page before. */
async function historyPage(ctx: QueryContext, args: { meetingId: string; filter: HistoryFilter; before: string | null }) {
  const { meeting, level } = await allowed(ctx, args.meetingId)
  // What happens from here on comes over the streams; the auditor has none to follow.
  const [meetingSeq, deskSeq, items] = await Promise.all([streamHead(ctx.db, `meeting:${meeting.id}`), streamHead(ctx.db, `desk:${meeting.id}`), sessionItems(ctx.db, meeting.id)])
  const names = await namesOf(ctx.db, meeting.id, level)
  const page = await read(ctx, { meetingId: meeting.id, level, filter: args.filter, before: args.before && /^\d{1,18}$/.test(args.before) ? BigInt(args.before) : NEWEST, limit: PAGE, names })
  return {
    meeting: { id: meeting.id, title: meeting.title, status: meeting.status as 'running', startsAt: meeting.startsAt.getTime(), endsAt: meeting.endsAt.getTime(), place: meeting.place },
    level,
    items: items.map(i => ({ id: i.id, title: i.title })),
    rows: page.rows,
    names: page.names,
    next: page.next,
    seqs: level === 'audit' ? null : { meeting: meetingSeq, desk: level === 'desk' ? deskSeq : null },
    now: ctx.now.getTime(),
  }
}

/** Everything that matches, oldest first, for the workbook. */
async function historyAll(ctx: QueryContext, args: { meetingId: string; filter: HistoryFilter }) {
  const { meeting, level } = await allowed(ctx, args.meetingId)
  let names = await namesOf(ctx.db, meeting.id, level)
  const rows: Row[] = []
  for (let before: bigint | null = NEWEST; before !== null; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(ctx, { meetingId: meeting.id, level, filter: args.filter, before, limit: Number.MAX_SAFE_INTEGER, names })
    rows.push(...page.rows)
    names = page.names
    before = page.next === null ? null : BigInt(page.next)
  }
  return { title: meeting.title, rows: rows.reverse(), names }
}

export const queries = { 'history.page': historyPage, 'history.all': historyAll }

import { type CivilDate, civilDateInVietnam, isCivilDate, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import type { Dimension } from '#app/domain/task/board.ts'
import { type Figures, type Group, noFigures, type Place, soonUntil } from '#app/domain/task/figures.ts'
import { type TaskFilter, UNIT_KINDS, wordsOf } from '#app/domain/task/filter.ts'
import type { Sort } from '#app/domain/task/view.ts'
import type { Actor, QueryContext } from '#server/command/context.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { isId } from '#server/db/ids.ts'
import { scopeTaskSql, seesAllTasks } from '#server/policies/task.ts'

/**
 * The one place where tasks are selected and counted in the database: lists, boards, exports and the desk all ask here, so that
 * a figure and the rows behind it cannot differ. Places are those of `app/domain/task/figures.ts`, written for the database.
 */
export type Moment = { now: Date; today: CivilDate; soonUntil: CivilDate; calendar: WorkCalendar }

export async function momentOf(ctx: QueryContext): Promise<Moment> {
  const calendar = await ctx.calendar()
  const today = civilDateInVietnam(ctx.now)
  return { now: ctx.now, today, soonUntil: soonUntil(calendar, today), calendar }
}

const { sql, join, empty } = Prisma

/** Literals, not parameters: only so does the planner see that the partial indexes hold these rows. */
const OPEN = sql`t.state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused')`
const COUNTED = sql`t.state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done')`
const DONE = sql`t.state = 'done'`

/** The day in Viet Nam of a moment; the country keeps UTC+7 the whole year. */
const civil = (moment: Prisma.Sql): Prisma.Sql => sql`((${moment} AT TIME ZONE 'UTC') + interval '7 hours')::date`
const finishedAt = (m: Moment): Prisma.Sql => sql`COALESCE(t."submittedAt", t."completedAt", ${m.now}::timestamptz)`
const finishedOn = (m: Moment): Prisma.Sql => civil(finishedAt(m))

export const placeSql = (m: Moment): Prisma.Sql => sql`CASE
  WHEN t.state IN ('draft', 'recalled') THEN NULL
  WHEN t.kind = 'routine' THEN 'routine'
  WHEN t.state = 'done' THEN CASE WHEN t."deadlineOn" IS NULL THEN 'done_none' WHEN ${finishedOn(m)} <= t."deadlineOn" THEN 'done_on_time' ELSE 'done_late' END
  WHEN t.state = 'paused' THEN 'paused'
  WHEN t.state = 'waiting_confirmation' THEN 'waiting'
  WHEN t."deadlineOn" IS NULL THEN 'none'
  WHEN t."deadlineOn" < ${m.today}::date THEN 'overdue'
  WHEN t."isSentBack" THEN 'sent_back'
  WHEN t."deadlineOn" <= ${m.soonUntil}::date THEN 'soon'
  ELSE 'in_time' END`

/** What a place implies and an index knows; the place itself is tested too. */
const hintOf = (place: Place, m: Moment): Prisma.Sql => {
  if (place === 'routine') return sql`${COUNTED} AND t.kind = 'routine'`
  if (place === 'done_on_time' || place === 'done_late' || place === 'done_none') return DONE
  if (place === 'overdue') return sql`${OPEN} AND t."deadlineOn" < ${m.today}::date`
  if (place === 'soon') return sql`${OPEN} AND t."deadlineOn" BETWEEN ${m.today}::date AND ${m.soonUntil}::date`
  return OPEN
}

/** The groups of `figures.ts`, written for the database. Late = past the day and its clock not stopped by a pause. */
function groupSql(group: Group, m: Moment): Prisma.Sql {
  const rated = sql`${COUNTED} AND t.kind <> 'routine'`
  const dated = sql`${DONE} AND t.kind <> 'routine' AND t."deadlineOn" IS NOT NULL`
  const past = sql`${OPEN} AND t.state <> 'paused' AND t.kind <> 'routine' AND t."deadlineOn" < ${m.today}::date`
  if (group === 'followed') return rated
  if (group === 'open') return sql`${OPEN} AND t.kind <> 'routine'`
  if (group === 'done') return sql`${DONE} AND t.kind <> 'routine'`
  if (group === 'done_dated') return dated
  if (group === 'past_due') return past
  if (group === 'due') return sql`((${dated}) OR (${past}))`
  if (group === 'extended') return sql`${rated} AND t."deadlineOn" > t."originalDeadlineOn"`
  return sql`${dated} AND ${finishedOn(m)} <= COALESCE(t."originalDeadlineOn", t."deadlineOn")`
}

const like = (word: string): string => `%${word.replace(/[\\%_]/g, c => `\\${c}`)}%`
/** What an index of three letters can find at all, and few enough rows hold to be worth it. */
const INDEXED_LENGTH = 4
/** The word is looked up in the index of all tasks. */
const isLikeWord = (word: string): Prisma.Sql => sql`(t."searchText" LIKE ${like(word)} OR lower(t.code) LIKE ${like(word)})`
/** The word is looked for in the rows at hand: a unit's, and what is open, are fewer than everybody's of all years that hold the word. */
const hasWord = (word: string): Prisma.Sql => sql`(strpos(t."searchText", ${word}) > 0 OR strpos(lower(t.code), ${word}) > 0)`

/**
 * What a filter selects from, as `t`. Where it is two sets, each is read by its own index; as one condition with an "or" they
 * would be looked for among everybody's tasks of all years: what a unit leads and what it takes part in (OFFSET 0 keeps the
 * planner from turning the look-ups of the second round); what is open and what was finished since a day.
 */
function tasksOf({ unitId, role, from, state }: TaskFilter): Prisma.Sql {
  if (unitId && !role)
    return sql`(SELECT l.* FROM "Task" l WHERE l."leadUnitId" = ${unitId}::uuid
      UNION ALL SELECT p.* FROM "TaskCoordinator" c CROSS JOIN LATERAL (SELECT * FROM "Task" x WHERE x.id = c."taskId" OFFSET 0) p
        WHERE c."unitId" = ${unitId}::uuid AND p."leadUnitId" <> ${unitId}::uuid) t`
  if (!unitId && from && state === 'all')
    return sql`(SELECT o.* FROM "Task" o WHERE o.state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused')
      UNION ALL SELECT d.* FROM "Task" d WHERE d.state = 'done' AND d."completedAt" >= ${startOf(from)}::timestamptz) t`
  return sql`"Task" t`
}

/** Where-clause of a filter for `tasksOf` it, the person's scope always in it. */
function whereOf(actor: Actor, f: TaskFilter, m: Moment): Prisma.Sql {
  const parts: Prisma.Sql[] = [scopeTaskSql(actor, f.unitId)]
  if (f.state === 'all') parts.push(COUNTED)
  else if (f.state) parts.push(sql`t.state = ${f.state}`)
  else if (!f.place && !f.group) parts.push(OPEN)
  if (f.place) parts.push(hintOf(f.place, m), sql`${placeSql(m)} = ${f.place}`)
  if (f.group) parts.push(groupSql(f.group, m))
  if (f.unitKind) parts.push(sql`t."leadUnitId" IN (SELECT u.id FROM "OrgUnit" u WHERE u.kind = ANY(${[...UNIT_KINDS[f.unitKind]]}::text[]))`)
  if (f.unitId && f.role === 'lead') parts.push(f.isWithFormer && seesAllTasks(actor) ? sql`t."leadUnitId" IN (${withFormer(f.unitId)})` : sql`t."leadUnitId" = ${f.unitId}::uuid`)
  if (f.unitId && f.role === 'coordinate') parts.push(sql`t.id IN (SELECT c."taskId" FROM "TaskCoordinator" c WHERE c."unitId" = ${f.unitId}::uuid)`)
  if (f.isTop || !f.unitId) parts.push(sql`t."parentId" IS NULL`)
  if (f.source) parts.push(sql`t."sourceKind" = ${f.source}`)
  if (f.document) parts.push(sql`t."sourceLabel" = ${f.document}`)
  if (f.field) parts.push(f.field === 'none' ? sql`t."fieldCode" IS NULL` : sql`t."fieldCode" = ${f.field}`)
  if (f.leaderId) parts.push(sql`t."giverId" = ${f.leaderId}::uuid`)
  if (f.urgency) parts.push(sql`t.urgency = ${f.urgency}`)
  if (f.from) parts.push(sql`(t.state <> 'done' OR t."completedAt" >= ${startOf(f.from)}::timestamptz)`)
  if (f.to) parts.push(sql`t."assignedAt" < ${startOf(f.to)}::timestamptz + interval '1 day'`)
  if (f.dueFrom) parts.push(sql`t."deadlineOn" >= ${f.dueFrom}::date`)
  if (f.dueTo) parts.push(sql`t."deadlineOn" <= ${f.dueTo}::date`)
  if (f.isExtended) parts.push(sql`t."deadlineOn" > t."originalDeadlineOn"`)
  for (const word of wordsOf(f.q)) parts.push(f.unitId || isOpenOnly(f) || word.length < INDEXED_LENGTH ? hasWord(word) : isLikeWord(word))
  return join(parts, ' AND ')
}
/** A unit and all whose work it does today, by the newest step of each (`todaysUnit`). */
const withFormer = (unitId: string): Prisma.Sql => sql`WITH RECURSIVE unit(id) AS (SELECT ${unitId}::uuid UNION
  SELECT s."oldUnitId" FROM unit u JOIN "OrgSuccession" s ON s."newUnitId" = u.id
  WHERE NOT EXISTS (SELECT 1 FROM "OrgSuccession" n WHERE n."oldUnitId" = s."oldUnitId" AND (n.on > s.on OR (n.on = s.on AND n.id < s.id)))) SELECT id FROM unit`
/** Midnight in Viet Nam at which a day begins. */
const startOf = (day: CivilDate): Date => new Date(`${day}T00:00:00+07:00`)

const DONE_PLACES: ReadonlySet<Place> = new Set(['done_on_time', 'done_late', 'done_none'])
const OPEN_GROUPS: ReadonlySet<Group> = new Set(['open', 'past_due'])
/** Whether only open tasks can be meant, a tenth of all. */
const isOpenOnly = ({ state, place, group }: TaskFilter): boolean =>
  state ? state !== 'all' && state !== 'done' && state !== 'recalled' : place ? !DONE_PLACES.has(place) && place !== 'routine' : !group || OPEN_GROUPS.has(group)
type Order = { key: Prisma.Sql; by: Prisma.Sql; isDown: boolean; cast: Prisma.Sql }
const orderOf = (f: TaskFilter, sort: Sort): Order => {
  const isDone = f.state === 'done' || (!f.state && ((f.place && DONE_PLACES.has(f.place)) || f.group === 'done' || f.group === 'done_dated' || f.group === 'on_time_first'))
  const down = (key: Prisma.Sql): Order => ({ key, by: sql`${key} DESC, t.id DESC`, isDown: true, cast: sql`timestamptz` })
  if (sort === 'given') return down(sql`t."assignedAt"`)
  if (sort === 'changed') return down(sql`t."updatedAt"`)
  if (isDone) return down(sql`t."completedAt"`)
  const key = sql`COALESCE(t."deadlineOn", '9999-12-31'::date)`
  return { key, by: sql`${key}, t.id`, isDown: false, cast: sql`date` }
}

/** Where a page ended: the key of its last row and its id. */
export type Cursor = { key: string; id: string }
/** Comes back by the address, so it is read as strictly as what the database may be asked for. */
const CURSOR = /^((\d{4}-\d{2}-\d{2})(?: (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?)_([0-9a-f-]{36})$/
export const readCursor = (given: string | null | undefined): Cursor | null => {
  const [, key = '', day = '', id = ''] = CURSOR.exec(given ?? '') ?? []
  return isCivilDate(day) && isId(id) ? { key, id } : null
}

/** Ids of one page in order, and the cursor of the next (null = this was the last). */
export async function pageOf(ctx: QueryContext, f: TaskFilter, m: Moment, opts: { sort: Sort; size: number; after?: Cursor | null }): Promise<{ ids: string[]; next: string | null }> {
  const order = orderOf(f, opts.sort)
  const after = opts.after
    ? order.isDown
      ? sql`AND (${order.key}, t.id) < (${opts.after.key}::${order.cast}, ${opts.after.id}::uuid)`
      : sql`AND (${order.key}, t.id) > (${opts.after.key}::${order.cast}, ${opts.after.id}::uuid)`
    : empty
  const rows = await ctx.db.$queryRaw<{ id: string; key: string }[]>(
    sql`SELECT t.id, (${order.key})::text AS key FROM ${tasksOf(f)} WHERE ${whereOf(ctx.actor, f, m)} ${after} ORDER BY ${order.by} LIMIT ${opts.size + 1}`,
  )
  const shown = rows.slice(0, opts.size)
  const last = shown.at(-1)
  return { ids: shown.map(r => r.id), next: rows.length > opts.size && last ? `${last.key}_${last.id}` : null }
}

/** The first rows of each step, for a board in columns. A unit's tasks are gathered once for all of them. */
export async function columnsOf(ctx: QueryContext, f: TaskFilter, m: Moment, states: readonly string[], size: number): Promise<string[]> {
  const gathered = f.unitId
    ? sql`WITH mine AS MATERIALIZED (SELECT t.id, t.state, t."deadlineOn", t."completedAt" FROM ${tasksOf({ ...f, state: "all" })} WHERE ${whereOf(ctx.actor, { ...f, state: 'all' }, m)})`
    : empty
  const columns = states.map(state => {
    const column = { ...f, state: state as 'done' }
    const from = f.unitId ? sql`mine t WHERE t.state = ${state}` : sql`"Task" t WHERE ${whereOf(ctx.actor, column, m)}`
    return sql`(SELECT t.id FROM ${from} ORDER BY ${orderOf(column, 'due').by} LIMIT ${size})`
  })
  const rows = await ctx.db.$queryRaw<{ id: string }[]>(sql`${gathered} ${join(columns, ' UNION ALL ')}`)
  return rows.map(r => r.id)
}

/** How many stand in each step. Recalled ones are counted only where somebody asks for just them. */
export async function statesOf(ctx: QueryContext, f: TaskFilter, m: Moment): Promise<Record<string, number>> {
  const wide: TaskFilter = { ...f, state: f.state === 'recalled' ? 'recalled' : 'all' }
  const rows = await ctx.db.$queryRaw<{ state: string; n: number }[]>(
    sql`SELECT t.state, count(*)::int AS n FROM ${tasksOf(wide)} WHERE ${whereOf(ctx.actor, wide, m)} GROUP BY t.state`,
  )
  return Object.fromEntries(rows.map(r => [r.state, r.n]))
}

/** Per day of a span: how many are due, and the first of them. */
export async function daysOf(ctx: QueryContext, f: TaskFilter, m: Moment, span: { from: CivilDate; to: CivilDate }, size: number): Promise<{ id: string; day: CivilDate; n: number }[]> {
  return ctx.db.$queryRaw(
    sql`SELECT id, day::text AS day, n FROM (
          SELECT t.id, t."deadlineOn" AS day, row_number() OVER (PARTITION BY t."deadlineOn" ORDER BY t.id)::int AS nth, count(*) OVER (PARTITION BY t."deadlineOn")::int AS n
          FROM ${tasksOf(f)} WHERE ${whereOf(ctx.actor, f, m)} AND t."deadlineOn" BETWEEN ${span.from}::date AND ${span.to}::date
        ) d WHERE nth <= ${size} ORDER BY day, nth`,
  )
}

const keyOf: Record<Dimension, Prisma.Sql> = {
  unit: sql`t."leadUnitId"::text`,
  field: sql`COALESCE(t."fieldCode", 'none')`,
  source: sql`t."sourceKind"`,
  leader: sql`t."giverId"::text`,
}

/**
 * Figures of a filter, by a dimension or all in one row (key ''). The filter's own step and place are left aside when none is
 * set: a row of figures covers finished and open work alike, and each of its cells is a filter of its own. `open` counts only
 * what is open, which reads a tenth of the rows.
 */
export async function countFigures(ctx: QueryContext, filter: TaskFilter, m: Moment, by: Dimension | null, span: 'all' | 'open' = 'all'): Promise<Map<string, Figures>> {
  const { state, place: _place, group: _group, ...rest } = filter
  const f: TaskFilter = span === 'open' ? rest : { ...filter, state: state ?? 'all' }
  const rows = await ctx.db.$queryRaw<{ key: string; place: Place | null; n: number; extended: number; originally: number; past: number; days: number }[]>(
    sql`SELECT key, place, count(*)::int AS n,
          count(*) FILTER (WHERE place <> 'routine' AND due > original)::int AS extended,
          count(*) FILTER (WHERE place IN ('done_on_time', 'done_late') AND finished <= COALESCE(original, due))::int AS originally,
          count(*) FILTER (WHERE place = 'overdue' OR (place = 'waiting' AND due < ${m.today}::date))::int AS past,
          COALESCE(sum(finished - due) FILTER (WHERE place = 'done_late'), 0)::int AS days
        FROM (SELECT ${by ? keyOf[by] : sql`''`} AS key, ${placeSql(m)} AS place, t."deadlineOn" AS due, t."originalDeadlineOn" AS original, ${finishedOn(m)} AS finished
              FROM ${tasksOf(f)} WHERE ${whereOf(ctx.actor, f, m)}) s
        GROUP BY key, place`,
  )
  const found = new Map<string, Figures>()
  for (const r of rows) {
    // What was recalled stands nowhere.
    if (r.place === null) continue
    const row = found.get(r.key) ?? noFigures()
    row[r.place] += r.n
    row.extended += r.extended
    row.onTimeByOriginal += r.originally
    row.pastDue += r.past
    row.lateDays += r.days
    found.set(r.key, row)
  }
  return found
}

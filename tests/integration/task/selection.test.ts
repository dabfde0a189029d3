// Lists read by parts (what a unit leads and what it takes part in; what is open and what was finished since a day) hold
// exactly what one plain statement finds, each task once, for whoever sees all and for a unit's clerk.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES } from '#app/domain/task/figures.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import type { Actor, QueryContext } from '#server/command/context.ts'
import { columnsOf, countFigures, daysOf, momentOf, pageOf, statesOf } from '#server/features/task/selection.ts'
import { buildCommittee, type Committee, type House, openHouse } from '#tests/support/build.ts'

let house: House
let c: Committee

beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house)
  const { pool } = house.services
  // Every third is led by Sở Y tế, every fourth has it beside Sở Nội vụ, some by both rows; steps and days in turn.
  await pool.query(
    `INSERT INTO "Task"(id, code, title, content, state, "sourceKind", "sourceLabel", "giverId", "giverLabel", "leadUnitId", "deadlineOn", "originalDeadlineOn", "assignedAt", "completedAt", "updatedAt", "searchText")
     SELECT gen_random_uuid(), 'TL-' || n, 'Việc ' || n, '', (ARRAY['assigned','in_progress','waiting_confirmation','refused','paused','done','done','recalled','draft'])[1 + n % 9], 'plan', 'Kế hoạch', $1, 'Chủ tịch',
       CASE WHEN n % 3 = 0 THEN $2::uuid ELSE $3::uuid END, CASE WHEN n % 7 > 0 THEN '2026-11-01'::date + n END, '2026-11-01'::date + n, '2026-01-01'::timestamptz + n * interval '1 day',
       CASE WHEN n % 9 IN (5, 6) THEN '2026-06-01'::timestamptz + n * interval '1 day' END, now(), 'cai tao 100%_duong ' || n
     FROM generate_series(1, 120) n`,
    [c.chairman.userId, c.health, c.home],
  )
  await pool.query(`INSERT INTO "TaskCoordinator"("taskId", "unitId") SELECT id, $1 FROM "Task" WHERE substr(code, 4)::int % 4 = 0`, [c.health])
})
afterAll(() => house.close())

const OPEN = `t.state IN ('assigned','in_progress','waiting_confirmation','refused','paused')`
const COUNTED = `t.state IN ('assigned','in_progress','waiting_confirmation','refused','paused','done')`
const cases: { name: string; filter: (c: Committee) => TaskFilter; plain: string }[] = [
  { name: 'open work of a unit', filter: x => ({ unitId: x.health }), plain: `${OPEN} AND mine` },
  { name: 'all work of a unit', filter: x => ({ unitId: x.health, state: 'all' }), plain: `${COUNTED} AND mine` },
  { name: 'what a unit finished since a day', filter: x => ({ unitId: x.health, state: 'all', from: '2026-07-20' }), plain: `${COUNTED} AND mine AND (t.state <> 'done' OR t."completedAt" >= '2026-07-20T00:00:00+07')` },
  { name: 'a word in a unit, signs of a pattern meant as themselves', filter: x => ({ unitId: x.health, q: '100%_đường 1' }), plain: `${OPEN} AND mine AND strpos(t."searchText", '100%_duong') > 0 AND strpos(t."searchText", '1') > 0` },
  { name: 'the same among all', filter: () => ({ q: '100%_đường 2' }), plain: `${OPEN} AND strpos(t."searchText", '2') > 0` },
  { name: 'a period among all', filter: () => ({ state: 'all', from: '2026-08-01', to: '2026-03-31' }), plain: `${COUNTED} AND (t.state <> 'done' OR t."completedAt" >= '2026-08-01T00:00:00+07') AND t."assignedAt" < '2026-04-01T00:00:00+07'` },
]

test.each(cases)('$name', async ({ filter, plain }) => {
  const f = filter(c)
  const mine = `(t."leadUnitId" = '${c.health}' OR EXISTS (SELECT 1 FROM "TaskCoordinator" k WHERE k."taskId" = t.id AND k."unitId" = '${c.health}'))`
  const { rows } = await house.services.pool.query<{ id: string; state: string; deadlineOn: string | null }>(`SELECT t.id, t.state, t."deadlineOn"::text AS "deadlineOn" FROM "Task" t WHERE ${plain.replaceAll('mine', mine)}`)
  expect(rows.length).toBeGreaterThan(5)
  const readers: Actor[] = f.unitId ? [c.monitor, c.healthClerk] : [c.monitor]
  for (const actor of readers) {
    const ctx: QueryContext = { db: house.services.db, actor, now: house.clock.now, calendar: house.services.calendar }
    const m = await momentOf(ctx)
    const ids: string[] = []
    for (let after: { key: string; id: string } | null = null, isLast = false; !isLast; ) {
      const page = await pageOf(ctx, f, m, { sort: 'due', size: 7, after })
      ids.push(...page.ids)
      const [key = '', id = ''] = page.next?.split('_') ?? []
      after = { key, id }
      isLast = page.next === null
    }
    expect(ids).toHaveLength(rows.length)
    expect(new Set(ids)).toEqual(new Set(rows.map(r => r.id)))
    const figures = (await countFigures(ctx, f.state ? f : { ...f, state: 'in_progress' }, m, 'unit')).values()
    const counted = f.state ? rows : rows.filter(r => r.state === 'in_progress')
    expect([...figures].flatMap(x => PLACES.map(p => x[p])).reduce((a, b) => a + b, 0)).toBe(counted.length)
    if (f.state) {
      const states = await statesOf(ctx, f, m)
      expect(Object.values(states).reduce((a, b) => a + b, 0)).toBe(rows.length)
      const columns = await columnsOf(ctx, f, m, Object.keys(states), 1_000)
      expect(new Set(columns)).toEqual(new Set(rows.map(r => r.id)))
      expect(columns).toHaveLength(rows.length)
    }
    const due = rows.filter(r => r.deadlineOn !== null && r.deadlineOn >= '2026-12-01' && r.deadlineOn <= '2026-12-31')
    expect((await daysOf(ctx, f, m, { from: '2026-12-01', to: '2026-12-31' }, 50)).map(d => d.id).sort()).toEqual(due.map(r => r.id).sort())
  }
})

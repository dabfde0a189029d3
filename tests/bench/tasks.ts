// The list of tasks in a province of 140 units, 5,000 users, 20,000 open and 200,000 closed tasks: three filters and a search,
// as the Office and as a unit ask for it. The peer is the same SQL, statement for statement, run bare over a connection of its
// own kind in the same run, in turn. One JSON line a figure; ends with 1 on a missed goal.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import type { Actor, QueryContext } from '#server/command/context.ts'
import { type Queries, queries } from '#server/features/index.ts'
import { addPerson, buildCommittee } from '#tests/support/build.ts'
import { at, print, sorted } from './support/figures.ts'
import { PROVINCE, storeProvince, SUBJECTS } from './support/province.ts'

const GOAL = 2.5
const ROUNDS = 8
type Statement = { text: string; values: unknown[] }
type ListArgs = Parameters<Queries['task.list']>[1]

let isMet = true
const say = (f: Parameters<typeof print>[1]): void => {
  if (!print('tasks', f)) isMet = false
}

/** Runs `work` and returns every statement that went to the database meanwhile, whoever sent it. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = []
  const proto = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const { query } = proto
  proto.query = function (this: unknown, ...args: unknown[]) {
    const [first, second] = args
    const asked = typeof first === 'string' ? { text: first, values: Array.isArray(second) ? second : [] } : (first as Statement)
    seen.push({ text: asked.text, values: [...(asked.values ?? [])] })
    return query.apply(this, args)
  }
  try {
    await work()
  } finally {
    proto.query = query
  }
  return seen
}

const services = await makeServices(readEnv({ ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'fatal', PORT: '3000' }))
// Its statements are prepared once a text, as the program's own are.
const bare = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
try {
  const c = await buildCommittee({ services, clock: { now: new Date() } }, 3)
  await storeProvince(bare, { giverId: c.chairman.userId, monitorId: c.monitor.userId })
  const { rows: counted } = await bare.query<{ units: number; users: number; open: number; closed: number }>(
    `SELECT (SELECT count(*)::int FROM "OrgUnit") AS units, (SELECT count(*)::int FROM "User") AS users,
            count(*) FILTER (WHERE state <> 'done')::int AS open, count(*) FILTER (WHERE state = 'done')::int AS closed FROM "Task"`,
  )
  const there = counted[0]
  if (!there || there.units < PROVINCE.units || there.users < PROVINCE.users || there.open < PROVINCE.open || there.closed < PROVINCE.closed) throw new Error('the province is not whole')

  const unit = await services.db.orgUnit.findFirstOrThrow({ where: { kind: 'commune' }, orderBy: { name: 'asc' } })
  const clerk = await addPerson({ services, clock: { now: new Date() } }, 'Cán bộ xã', [{ role: 'unit_clerk', unitId: unit.id }])
  const ask = <K extends keyof Queries>(actor: Actor, name: K, args: Parameters<Queries[K]>[1]) => {
    const ctx: QueryContext = { db: services.db, actor, now: new Date(), calendar: services.calendar }
    return (queries[name] as (c: QueryContext, a: unknown) => Promise<unknown>)(ctx, args)
  }
  const cases: { name: string; actor: Actor; args: ListArgs[] }[] = [
    { name: 'office.open', actor: c.monitor, args: SUBJECTS.map((q, i) => ({ q, source: 'plan', urgency: 'normal', field: `linh-vuc-${1 + (i % 8)}` })) },
    { name: 'office.all_years', actor: c.monitor, args: SUBJECTS.map((q, i) => ({ q, state: 'all' as const, source: 'document', field: `linh-vuc-${1 + (i % 8)}` })) },
    { name: 'office.overdue', actor: c.monitor, args: SUBJECTS.map(q => ({ q, place: 'overdue' as const, source: 'conclusion', unitKind: 'commune' as const })) },
    { name: 'unit.open', actor: clerk, args: SUBJECTS.map(q => ({ q, unitId: unit.id, role: 'lead' as const, source: 'plan', urgency: 'normal' })) },
    { name: 'unit.all_years', actor: clerk, args: SUBJECTS.map(q => ({ q, unitId: unit.id, state: 'all' as const, source: 'document', urgency: 'normal' })) },
  ]
  const own: number[] = []
  const peer: number[] = []
  for (const { name, actor, args } of cases) {
    const taken = { own: [] as number[], peer: [] as number[] }
    for (const one of args) {
      await ask(actor, 'task.list', one)
      const statements = await statementsOf(() => ask(actor, 'task.list', one))
      const replay = () => Promise.all(statements.map(s => bare.query({ name: createHash('md5').update(s.text).digest('hex'), ...s })))
      await replay()
      for (let round = 0; round < ROUNDS; round++) {
        const from = performance.now()
        await ask(actor, 'task.list', one)
        const between = performance.now()
        await replay()
        taken.own.push(between - from)
        taken.peer.push(performance.now() - between)
      }
    }
    own.push(...taken.own)
    peer.push(...taken.peer)
    say({ metric: `list.${name}.p95`, value: at(sorted(taken.own), 0.95), unit: 'ms', peer: at(sorted(taken.peer), 0.95) })
  }
  const [value, against] = [at(sorted(own), 0.95), at(sorted(peer), 0.95)]
  say({ metric: 'list.three_filters_and_search.p95', value, unit: 'ms', peer: against, goal: GOAL, met: value / against <= GOAL })

  for (const view of ['steps', 'month', 'tree'] as const) {
    const times: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const from = performance.now()
      await ask(clerk, 'task.list', { view, unitId: unit.id })
      times.push(performance.now() - from)
    }
    say({ metric: `board_of_a_unit.${view}.p95`, value: at(sorted(times), 0.95), unit: 'ms' })
  }
} finally {
  await bare.end()
  await services.stop()
}
process.exit(isMet ? 0 : 1)

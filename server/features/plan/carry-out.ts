import { isGiven } from '#app/domain/plan/fates.ts'
import { planCarryOut, planChanged, planGiven, planReport, planRequested, planTell } from '#app/contracts/plan.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { planText, withProduct } from '#app/text/plans.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForce } from '#server/db/in-force.ts'
import { createDuty } from '#server/features/duty/new-duty.ts'
import { holdersOf } from '#server/features/alert/holders.ts'
import { notify } from '#server/features/notification/notify.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { createManyTasks, type GivenBy, type ManyTask } from '#server/features/task/new-tasks.ts'
import { planHead, planStream } from './edit-plan.ts'
import { rowId } from './row-id.ts'
import { checkPlan, type PlanRecord } from './read-plan.ts'

/** Longest time thousands of rows may take in their one transaction. */
const TIMEOUT_MS = 120_000
/** How often those who wait are told how far it is. */
const TELL_MS = 400

/** Who waits for news of a run in this process: the transaction itself can tell nobody before it is committed. */
const listeners = new Map<string, (done: number, total: number) => void>()

async function giverOf(ctx: CommandContext, plan: PlanRecord): Promise<GivenBy> {
  const at = await ctx.tx.position.findFirst({
    where: { userId: plan.createdById, role: { not: 'committee_member' }, ...inForce(ctx.now) },
    select: { unitId: true, unit: { select: { name: true } } },
  })
  return { userId: plan.createdById, label: plan.createdByLabel, unitId: at?.unitId ?? null, unitName: at?.unit.name ?? '' }
}

/**
 * Nhập kế hoạch: everything or nothing. The plan's own row is not locked meanwhile, so that its progress can be told; a lock of
 * its own keeps a second run waiting, and that one finds it done.
 */
export const carryOutPlan = handler(
  planCarryOut,
  async (ctx, { importId, runId }) => {
    await ctx.tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext($1))`, `plan:${importId}`)
    const plan = await ctx.tx.planImport.findUnique({ where: { id: importId } })
    if (!plan || plan.status !== 'running' || plan.runId !== runId) return {}
    const tell = listeners.get(runId) ?? (() => undefined)
    const { rows, counts } = await checkPlan(ctx.tx, plan, { now: ctx.now, calendar: await ctx.calendar() })
    if (counts.errorCells > 0) throw new Refusal('PLAN_HAS_ERRORS', { n: counts.errorCells })
    const given = rows.filter(isGiven)
    if (given.length === 0) throw new Refusal('PLAN_NOTHING_NEW')
    tell(0, given.length)
    const by = await giverOf(ctx, plan)
    const tasks: ManyTask[] = []
    const duties: typeof given = []
    for (const r of given) {
      if (!r.term || !r.leadUnitId) continue
      if (r.term.kind === 'duty') {
        duties.push(r)
        continue
      }
      const deadlineOn = r.term.kind === 'date' ? r.term.date : null
      tasks.push({
        id: rowId(importId, r.row),
        words: r.content,
        content: withProduct(r.content, r.product),
        leadUnitId: r.leadUnitId,
        leadUnitName: r.leadName,
        coordinatorIds: r.coordinatorIds,
        deadlineOn,
        kind: r.term.kind === 'routine' ? 'routine' : deadlineOn ? 'dated' : 'undated',
        importRow: r.row,
      })
    }
    await createManyTasks(ctx, tasks, { importId, label: plan.planLabel }, by, n => tell(n, given.length))
    const today = civilDateInVietnam(ctx.now)
    for (const r of duties) {
      if (r.term?.kind !== 'duty' || !r.leadUnitId) continue
      await createDuty(ctx, {
        id: rowId(importId, r.row),
        content: withProduct(r.content, r.product),
        words: r.content,
        leadUnitId: r.leadUnitId,
        coordinatorIds: r.coordinatorIds,
        every: r.term.every,
        dueMonth: r.term.dueMonth,
        dueDay: r.term.dueDay,
        startsOn: today,
        endsOn: null,
        urgency: 'normal',
        sourceLabel: plan.planLabel,
        sourceQuote: r.content,
        giver: { id: by.userId, label: by.label },
        importId,
        importRow: r.row,
      })
    }
    tellBoards(ctx, plan, tasks)
    const done = await ctx.tx.planImport.update({
      where: { id: importId },
      data: { status: 'done', done: given.length, total: given.length, tasks: tasks.length, duties: duties.length, doneAt: ctx.now, updatedAt: ctx.now, failed: null, version: { increment: 1 } },
    })
    ctx.emit(planStream(importId), planChanged, { plan: planHead(done) })
    return {}
  },
  { timeoutMs: TIMEOUT_MS },
)

/** One word to the board of every unit, however many of its rows there are. */
function tellBoards(ctx: CommandContext, plan: PlanRecord, tasks: readonly ManyTask[]): void {
  const units = new Map<string, { count: number; firstDueOn: string | null }>()
  const add = (unitId: string, isLead: boolean, due: string | null) => {
    const u = units.get(unitId) ?? { count: 0, firstDueOn: null }
    units.set(unitId, { count: u.count + (isLead ? 1 : 0), firstDueOn: isLead && due !== null && (u.firstDueOn === null || due < u.firstDueOn) ? due : u.firstDueOn })
  }
  for (const t of tasks) {
    add(t.leadUnitId, true, t.deadlineOn)
    for (const c of t.coordinatorIds) add(c, false, null)
  }
  const on = { importId: plan.id, planLabel: plan.planLabel }
  for (const [unitId, u] of units) ctx.emit(`board:${unitId}`, planGiven, { ...on, unitId, ...u })
  ctx.emit('board:all', planGiven, { ...on, unitId: null, count: tasks.length, firstDueOn: null })
}

export const reportPlan = handler(planReport, async (ctx, { importId, runId, done, total, failed }) => {
  const { count } = await ctx.tx.planImport.updateMany({
    where: { id: importId, runId, status: 'running' },
    data: { done, total, ...(failed === null ? {} : { status: 'open', failed, version: { increment: 1 } }) },
  })
  if (count === 0) return {}
  const plan = await ctx.tx.planImport.findUniqueOrThrow({ where: { id: importId } })
  ctx.emit(planStream(importId), planChanged, { plan: planHead(plan) })
  return {}
})

/** Carries a requested plan out. Killed on the way nothing stands, and the same run begins again; asked twice it is done once. */
export const carryOut: Reaction = {
  name: 'plan.carryOut',
  on: [planRequested.name],
  run: async (deps, event) => {
    const { importId, runId } = planRequested.payload.parse(event.payload)
    const report = (done: number, total: number, failed: string | null): Promise<unknown> =>
      deps.runAsSystem(planReport.name, { importId, runId, done, total, failed }, commandIdFrom(`plan-report:${runId}:${failed ?? done}`))
    let toldAt = 0
    let telling: Promise<unknown> = Promise.resolve()
    listeners.set(runId, (done, total) => {
      const now = performance.now()
      if (now - toldAt < TELL_MS && done > 0) return
      toldAt = now
      telling = telling.then(() => report(done, total, null))
    })
    try {
      const answer = await deps.runAsSystem(planCarryOut.name, { importId, runId }, commandIdFrom(`plan-run:${runId}`))
      await telling
      if (!answer.ok) await report(0, 0, answer.code)
    } finally {
      listeners.delete(runId)
    }
  },
}

/** Mỗi đơn vị một thông báo cho cả kế hoạch. */
export const tellPlan = handler(planTell, async (ctx, { eventId }) => {
  const row = await ctx.tx.eventLog.findUnique({ where: { id: BigInt(eventId) } })
  if (row?.name !== planGiven.name) return {}
  const { unitId, count, planLabel, importId } = planGiven.payload.parse(row.payload)
  if (!unitId || count === 0) return {}
  const unit = { leadUnitId: unitId, giverUnitId: null }
  await notify(ctx, (await holdersOf(ctx, [unit]))(unit, ['clerk', 'head']), { dedupeKey: `plan:${importId}:${unitId}`, kind: 'task_assigned', title: planText.notice(count), body: planLabel, link: '/nhiem-vu' })
  return {}
})
export const tellUnits: Reaction = {
  name: 'plan.tellUnits',
  on: [planGiven.name],
  run: async ({ runAsSystem }, event) => {
    const answer = await runAsSystem(planTell.name, { eventId: event.id }, commandIdFrom(`plan-tell:${event.id}`))
    if (!answer.ok) throw new Error(`plan tell ${event.id}: ${answer.code}`)
  },
}

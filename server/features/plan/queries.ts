import { type CheckedRow, isGiven, isTwin } from '#app/domain/plan/fates.ts'
import { columnIndex, columnLetter } from '#app/domain/plan/rows.ts'
import type { PlanTerm } from '#app/domain/plan/term.ts'
import { dutyCode, faultText, planSheetRow, planText as t, splitProduct } from '#app/text/plans.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { isId } from '#server/db/ids.ts'
import { civil } from '#server/db/civil.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { unitChoices } from '#server/features/task/units.ts'
import { mayAssign } from '#server/policies/task.ts'
import { planHead, planStream } from './edit-plan.ts'
import { type CheckedPlan, checkPlan, type PlanRecord } from './read-plan.ts'

const PAGE = 50
const LIST = 50
/** Faults shown and mended at once. */
const PROPOSALS_MAX = 500

export type PlanFilter = 'error' | 'twin' | 'new' | 'same' | 'all'
const fits: Record<PlanFilter, (r: CheckedRow) => boolean> = {
  error: r => r.fate === 'error',
  twin: isTwin,
  new: isGiven,
  same: r => r.fate === 'same',
  all: () => true,
}

/** Plans judged lately: turning a page or a filter asks nothing again. Short, because tasks change beside it. */
const judged = new Map<string, { until: number; plan: Promise<CheckedPlan> }>()
const JUDGED_MS = 20_000
const JUDGED_MAX = 8
async function judge(ctx: QueryContext, plan: PlanRecord): Promise<CheckedPlan> {
  const key = `${plan.id}:${plan.version}`
  const known = judged.get(key)
  if (known && known.until > Date.now()) return known.plan
  const fresh = ctx.calendar().then(calendar => checkPlan(ctx.db, plan, { now: ctx.now, calendar }))
  // Whoever asked hears of the failure; the next one judges anew.
  fresh.catch(() => judged.delete(key))
  judged.set(key, { until: Date.now() + JUDGED_MS, plan: fresh })
  for (const old of judged.keys()) if (judged.size > JUDGED_MAX) judged.delete(old)
  return fresh
}

async function planOf(ctx: QueryContext, importId: string): Promise<PlanRecord> {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  const plan = isId(importId) ? await ctx.db.planImport.findUnique({ where: { id: importId } }) : null
  if (!plan) throw new Refusal('NOT_FOUND')
  return plan
}

/** Các kế hoạch đã tải lên, newest first. */
async function planList(ctx: QueryContext, _args: Record<string, never>) {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  const rows = await ctx.db.planImport.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: LIST })
  return { plans: rows.map(planHead), now: ctx.now.getTime() }
}

/** Một kế hoạch: columns, what is wrong by cell, one page of rows. */
async function planView(ctx: QueryContext, args: { importId: string; filter?: PlanFilter | undefined; page?: number | undefined }) {
  const plan = await planOf(ctx, args.importId)
  const seq = await streamHead(ctx.db, planStream(plan.id))
  const head = { plan: planHead(plan), seq, stream: planStream(plan.id), now: ctx.now.getTime() }
  if (plan.status === 'done') return { ...head, sheet: null }
  const [checked, units] = await Promise.all([judge(ctx, plan), unitChoices(ctx)])
  const filter = args.filter ?? (checked.counts.errorCells > 0 ? 'error' : checked.counts.twin > 0 ? 'twin' : 'new')
  const rows = checked.rows.filter(fits[filter])
  const pages = Math.max(1, Math.ceil(rows.length / PAGE))
  const page = Math.min(pages, Math.max(1, args.page ?? 1))
  const heads = checked.sheet.rows[checked.head] ?? []
  const faults = checked.rows.flatMap(r => (r.fate === 'error' ? r.issues.filter(i => !i.isWarning) : []))
  return {
    ...head,
    sheet: {
      name: checked.sheet.name,
      columns: heads.flatMap((c, i) => (c?.t.trim() ? [{ letter: columnLetter(i), head: c.t.replace(/\s+/g, ' ').trim() }] : [])),
      mapping: checked.mapping,
      counts: checked.counts,
      filter,
      page,
      pages,
      rows: rows.slice((page - 1) * PAGE, page * PAGE),
      proposals: faults.flatMap(f => (f.proposal === null ? [] : [{ cell: f.cell, text: f.proposal }])).slice(0, PROPOSALS_MAX),
      fixes: Object.keys(plan.fixes as object).length,
      /** names to choose from while a cell is mended */
      units: units.map(u => u.name),
    },
  }
}

/** Bảng cùng dạng: of what was given, or of the rows as they stand with what is still wrong. */
async function planExport(ctx: QueryContext, args: { importId: string }) {
  const plan = await planOf(ctx, args.importId)
  const sheet = (rows: (string | number | null)[][]) => ({ name: t.sheetName, head: [...t.heads], rows, widths: [...t.widths] })
  if (plan.status !== 'done') {
    const checked = await judge(ctx, plan)
    const deadlineAt = columnIndex(Object.entries(checked.mapping).find(([, f]) => f === 'deadline')?.[0] ?? 'A')
    const rows = checked.rows.map((r, i) => planSheetRow(i + 1, { ...r, deadlineText: checked.sheet.rows[r.row - 1]?.[deadlineAt]?.t ?? '' }))
    const faults = checked.rows.flatMap(r => r.issues).map(i => [i.cell, t.fields[i.field], i.text, faultText(i.code), i.proposal])
    return { name: t.fileName(plan.planLabel), sheets: [sheet(rows), { name: t.sheetFaults, head: [...t.faultHeads], rows: faults, widths: [8, 20, 40, 50, 30] }] }
  }
  const [tasks, duties] = await Promise.all([
    ctx.db.task.findMany({
      where: { source: { is: { importId: plan.id, dutyId: null } } },
      select: { code: true, content: true, kind: true, deadlineOn: true, leadUnit: { select: { name: true } }, coordinators: { select: { unitId: true } }, source: { select: { importRow: true } } },
    }),
    ctx.db.duty.findMany({ where: { importId: plan.id }, include: { leadUnit: { select: { name: true } } } }),
  ])
  const units = new Map((await ctx.db.orgUnit.findMany({ select: { id: true, name: true } })).map(u => [u.id, u.name]))
  const names = (ids: string[]): string[] => ids.map(id => units.get(id) ?? '').sort((a, b) => a.localeCompare(b, 'vi'))
  const all = [
    ...tasks.map(x => ({
      at: x.source?.importRow ?? 0,
      code: x.code,
      ...splitProduct(x.content),
      leadName: x.leadUnit.name,
      coordinatorNames: names(x.coordinators.map(c => c.unitId)),
      term: (x.deadlineOn ? { kind: 'date', date: civil(x.deadlineOn) ?? '' } : x.kind === 'routine' ? { kind: 'routine' } : { kind: 'none' }) as PlanTerm,
    })),
    ...duties.map(d => ({
      at: d.importRow ?? 0,
      code: dutyCode(d.id),
      ...splitProduct(d.content),
      leadName: d.leadUnit.name,
      coordinatorNames: names(d.coordinatorIds),
      term: { kind: 'duty' as const, every: d.every as 'month', dueMonth: d.dueMonth, dueDay: d.dueDay },
    })),
  ].sort((a, b) => a.at - b.at)
  return { name: t.fileName(plan.planLabel), sheets: [sheet(all.map((r, i) => planSheetRow(i + 1, r)))] }
}

export const queries = { 'plan.list': planList, 'plan.view': planView, 'plan.export': planExport }

import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import { placeOf } from '#app/domain/task/figures.ts'
import { type Sort, SORTS } from '#app/domain/task/view.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { type TaskRow, tasksSheet } from '#app/text/direction-sheets.ts'
import type { QueryContext } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'
import { ownFilter } from './list.ts'
import { momentOf, pageOf } from './selection.ts'

/** More rows than this nobody reads in a workbook; the sheet says when it was cut. */
const MOST = 20_000
const CHUNK = 1_000

/** Danh sách nhiệm vụ as a workbook: the rows of the list in its order, all pages of it, for whoever may see the list. */
async function taskExport(ctx: QueryContext, args: TaskFilter & { sort?: Sort }) {
  const { sort: asked, ...given } = args
  const filter = ownFilter(ctx.actor, given)
  const sort = SORTS.find(s => s === asked) ?? 'due'
  const moment = await momentOf(ctx)
  const ids: string[] = []
  let after: { key: string; id: string } | null = null
  let isCut = false
  for (;;) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(ctx, filter, moment, { sort, size: CHUNK, after })
    ids.push(...page.ids)
    const cut = page.next?.lastIndexOf('_') ?? -1
    if (page.next === null || cut < 0) break
    isCut = ids.length >= MOST
    if (isCut) break
    after = { key: page.next.slice(0, cut), id: page.next.slice(cut + 1) }
  }
  const [rows, fields, units, leader] = await Promise.all([
    rowsOf(ctx, ids),
    ctx.db.taskField.findMany(),
    ctx.db.orgUnit.findMany({ select: { id: true, name: true } }),
    filter.leaderId ? ctx.db.user.findUnique({ where: { id: filter.leaderId }, select: { displayName: true } }) : null,
  ])
  const [fieldName, unitName] = [new Map(fields.map(f => [f.code, f.name])), new Map(units.map(u => [u.id, u.name]))]
  const now = ctx.now.getTime()
  const told = rows.map((t): TaskRow => {
    const deadlineOn = civil(t.deadlineOn)
    const originalDeadlineOn = civil(t.originalDeadlineOn)
    const facts = { state: t.state as TaskState, isSentBack: t.isSentBack, kind: t.kind as 'dated', deadlineOn, originalDeadlineOn, submittedAt: t.submittedAt?.getTime() ?? null, completedAt: t.completedAt?.getTime() ?? null }
    return {
      ...facts,
      code: t.code,
      title: t.title,
      content: t.content,
      sourceLabel: t.sourceLabel,
      giverLabel: t.giverLabel,
      leadUnitName: t.leadUnit.name,
      coordinators: t.coordinators.map(c => unitName.get(c.unitId) ?? '').join('; '),
      fieldName: (t.fieldCode && fieldName.get(t.fieldCode)) ?? null,
      urgency: t.urgency,
      assignedOn: t.assignedAt && civilDateInVietnam(t.assignedAt.getTime()),
      progress: t.progress,
      latestNote: t.latestNote,
      place: placeOf(facts, { now, calendar: moment.calendar }),
    }
  })
  return tasksSheet({ filter, names: { unit: filter.unitId ? (unitName.get(filter.unitId) ?? null) : null, leader: leader?.displayName ?? null, fields }, rows: told, isCut, now })
}

async function rowsOf(ctx: QueryContext, ids: readonly string[]) {
  const include = { leadUnit: { select: { name: true } }, coordinators: { select: { unitId: true } } } as const
  const found = new Map<string, Awaited<ReturnType<typeof load>>[number]>()
  const load = (part: readonly string[]) => ctx.db.task.findMany({ where: { id: { in: [...part] } }, include })
  for (let from = 0; from < ids.length; from += CHUNK) for (const t of await load(ids.slice(from, from + CHUNK))) found.set(t.id, t)
  return ids.flatMap(id => found.get(id) ?? [])
}

export const exportQueries = { 'task.export': taskExport }

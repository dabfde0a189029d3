import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { type CommandContext, demand, isSystem, Refusal } from '#server/command/context.ts'
import { decideAct } from '#app/domain/task/machine.ts'
import { canSetPartDate } from '#app/domain/task/part.ts'
import { emitAct } from './emit-act.ts'
import { replanAlerts } from './plan-alerts.ts'
import { withAct } from './views.ts'
import { mayAssign } from '#server/policies/task.ts'

export type NewTask = {
  id: string
  title: string
  content: string
  leadUnitId: string
  coordinatorIds: string[]
  deadlineOn: string | null
  urgency?: string
  sourceKind: 'conclusion' | 'document' | 'plan'
  sourceLabel: string
  sourceQuote: string | null
  meetingId?: string
  itemId?: string
  cardId?: string
  giver?: { id: string; label: string }
  /** what it rests on, beside the words shown: a document, a row of a plan, a period of a duty */
  source?: { documentId?: string | null; place?: string; importId?: string; importRow?: number; dutyId?: string; period?: string }
  typeCode?: string | undefined
  /** what coordinating units are asked for; a unit without one is asked for its share of the whole */
  parts?: readonly { unitId: string; part: string; dueOn: string | null }[] | undefined
  followerIds?: readonly string[] | undefined
  /** given below another task, by its lead unit; who may and within what dates is decided by the caller */
  under?: Above | undefined
  assignee?: { id: string; label: string } | undefined
}
export type Above = { id: string; code: string; depth: number; leadUnitId: string; leadUnitName: string; ancestorIds: readonly string[]; childNumber: number }

/** Longest title taken from a longer sentence. */
const TITLE_LENGTH = 160
export const titleOf = (text: string, length = TITLE_LENGTH): string => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text)

/** Creates a given task: row, coordinating units, planned alerts, first line of its timeline. Deadlines warn, never refuse. */
export async function createTask(ctx: CommandContext, t: NewTask) {
  if (!t.under && !mayAssign(ctx.actor) && !isSystem(ctx.actor)) throw new Refusal('FORBIDDEN')
  demand(decideAct({ state: 'draft', act: 'assign', roles: ['office'], given: { unit: t.leadUnitId, deadline: t.deadlineOn ?? 'none' } }))
  // A rehearsal gives no work: the unit would take it for real.
  if (t.meetingId && (await ctx.tx.meeting.count({ where: { id: t.meetingId, rehearsalOf: { not: null } } })) > 0) throw new Refusal('REHEARSAL_NO_TASK')
  const ids = [t.leadUnitId, ...t.coordinatorIds]
  const units = await ctx.tx.orgUnit.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, short: true, validTo: true, fieldCode: true } })
  const today = new Date(civilDateInVietnam(ctx.now))
  const open = new Set(units.filter(u => u.validTo === null || u.validTo >= today).map(u => u.id))
  if (!open.has(t.leadUnitId)) throw new Refusal('TASK_UNIT_CLOSED', {}, { leadUnitId: 'TASK_UNIT_CLOSED' })
  const coordinators = [...new Set(t.coordinatorIds)].filter(id => id !== t.leadUnitId)
  if (coordinators.some(id => !open.has(id))) throw new Refusal('TASK_UNIT_CLOSED', {}, { coordinatorIds: 'TASK_UNIT_CLOSED' })
  const parts = new Map((t.parts ?? []).map(p => [p.unitId, p]))
  for (const p of parts.values()) {
    const fits = canSetPartDate({ assignedOn: civilDateInVietnam(ctx.now), deadlineOn: t.deadlineOn, dueOn: p.dueOn })
    if (!fits.ok) throw new Refusal(fits.code, fits.params, { parts: fits.code })
  }
  const followers = [...new Set(t.followerIds ?? [])].filter(id => id !== t.leadUnitId && !coordinators.includes(id))
  if (followers.length > 0 && (await ctx.tx.orgUnit.count({ where: { id: { in: followers } } })) !== followers.length) throw new Refusal('TASK_UNIT_CLOSED', {}, { followerIds: 'TASK_UNIT_CLOSED' })
  if (t.typeCode && !(await ctx.tx.taskType.findUnique({ where: { code: t.typeCode } }))) throw new Refusal('TASK_TYPE_UNKNOWN', {}, { typeCode: 'TASK_TYPE_UNKNOWN' })
  if (await ctx.tx.task.findUnique({ where: { id: t.id }, select: { id: true } })) throw new Refusal('CONFLICT')
  const deadline = t.deadlineOn ? new Date(t.deadlineOn) : null
  const task = await ctx.tx.task.create({
    data: {
      id: t.id,
      code: t.under ? `${t.under.code}.${t.under.childNumber}` : await nextCode(ctx, t.sourceKind === 'conclusion' ? 'KL' : 'GV'),
      title: titleOf(t.title),
      content: t.content,
      kind: deadline ? 'dated' : 'undated',
      urgency: t.urgency ?? 'normal',
      state: 'assigned',
      sourceKind: t.sourceKind,
      sourceLabel: t.sourceLabel,
      sourceQuote: t.sourceQuote,
      meetingId: t.meetingId ?? null,
      itemId: t.itemId ?? null,
      cardId: t.cardId ?? null,
      giverId: t.giver?.id ?? ctx.actor.userId,
      giverLabel: t.giver?.label ?? ctx.actor.displayName,
      // What the program opens by itself is followed by whoever gave it.
      monitorId: isSystem(ctx.actor) ? (t.giver?.id ?? null) : ctx.actor.userId,
      monitorLabel: isSystem(ctx.actor) ? (t.giver?.label ?? null) : ctx.actor.displayName,
      typeCode: t.typeCode ?? 'general',
      assigneeId: t.assignee?.id ?? null,
      assigneeLabel: t.assignee?.label ?? null,
      ...(t.under ? { parentId: t.under.id, depth: t.under.depth + 1, giverUnitId: t.under.leadUnitId } : {}),
      leadUnitId: t.leadUnitId,
      fieldCode: units.find(u => u.id === t.leadUnitId)?.fieldCode ?? null,
      deadlineOn: deadline,
      originalDeadlineOn: deadline,
      assignedAt: ctx.now,
      updatedAt: ctx.now,
      createdAt: ctx.now,
      searchText: fold([t.title, t.content, t.sourceLabel, ...units.map(u => `${u.name} ${u.short ?? ''}`)].join(' ')),
      coordinators: { createMany: { data: coordinators.map(unitId => ({ unitId, part: parts.get(unitId)?.part ?? '', dueOn: dayOrNull(parts.get(unitId)?.dueOn), askedAt: ctx.now })) } },
      followers: { createMany: { data: followers.map(unitId => ({ unitId })) } },
      ...(t.under ? { ancestors: { createMany: { data: [t.under.id, ...t.under.ancestorIds].map((ancestorId, i) => ({ ancestorId, distance: i + 1 })) } } } : {}),
      ...(t.source ? { source: { create: t.source } } : {}),
    },
    include: withAct,
  })
  await replanAlerts(ctx, task)
  emitAct(ctx, task, { act: 'assign', from: null, to: 'assigned', note: t.content, percent: null, productRef: null, files: [] }, { was: null })
  return task
}

const dayOrNull = (day: string | null | undefined): Date | null => (day ? new Date(day) : null)

/** Numbers run per year without a hole and are never reused: the row of the year is locked until the commit. */
const nextCode = async (ctx: CommandContext, prefix: 'KL' | 'GV'): Promise<string> => (await reserveCodes(ctx, prefix, 1))[0] ?? ''

/** The next `n` numbers of the year, in one go. */
export async function reserveCodes(ctx: CommandContext, prefix: 'KL' | 'GV', n: number): Promise<string[]> {
  const year = new Date(ctx.now.getTime() + 7 * 3600_000).getUTCFullYear()
  const key = `task.number.${prefix}.${year}`
  // The first number of a year follows what was loaded from elsewhere.
  await ctx.tx.$executeRawUnsafe(
    `INSERT INTO "Setting"(key, value)
     SELECT $1, to_jsonb((SELECT COALESCE(max(substring(code from '[0-9]+$')::int), 0) FROM "Task" WHERE code LIKE $2))
     WHERE NOT EXISTS (SELECT 1 FROM "Setting" WHERE key = $1)
     ON CONFLICT (key) DO NOTHING`,
    key,
    `${prefix}-${year}-%`,
  )
  const rows = await ctx.tx.$queryRawUnsafe<{ n: number }[]>(
    `UPDATE "Setting" SET value = to_jsonb((value)::int + $2::int), "updatedAt" = now() WHERE key = $1 RETURNING (value)::int AS n`,
    key,
    n,
  )
  const last = rows[0]?.n ?? n
  return Array.from({ length: n }, (_, i) => `${prefix}-${year}-${String(last - n + 1 + i).padStart(4, '0')}`)
}

import type { z } from 'zod'
import type { ChildView, ExtensionView, TaskActLine, TaskCard, TaskWas } from '#app/contracts/task.ts'
import type { DemandView, PartView } from '#app/contracts/task-tree.ts'
import { rollUp } from '#app/domain/task/tree.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import type { Db } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'

type Card = z.output<typeof TaskCard>
export type Line = z.output<typeof TaskActLine>
export type TaskRow = NonNullable<Awaited<ReturnType<Db['task']['findFirst']>>> & {
  leadUnit: { name: string }
  coordinators: PartRow[]
  extensions: { askedOn: Date }[]
  children: { state: string; progress: number }[]
}
type PartRow = { unitId: string; part: string; state: string; dueOn: Date | null; note: string | null; askedAt: Date; lastActAt: Date | null; finishedAt: Date | null }

/** What a card needs of its row, in one query. */
export const withCard = {
  leadUnit: { select: { name: true } },
  coordinators: { select: { unitId: true, part: true, state: true, dueOn: true, note: true, askedAt: true, lastActAt: true, finishedAt: true }, orderBy: { unitId: 'asc' } },
  extensions: { where: { status: 'waiting' }, select: { askedOn: true } },
  children: { select: { state: true, progress: true } },
} as const
/** The same, with whom an act has to be told to. */
export const withAct = { ...withCard, followers: { select: { unitId: true } }, ancestors: { select: { ancestorId: true } } } as const

export const taskCard = (t: TaskRow): Card => ({
  id: t.id,
  code: t.code,
  title: t.title,
  state: t.state as Card['state'],
  isSentBack: t.isSentBack,
  kind: t.kind as Card['kind'],
  urgency: t.urgency as Card['urgency'],
  sourceLabel: t.sourceLabel,
  leadUnitId: t.leadUnitId,
  leadUnitName: t.leadUnit.name,
  coordinatorIds: t.coordinators.map(c => c.unitId),
  deadlineOn: civil(t.deadlineOn),
  originalDeadlineOn: civil(t.originalDeadlineOn),
  progress: t.progress,
  latestNote: t.latestNote,
  assignedAt: t.assignedAt?.getTime() ?? null,
  submittedAt: t.submittedAt?.getTime() ?? null,
  completedAt: t.completedAt?.getTime() ?? null,
  extensionAskedOn: civil(t.extensions[0]?.askedOn ?? null),
  parentId: t.parentId,
  depth: t.depth,
  typeCode: t.typeCode,
  giverUnitId: t.giverUnitId,
  assigneeLabel: t.assigneeLabel,
  children: childCount(t.children),
  parts: t.coordinators.map(partBrief),
  sourceKind: t.sourceKind as NonNullable<Card['sourceKind']>,
  giverId: t.giverId,
  giverLabel: t.giverLabel,
  fieldCode: t.fieldCode,
  updatedAt: t.updatedAt.getTime(),
  version: t.version,
})

/** What boards must know of a task before an act changes it. */
export function wasOf(t: TaskRow): z.output<typeof TaskWas> {
  const { state, isSentBack, kind, leadUnitId, coordinatorIds, deadlineOn, originalDeadlineOn, submittedAt, completedAt, extensionAskedOn, parentId } = taskCard(t)
  return { state, isSentBack, kind, leadUnitId, coordinatorIds, deadlineOn, originalDeadlineOn, submittedAt, completedAt, extensionAskedOn, parentId }
}

type ExtensionRow = NonNullable<Awaited<ReturnType<Db['taskExtension']['findFirst']>>>
export const extensionView = (x: ExtensionRow): z.output<typeof ExtensionView> => ({
  id: x.id,
  status: x.status as 'waiting',
  reason: x.reason,
  fromOn: civil(x.fromOn) ?? '',
  askedOn: civil(x.askedOn) ?? '',
  askedAt: x.askedAt.getTime(),
  askedByLabel: x.askedByLabel,
  grantedOn: civil(x.grantedOn),
  note: x.note,
  decidedAt: x.decidedAt?.getTime() ?? null,
  decidedByLabel: x.decidedByLabel,
})

function childCount(children: TaskRow['children']): Card['children'] {
  const { total, done } = rollUp(children.map(c => ({ state: c.state as TaskState, progress: c.progress })))
  return { total, done }
}

const partBrief = (c: PartRow): Card['parts'][number] => ({ unitId: c.unitId, state: c.state as 'asked', dueOn: civil(c.dueOn), askedAt: c.askedAt.getTime(), lastActAt: c.lastActAt?.getTime() ?? null })

/** Parts with the names of their units, in order of name. */
export async function partViews(db: Pick<Db, 'orgUnit'>, rows: readonly PartRow[]): Promise<z.output<typeof PartView>[]> {
  const nameOf = await unitNames(db, rows.map(r => r.unitId))
  return rows
    .map(c => ({ ...partBrief(c), unitName: nameOf.get(c.unitId) ?? '', part: c.part, note: c.note, finishedAt: c.finishedAt?.getTime() ?? null }))
    .sort((a, b) => a.unitName.localeCompare(b.unitName, 'vi'))
}

export async function unitNames(db: Pick<Db, 'orgUnit'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const units = await db.orgUnit.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } })
  return new Map(units.map(u => [u.id, u.name]))
}

type ChildRow = Pick<TaskRow, 'id' | 'parentId' | 'code' | 'title' | 'assigneeLabel' | 'state' | 'isSentBack' | 'deadlineOn' | 'progress' | 'submittedAt' | 'completedAt' | 'leadUnit'>
export const childView = (t: ChildRow): z.output<typeof ChildView> => ({
  id: t.id,
  parentId: t.parentId ?? t.id,
  code: t.code,
  title: t.title,
  leadUnitName: t.leadUnit.name,
  assigneeLabel: t.assigneeLabel,
  state: t.state as Card['state'],
  isSentBack: t.isSentBack,
  deadlineOn: civil(t.deadlineOn),
  progress: t.progress,
  submittedAt: t.submittedAt?.getTime() ?? null,
  completedAt: t.completedAt?.getTime() ?? null,
})

type DemandRow = NonNullable<Awaited<ReturnType<Db['taskDemand']['findFirst']>>>
export const demandView = (d: DemandRow): z.output<typeof DemandView> => ({
  id: d.id,
  kind: d.kind as 'urge',
  unitId: d.unitId,
  unitName: d.unitName,
  text: d.text,
  dueAt: d.dueAt?.getTime() ?? null,
  status: d.status as 'waiting',
  askedAt: d.askedAt.getTime(),
  askedByLabel: d.askedByLabel,
  answer: d.answer,
  answeredAt: d.answeredAt?.getTime() ?? null,
  answeredByLabel: d.answeredByLabel,
})

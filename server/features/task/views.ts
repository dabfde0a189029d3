import type { z } from 'zod'
import type { ExtensionView, TaskActLine, TaskCard } from '#app/contracts/task.ts'
import type { Db } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'

type Card = z.output<typeof TaskCard>
export type Line = z.output<typeof TaskActLine>
export type TaskRow = NonNullable<Awaited<ReturnType<Db['task']['findFirst']>>> & {
  leadUnit: { name: string }
  coordinators: { unitId: string }[]
  extensions: { askedOn: Date }[]
}

/** What a card needs of its row, in one query. */
export const withCard = { leadUnit: { select: { name: true } }, coordinators: { select: { unitId: true, part: true } }, extensions: { where: { status: 'waiting' }, select: { askedOn: true } } } as const

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
  updatedAt: t.updatedAt.getTime(),
  version: t.version,
})

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

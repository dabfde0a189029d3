import type { AssignmentView, CorrectionView } from '#app/contracts/people.ts'
import type { Db } from '#server/command/context.ts'
import type { View } from '#server/features/meeting/views.ts'

type Correction = NonNullable<Awaited<ReturnType<Db['attendanceCorrection']['findFirst']>>>
type Assignment = NonNullable<Awaited<ReturnType<Db['chairAssignment']['findFirst']>>>
type Stay = { arrivedAt: number; leftAt: number | null }

export const correctionView = (c: Correction): View<typeof CorrectionView> => ({
  id: c.id,
  participantId: c.participantId,
  before: c.before as Stay,
  after: c.after as Stay | null,
  reason: c.reason,
  byLabel: c.correctedLabel,
  at: c.correctedAt.getTime(),
})

export const assignmentView = (a: Assignment, userId: string): View<typeof AssignmentView> => ({
  id: a.id,
  participantId: a.participantId,
  userId,
  label: a.label,
  documentNumber: a.documentNumber,
  documentOn: a.documentOn.toISOString().slice(0, 10),
})

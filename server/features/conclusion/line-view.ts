import type { z } from 'zod'
import type { LineView } from '#app/contracts/meeting.ts'
import { civil } from '#server/features/task/views.ts'

/** What a line shows of the task it became. */
export const withTask = { task: { include: { leadUnit: { select: { name: true } } } } } as const
type Row = {
  id: string
  itemId: string
  rank: string
  text: string
  version: number
  task: { id: string; code: string; deadlineOn: Date | null; leadUnit: { name: string } } | null
}

export const lineView = (l: Row): z.output<typeof LineView> => ({
  id: l.id,
  itemId: l.itemId,
  rank: l.rank,
  text: l.text,
  version: l.version,
  task: l.task ? { id: l.task.id, code: l.task.code, leadUnit: l.task.leadUnit.name, deadlineOn: civil(l.task.deadlineOn) } : null,
})

import { z } from 'zod'
import { CivilDate, command, event, Id, Text } from './define.ts'
import { Urgency } from './source.ts'

const Every = z.enum(['month', 'quarter', 'half', 'year'])

/** Nhiệm vụ định kỳ (domain/task/duty.ts). */
export const DutyView = z.object({
  id: Id,
  title: z.string(),
  content: z.string(),
  leadUnitId: Id,
  leadUnitName: z.string(),
  coordinatorIds: z.array(Id),
  every: Every,
  dueMonth: z.number().int(),
  dueDay: z.number().int(),
  startsOn: CivilDate,
  endsOn: CivilDate.nullable(),
  isOn: z.boolean(),
  nextPeriod: z.string().nullable(),
  nextOpensOn: CivilDate.nullable(),
  sourceLabel: z.string(),
  version: z.number().int(),
})

const terms = {
  dutyId: Id,
  content: Text(5000, 1),
  leadUnitId: Id,
  coordinatorIds: z.array(Id).max(150).default([]),
  every: Every,
  dueMonth: z.number().int().min(1).max(12),
  dueDay: z.number().int().min(1).max(31),
  /** the last day a period may be due: "tắt từ ngày" */
  endsOn: CivilDate.nullable().default(null),
  sourceLabel: Text(300, 1),
}

/** Lập nhiệm vụ định kỳ – the task of the running period opens at once. */
export const dutySet = command('duty.set', { input: z.object({ ...terms, startsOn: CivilDate, urgency: Urgency.default('normal'), sourceQuote: Text(5000).optional() }), output: DutyView })
/** Sửa việc định kỳ: from the period that opens next; a period already opened keeps the words, unit and day it was opened with. */
export const dutyAmend = command('duty.amend', { input: z.object({ ...terms, baseVersion: z.number().int().optional() }), output: DutyView })
/** Tắt: the open task of the running period stays. */
export const dutyStop = command('duty.stop', { input: z.object({ dutyId: Id, baseVersion: z.number().int().optional() }), output: DutyView })
/** Bật lại, from the first period that was not opened and is not over. */
export const dutyResume = command('duty.resume', { input: z.object({ dutyId: Id, baseVersion: z.number().int().optional() }), output: DutyView })
/** Mở các kỳ đã đến lượt – by the program; safe to repeat. */
export const dutyOpen = command('duty.open', { door: 'system', input: z.object({ dutyId: Id }) })

/** Nhiệm vụ định kỳ đổi – stream duties:office. */
export const dutyChanged = event('duty.changed', { payload: z.object({ duty: DutyView }) })

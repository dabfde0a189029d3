import { addWorkingDays, civilDateInVietnam, type CivilDate, endOfDayInVietnam, type WorkCalendar, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import type { TaskState } from './machine.ts'

/** Phần việc của đơn vị phối hợp: chờ nhận, đã nhận, có báo cáo, xong, đề nghị không nhận. */
export type PartState = 'asked' | 'accepted' | 'reporting' | 'done' | 'declined'
export type PartAct = 'acceptPart' | 'reportPart' | 'finishPart' | 'declinePart'

const steps: Readonly<Record<PartAct, { from: readonly PartState[]; to: PartState }>> = {
  acceptPart: { from: ['asked', 'declined'], to: 'accepted' },
  /** a report takes the part up, if nobody did before */
  reportPart: { from: ['asked', 'accepted', 'reporting'], to: 'reporting' },
  finishPart: { from: ['accepted', 'reporting'], to: 'done' },
  declinePart: { from: ['asked', 'accepted'], to: 'declined' },
}

/** Where the part stands after the act, or that it is past it. */
export const decidePart = (state: PartState, act: PartAct): { ok: true; to: PartState } | { ok: false; code: 'TASK_PART_WRONG_STATE' } => {
  const step = steps[act]
  return step.from.includes(state) ? { ok: true, to: step.to } : { ok: false, code: 'TASK_PART_WRONG_STATE' }
}

/** The acts the unit may do on its part now. */
export const partActs = (state: PartState): PartAct[] => (Object.keys(steps) as PartAct[]).filter(act => steps[act].from.includes(state))

/** Ngày của phần việc: not before the task was given, not after the task is due. */
export const canSetPartDate = (facts: { assignedOn: CivilDate | null; deadlineOn: CivilDate | null; dueOn: CivilDate | null }): Verdict<'TASK_PART_TOO_EARLY' | 'TASK_PART_TOO_LATE'> => {
  const { assignedOn, deadlineOn, dueOn } = facts
  if (dueOn === null) return allowed
  if (assignedOn !== null && dueOn < assignedOn) return refused('TASK_PART_TOO_EARLY', { day: assignedOn })
  if (deadlineOn !== null && dueOn > deadlineOn) return refused('TASK_PART_TOO_LATE', { day: deadlineOn })
  return allowed
}

/** Working days without a word after which a coordinating unit counts as silent. */
export const DEFAULT_SILENT_DAYS = 3

export type PartClock = {
  /** nobody of the unit has said anything for so long that somebody should ask */
  isSilent: boolean
  isLate: boolean
  /** working days since the unit's last word, or since it was asked */
  quietDays: number
}

/**
 * Whose clock of a coordinating unit runs, and how long it has been quiet. Nothing runs once the part is done or declined, or
 * while the task itself waits for nobody (paused, ended). Late = past the own date of the part, or the task's where it has none.
 */
export const partClock = (facts: {
  state: PartState
  taskState: TaskState
  askedAt: number
  lastActAt: number | null
  dueOn: CivilDate | null
  deadlineOn: CivilDate | null
  now: number
  calendar: WorkCalendar
  silentDays?: number
}): PartClock => {
  const isOpen = facts.state === 'asked' || facts.state === 'accepted' || facts.state === 'reporting'
  const isRunning = isOpen && (facts.taskState === 'assigned' || facts.taskState === 'in_progress' || facts.taskState === 'waiting_confirmation')
  if (!isRunning) return { isSilent: false, isLate: false, quietDays: 0 }
  const heardOn = civilDateInVietnam(facts.lastActAt ?? facts.askedAt)
  const today = civilDateInVietnam(facts.now)
  // The day of the last word is not counted, like the day of receipt of a deadline.
  const quietDays = today <= heardOn ? 0 : workingDaysBetween(facts.calendar, heardOn, today)
  const due = facts.dueOn ?? facts.deadlineOn
  const isLate = due !== null && facts.now > endOfDayInVietnam(due)
  return { isSilent: isLate || quietDays >= (facts.silentDays ?? DEFAULT_SILENT_DAYS), isLate, quietDays }
}

/** Whose move it is while the task stands as it does, for the line "đang chờ ai". */
export type Waits = 'lead' | 'office' | 'nobody'
export const waitsFor = (state: TaskState): Waits =>
  state === 'assigned' || state === 'in_progress' ? 'lead' : state === 'waiting_confirmation' || state === 'refused' || state === 'draft' ? 'office' : 'nobody'

/** Đồng hồ xác nhận của bên giao: days a result has waited, and the day it should have been answered by. */
export const confirmationClock = (facts: { state: TaskState; submittedAt: number | null; confirmDays: number; now: number; calendar: WorkCalendar }): { waitedDays: number; dueOn: CivilDate; isOverdue: boolean } | null => {
  if (facts.state !== 'waiting_confirmation' || facts.submittedAt === null) return null
  const on = civilDateInVietnam(facts.submittedAt)
  const today = civilDateInVietnam(facts.now)
  const waitedDays = today <= on ? 0 : workingDaysBetween(facts.calendar, on, today)
  const dueOn = addWorkingDays(facts.calendar, on, facts.confirmDays)
  return { waitedDays, dueOn, isOverdue: facts.now > endOfDayInVietnam(dueOn) }
}

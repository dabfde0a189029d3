import {
  addWorkingDays,
  atTimeInVietnam,
  isWorkingDay,
  previousWorkingDay,
  type CivilDate,
  type WorkCalendar,
} from '#app/domain/calendar/working-days.ts'
import { isClockRunning, type TaskState } from './machine.ts'

export type AlertStep = 'before_7' | 'before_3' | 'before_1' | 'due' | 'overdue_1' | 'overdue_3' | 'overdue_7'
/** sắp đến hạn, đến hạn, quá hạn */
export type AlertKind = 'soon' | 'due' | 'overdue'
/** clerk and head of the lead unit, the Office, the Chairman */
export type AlertAudience = 'clerk' | 'head' | 'office' | 'chairman'

/** `offset` in working days from the deadline; audiences grow with lateness. */
export type AlertRule = { step: AlertStep; kind: AlertKind; offset: number; audience: readonly AlertAudience[] }

export type AlertRules = { steps: readonly AlertRule[]; hour: number; minute: number }

export type PlannedAlert = { step: AlertStep; kind: AlertKind; fireAt: number; audience: AlertAudience[] }

/** 7, 3, 1 working days before, the day, then 1, 3, 7 after, at 07:30 before work begins. */
export const defaultAlertRules: AlertRules = {
  steps: [
    { step: 'before_7', kind: 'soon', offset: -7, audience: ['clerk'] },
    { step: 'before_3', kind: 'soon', offset: -3, audience: ['clerk', 'head'] },
    { step: 'before_1', kind: 'soon', offset: -1, audience: ['clerk', 'head'] },
    { step: 'due', kind: 'due', offset: 0, audience: ['clerk', 'head', 'office'] },
    { step: 'overdue_1', kind: 'overdue', offset: 1, audience: ['clerk', 'head', 'office'] },
    { step: 'overdue_3', kind: 'overdue', offset: 3, audience: ['clerk', 'head', 'office'] },
    { step: 'overdue_7', kind: 'overdue', offset: 7, audience: ['clerk', 'head', 'office', 'chairman'] },
  ],
  hour: 7,
  minute: 30,
}

/**
 * The working day a step falls on. A deadline on a day off does not roll, but people are told on the last working day
 * before it, when something can still be done.
 */
export const alertDay = (calendar: WorkCalendar, deadlineOn: CivilDate, offset: number): CivilDate => {
  if (offset > 0) return addWorkingDays(calendar, deadlineOn, offset)
  const lastDay = isWorkingDay(calendar, deadlineOn) ? deadlineOn : previousWorkingDay(calendar, deadlineOn)
  return addWorkingDays(calendar, lastDay, offset)
}

/** While the unit has handed the task back, only the Office's side can act on it. */
const audienceFor = (rule: AlertRule, state: TaskState): AlertAudience[] => {
  if (state !== 'refused') return [...rule.audience]
  return ['office', ...rule.audience.filter(who => who === 'chairman')]
}

/**
 * All alerts of one task from `now` on, in order of time. Nothing while no clock runs. Of the steps already past only
 * the newest is planned, at once: a late-entered task warns its people one time, not four. Pure and repeatable, so the
 * rows can be rebuilt at any moment; (task, step, deadline) is the identity of an alert.
 */
export const planAlerts = (facts: {
  taskId: string
  deadlineOn: CivilDate | null
  state: TaskState
  rules: AlertRules
  calendar: WorkCalendar
  now: number
}): (PlannedAlert & { taskId: string; deadlineOn: CivilDate })[] => {
  const { taskId, deadlineOn, state, rules, calendar, now } = facts
  if (deadlineOn === null || !isClockRunning(state)) return []
  const planned = rules.steps
    .map(rule => ({
      taskId,
      deadlineOn,
      step: rule.step,
      kind: rule.kind,
      fireAt: atTimeInVietnam(alertDay(calendar, deadlineOn, rule.offset), rules.hour, rules.minute),
      audience: audienceFor(rule, state),
    }))
    .sort((a, b) => a.fireAt - b.fireAt)
  const newestPast = planned.filter(alert => alert.fireAt <= now).at(-1)
  const ahead = planned.filter(alert => alert.fireAt > now)
  return newestPast ? [{ ...newestPast, fireAt: now }, ...ahead] : ahead
}

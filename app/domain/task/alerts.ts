import {
  addWorkingDays,
  atTimeInVietnam,
  isWorkingDay,
  previousWorkingDay,
  type CivilDate,
  type WorkCalendar,
} from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { isClockRunning, type TaskState } from './machine.ts'

/** Made of the working days to or from the deadline, so that a rule moved by a day is another step. */
export type AlertStep = `before_${number}` | 'due' | `overdue_${number}`
/** sắp đến hạn, đến hạn, quá hạn */
export type AlertKind = 'soon' | 'due' | 'overdue'
/** clerk and head of the lead unit, the Office, the Chairman */
export type AlertAudience = 'clerk' | 'head' | 'office' | 'chairman'
/** chuông trong chương trình, thư điện tử, thông báo đẩy, tin nhắn SMS */
export type AlertChannel = 'app' | 'email' | 'push' | 'sms'

export const AUDIENCES: readonly AlertAudience[] = ['clerk', 'head', 'office', 'chairman']
/** What leaves the house; the bell rings always. */
export const OUTER_CHANNELS = ['email', 'push', 'sms'] as const

/** `offset` in working days from the deadline; audiences grow with lateness. `channels`: the ways this step may go out by. */
export type AlertRule = { offset: number; audience: readonly AlertAudience[]; channels: readonly AlertChannel[] }

/** Minutes of the day in Viet Nam; from > to spans midnight. */
export type QuietHours = { from: number; to: number }

export type AlertRules = {
  steps: readonly AlertRule[]
  hour: number
  minute: number
  /** nothing leaves the house between these; null = at any time */
  quiet: QuietHours | null
  /** nothing leaves the house on days off */
  isQuietOnDaysOff: boolean
}

export type PlannedAlert = { step: AlertStep; kind: AlertKind; offset: number; fireAt: number; audience: AlertAudience[] }

export const stepOf = (offset: number): AlertStep => (offset < 0 ? `before_${-offset}` : offset === 0 ? 'due' : `overdue_${offset}`)
export const kindOf = (offset: number): AlertKind => (offset < 0 ? 'soon' : offset === 0 ? 'due' : 'overdue')
/** Working days from the deadline, out of the name of a step. */
export const offsetOf = (step: string): number => {
  const days = Number(step.split('_')[1] ?? 0)
  return step.startsWith('before_') ? -days : days
}

/** 7, 3, 1 working days before, the day, then 1, 3, 7 after, at 07:30 before work begins. A message costs money: only from the day itself. */
export const defaultAlertRules: AlertRules = {
  steps: [
    { offset: -7, audience: ['clerk'], channels: ['app', 'email'] },
    { offset: -3, audience: ['clerk', 'head'], channels: ['app', 'email', 'push'] },
    { offset: -1, audience: ['clerk', 'head'], channels: ['app', 'email', 'push'] },
    { offset: 0, audience: ['clerk', 'head', 'office'], channels: ['app', 'email', 'push', 'sms'] },
    { offset: 1, audience: ['clerk', 'head', 'office'], channels: ['app', 'email', 'push', 'sms'] },
    { offset: 3, audience: ['clerk', 'head', 'office'], channels: ['app', 'email', 'push', 'sms'] },
    { offset: 7, audience: ['clerk', 'head', 'office', 'chairman'], channels: ['app', 'email', 'push', 'sms'] },
  ],
  hour: 7,
  minute: 30,
  quiet: { from: 20 * 60, to: 6 * 60 + 30 },
  isQuietOnDaysOff: true,
}

const MOST_STEPS = 15
const FARTHEST = 60
const DAY_MINUTES = 1440

/** Whether the rules an administrator wrote can be worked by: the field that is wrong, and why. */
export const checkRules = (rules: AlertRules): Verdict & { field?: string } => {
  if (rules.steps.length === 0 || rules.steps.length > MOST_STEPS) return { ...refused('ALERT_RULES_STEPS', { most: MOST_STEPS }), field: 'steps' }
  const seen = new Set<number>()
  for (const [i, rule] of rules.steps.entries()) {
    if (!Number.isInteger(rule.offset) || Math.abs(rule.offset) > FARTHEST) return { ...refused('ALERT_RULES_DAYS', { most: FARTHEST }), field: `steps.${i}` }
    if (seen.has(rule.offset)) return { ...refused('ALERT_RULES_TWICE'), field: `steps.${i}` }
    if (rule.audience.length === 0) return { ...refused('ALERT_RULES_NOBODY'), field: `steps.${i}` }
    seen.add(rule.offset)
  }
  if (rules.quiet) {
    const { from, to } = rules.quiet
    if (from === to || from < 0 || to < 0 || from >= DAY_MINUTES || to >= DAY_MINUTES) return { ...refused('ALERT_QUIET_WRONG'), field: 'quiet' }
  }
  return allowed
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
 * the newest is planned, at once: a late-entered task warns its people one time, not four; and none at all when they were
 * told of that step or a later one already (`toldTo`, its working days from the deadline), so that changed rules warn
 * nobody twice. Pure and repeatable, so the rows can be rebuilt at any moment; (task, step, deadline) is the identity of
 * an alert. `dayOf` remembers what the calendar said where many tasks are planned at once.
 */
export const planAlerts = (facts: {
  taskId: string
  deadlineOn: CivilDate | null
  state: TaskState
  rules: AlertRules
  calendar: WorkCalendar
  now: number
  toldTo?: number | null
  dayOf?: typeof alertDay
}): (PlannedAlert & { taskId: string; deadlineOn: CivilDate })[] => {
  const { taskId, deadlineOn, state, rules, calendar, now, toldTo = null, dayOf = alertDay } = facts
  if (deadlineOn === null || !isClockRunning(state)) return []
  const planned = rules.steps
    .map(rule => ({
      taskId,
      deadlineOn,
      step: stepOf(rule.offset),
      kind: kindOf(rule.offset),
      offset: rule.offset,
      fireAt: atTimeInVietnam(dayOf(calendar, deadlineOn, rule.offset), rules.hour, rules.minute),
      audience: audienceFor(rule, state),
    }))
    .sort((a, b) => a.fireAt - b.fireAt || a.offset - b.offset)
  const newestPast = planned.filter(alert => alert.fireAt <= now).at(-1)
  const ahead = planned.filter(alert => alert.fireAt > now)
  return newestPast && (toldTo === null || newestPast.offset > toldTo) ? [{ ...newestPast, fireAt: now }, ...ahead] : ahead
}

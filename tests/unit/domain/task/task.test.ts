import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  civilDateInVietnam,
  endOfDayInVietnam,
  isWorkingDay,
  startOfDayInVietnam,
} from '#app/domain/calendar/working-days.ts'
import { defaultAlertRules, planAlerts } from '#app/domain/task/alerts.ts'
import { checkDeadline, deadlineState, type DeadlineCode } from '#app/domain/task/deadline.ts'
import { acts, availableActs, decideAct, isClockRunning } from '#app/domain/task/machine.ts'
import { countByDeadline, formatPercent, formatRate, onTimeRate } from '#app/domain/task/rates.ts'
import { vietnam } from '../../acceptance/read-table.ts'

const anyDay = fc.integer({ min: 0, max: 720 }).map(n => addDays('2025-01-01', n))
const inProgress = { state: 'in_progress', submittedAt: null, completedAt: null, calendar: vietnam } as const

describe('the machine', () => {
  it('brings a resumed task back to where it stood', () => {
    const resume = { state: 'paused', act: 'resume', roles: ['office'] } as const
    expect(decideAct({ ...resume, pausedFrom: 'assigned' })).toEqual({ ok: true, to: 'assigned' })
    expect(decideAct({ ...resume, pausedFrom: 'waiting_confirmation' })).toEqual({
      ok: true,
      to: 'waiting_confirmation',
    })
    expect(decideAct({ ...resume, pausedFrom: 'done' })).toEqual({ ok: true, to: 'in_progress' })
    expect(decideAct(resume)).toEqual({ ok: true, to: 'in_progress' })
  })

  it('joins the rights of all roles a person has, and gives a coordinating unit none that moves the state', () => {
    expect(availableActs('in_progress', ['unit_clerk', 'office'])).toEqual([
      'report',
      'requestExtension',
      'decideExtension',
      'submit',
      'pause',
      'recall',
      'urge',
      'amend',
      'transfer',
      'addChild',
      'extend',
      'explain',
      'answer',
      'comment',
      'setPart',
      'removePart',
      'setFollowers',
      'setMonitor',
      'attach',
    ])
    expect(availableActs('in_progress', ['coordinator']).map(act => acts[act].to)).toEqual(['same', 'same', 'same', 'same', 'same', 'same'])
    expect(availableActs('in_progress', [])).toEqual([])
    expect(decideAct({ state: 'in_progress', act: 'submit', roles: [] })).toMatchObject({
      ok: false,
      code: 'TASK_NOT_YOURS',
    })
  })
})

describe('deadline state', () => {
  it('only grows worse while nobody acts', () => {
    const severity: Partial<Record<DeadlineCode, number>> = { in_time: 0, soon: 1, overdue: 2 }
    fc.assert(
      fc.property(
        anyDay,
        anyDay,
        fc.nat({ max: 86_399_999 }),
        fc.nat({ max: 86_399_999 * 30 }),
        (deadlineOn, day, ms, later) => {
          const now = startOfDayInVietnam(day) + ms
          const first = deadlineState({ ...inProgress, deadlineOn, now })
          const second = deadlineState({ ...inProgress, deadlineOn, now: now + later })
          expect(severity[second.code]).toBeGreaterThanOrEqual(severity[first.code] ?? 0)
          expect(first.code === 'overdue').toBe(now > endOfDayInVietnam(deadlineOn))
          expect(first.workingDaysLeft === null).toBe(first.code === 'overdue')
        },
      ),
    )
  })

  it('judges a result by its submission, however late the Office confirms', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.nat({ max: 400 }), (deadlineOn, day, wait) => {
        const submittedAt = startOfDayInVietnam(day) + 36_000_000
        const confirmedAt = submittedAt + wait * 86_400_000
        const done = deadlineState({
          ...inProgress,
          state: 'done',
          deadlineOn,
          submittedAt,
          completedAt: confirmedAt,
          now: confirmedAt,
        })
        expect(done.code).toBe(submittedAt <= endOfDayInVietnam(deadlineOn) ? 'done_on_time' : 'done_late')
        const waiting = { ...inProgress, state: 'waiting_confirmation', deadlineOn, submittedAt } as const
        expect(deadlineState({ ...waiting, now: confirmedAt })).toEqual(deadlineState({ ...waiting, now: submittedAt }))
      }),
    )
  })

  it('follows the warning window it is given', () => {
    const at = (warnDays: number) =>
      deadlineState({ ...inProgress, deadlineOn: '2026-12-11', now: startOfDayInVietnam('2026-12-07'), warnDays }).code
    expect([3, 4, 5].map(at)).toEqual(['in_time', 'in_time', 'soon'])
  })
})

describe('entering a deadline', () => {
  it('explains a day off and proposes the next working day', () => {
    expect(checkDeadline(vietnam, '2026-11-24', '2026-11-20')).toEqual([
      {
        code: 'DEADLINE_DAY_OFF',
        date: '2026-11-24',
        reason: 'holiday',
        name: 'Ngày Văn hóa Việt Nam',
        proposed: '2026-11-25',
      },
    ])
    expect(checkDeadline(vietnam, '2026-02-14', '2026-02-01')[0]).toMatchObject({
      reason: 'weekend',
      name: 'Thứ Bảy',
      proposed: '2026-02-23',
    })
    expect(checkDeadline(vietnam, '2026-01-10', '2026-01-05')).toEqual([])
  })

  it('warns of the past and proposes a day still ahead', () => {
    expect(checkDeadline(vietnam, '2026-11-20', '2026-11-26')).toEqual([
      { code: 'DEADLINE_IN_PAST', date: '2026-11-20', proposed: '2026-11-26' },
    ])
    expect(checkDeadline(vietnam, '2026-11-22', '2026-11-24').map(warning => [warning.code, warning.proposed])).toEqual(
      [
        ['DEADLINE_IN_PAST', '2026-11-25'],
        ['DEADLINE_DAY_OFF', '2026-11-25'],
      ],
    )
    expect(checkDeadline(vietnam, '2026-11-26', '2026-11-26')).toEqual([])
  })
})

describe('planning alerts', () => {
  const plan = (deadlineOn: string, now: number, state: 'in_progress' | 'refused' = 'in_progress') =>
    planAlerts({ taskId: 't', deadlineOn, state, rules: defaultAlertRules, calendar: vietnam, now })

  it('fires on working days only, each step once, at most one of them at once', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.nat({ max: 86_399_999 }), (deadlineOn, day, ms) => {
        const now = startOfDayInVietnam(day) + ms
        const alerts = plan(deadlineOn, now)
        expect(new Set(alerts.map(alert => alert.step)).size).toBe(alerts.length)
        expect(alerts.every(alert => alert.fireAt >= now)).toBe(true)
        expect(alerts.filter(alert => alert.fireAt === now).length).toBeLessThanOrEqual(1)
        const ahead = alerts.filter(alert => alert.fireAt > now)
        expect(ahead.every(alert => isWorkingDay(vietnam, civilDateInVietnam(alert.fireAt)))).toBe(true)
        expect(new Set(ahead.map(alert => alert.fireAt)).size).toBe(ahead.length)
        for (const alert of ahead) expect(alert.kind === 'overdue').toBe(alert.fireAt > endOfDayInVietnam(deadlineOn))
      }),
    )
  })

  it('plans the same again, so that lost rows can be rebuilt', () => {
    const now = startOfDayInVietnam('2026-11-26')
    expect(plan('2026-12-11', now)).toEqual(plan('2026-12-11', now))
  })

  it('escalates to the Chairman at last, and to the Office alone while the unit has handed the task back', () => {
    const now = startOfDayInVietnam('2026-11-26')
    const audience = new Map(plan('2026-12-11', now).map(alert => [alert.step, alert.audience]))
    expect(audience.get('before_7')).toEqual(['clerk'])
    expect(audience.get('overdue_7')).toEqual(['clerk', 'head', 'office', 'chairman'])
    expect(plan('2026-12-11', now, 'refused').map(alert => alert.audience)).toEqual([
      ['office'],
      ['office'],
      ['office'],
      ['office'],
      ['office'],
      ['office'],
      ['office', 'chairman'],
    ])
    expect(isClockRunning('waiting_confirmation')).toBe(false)
  })
})

describe('rates', () => {
  const many = (count: number, code: DeadlineCode, kind: 'dated' | 'undated' | 'routine' = 'dated') =>
    Array.from({ length: count }, () => ({ code, kind }))

  it('keeps late work in the denominator and routine work out of everything', () => {
    const tasks = [
      ...many(61, 'done_on_time'),
      ...many(7, 'done_late'),
      ...many(9, 'overdue'),
      ...many(4, 'none', 'undated'),
      ...many(100, 'done_on_time', 'routine'),
    ]
    expect(onTimeRate(tasks)).toEqual({ onTime: 61, completed: 68, rate: 61 / 68 })
    expect(formatRate(onTimeRate(tasks))).toBe('89,7% = 61 đúng hạn / 68 đã hoàn thành')
    expect(countByDeadline(tasks)).toEqual({
      in_time: 0,
      soon: 0,
      overdue: 9,
      waiting: 0,
      done_on_time: 61,
      done_late: 7,
      sent_back: 0,
      paused: 0,
      none: 4,
    })
  })

  it('has no rate where nothing is completed', () => {
    expect(onTimeRate(many(3, 'overdue'))).toEqual({ onTime: 0, completed: 0, rate: null })
    expect(formatRate(onTimeRate([]))).toBe('Chưa có nhiệm vụ hoàn thành')
  })

  it('never rounds to all or nothing what is not', () => {
    expect([
      formatPercent(1, 1),
      formatPercent(0, 7),
      formatPercent(1, 2),
      formatPercent(2999, 3000),
      formatPercent(1, 3000),
      formatPercent(2, 3),
    ]).toEqual(['100%', '0%', '50%', '99,9%', '0,1%', '66,7%'])
  })
})

import { describe, expect, it } from 'vitest'
import { channelsFor, checkSubstitution, digestCounts, receiverOf, retryAt, sendTime, type Substitution } from '#app/domain/task/alert-sending.ts'
import { checkRules, defaultAlertRules, type AlertChannel } from '#app/domain/task/alerts.ts'
import { checkThresholds, defaultWarningThresholds, earlyWarnings, hitRate, outcomeOf, type WarningReason } from '#app/domain/task/early-warning.ts'
import { isEmailAddress, oneLine, phoneDigits } from '#app/domain/task/addresses.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { alertLetter } from '#app/text/alert-letters.ts'
import { civil, instant, readTable, vietnam, wordIn } from './read-table.ts'

const named = (file: string) => readTable(file).map(row => ({ name: `${row.id} ${row.get('Ghi chú')}`, row }))
const list = (cell: string, by: string) => (cell === '-' || cell === 'không' ? [] : cell.split(by))

describe('giờ yên lặng', () => {
  const minutes = (clock: string): number => Number(clock.split(':')[0]) * 60 + Number(clock.split(':')[1])
  it.each(named('alert-quiet-hours.tsv'))('$name', ({ row }) => {
    const [from = '', to = ''] = row.get('Giờ yên lặng').split('–')
    const at = sendTime({
      at: instant(row.get('Đến lúc')),
      quiet: row.get('Giờ yên lặng') === '-' ? null : { from: minutes(from), to: minutes(to) },
      isQuietOnDaysOff: wordIn({ 'không gửi': true, 'có gửi': false }, row.get('Ngày nghỉ')),
      calendar: vietnam,
    })
    expect(at).toBe(instant(row.get('Gửi lúc')))
  })
})

describe('cách nhận', () => {
  const words: Record<string, AlertChannel> = { chuông: 'app', thư: 'email', đẩy: 'push', SMS: 'sms' }
  const channels = (cell: string) => list(cell, ', ').map(w => wordIn(words, w))
  it.each(named('alert-channels.tsv'))('$name', ({ row }) => {
    const chosen = row.get('Người nhận chọn')
    const got = channelsFor({ allowed: channels(row.get('Quy tắc cho phép')), choice: chosen === 'chưa chọn' ? null : { channels: channels(chosen) }, reachable: channels(row.get('Gửi được tới')) })
    expect(got).toEqual(channels(row.get('Kết quả')))
  })
})

describe('người thay', () => {
  const one = (text: string): Substitution => {
    const [, userId = '', substituteId = '', from = '', to = ''] = /^(\S+)→(\S+) (\S+)–(\S+)$/.exec(text) ?? []
    return { userId, substituteId, fromOn: civil(from), toOn: civil(to) }
  }
  it.each(named('alert-substitutes.tsv'))('$name', ({ row }) => {
    const known = list(row.get('Đã khai'), '; ').map(one)
    const [what = '', about = ''] = row.get('Hỏi').split(': ')
    if (what === 'khai') {
      const verdict = checkSubstitution(one(about), known, '2026-11-26')
      expect(verdict.ok ? 'được' : verdict.code).toBe(row.get('Kết quả'))
    } else expect(receiverOf({ userId: about, day: civil(what), substitutions: known, mayReceive: id => id !== row.get('Không được thay') })).toBe(row.get('Kết quả'))
  })
})

describe('cảnh báo sớm', () => {
  const states: Record<string, TaskState> = { 'chờ tiếp nhận': 'assigned', 'bị trả lại': 'refused', 'đang thực hiện': 'in_progress', 'chờ xác nhận': 'waiting_confirmation', 'tạm hoãn': 'paused', 'hoàn thành': 'done' }
  const said = (r: WarningReason): string => {
    const date = (on: string) => on.split('-').reverse().join('/')
    if (r.code === 'silent') return `im lặng ${r.days}`
    if (r.code === 'coordinator_silent') return `phối hợp ${r.unit} ${r.days}`
    if (r.code === 'chain') return `việc con ${r.title} ${date(r.endsOn)} ${r.isOverdue ? 'quá hạn' : 'sau hạn'}`
    return `trước đây ${r.late}/${r.of}`
  }
  const DATE = /(\d\d\/\d\d\/\d{4})/
  it.each(named('early-warning.tsv'))('$name', ({ row }) => {
    const [late = 0, finished = 0] = row.get('Tương tự').split('/').map(Number)
    const reasons = earlyWarnings({
      state: wordIn(states, row.get('Trạng thái')),
      deadlineOn: row.get('Hạn') === '-' ? null : civil(row.get('Hạn')),
      lastActivityAt: instant(`${row.get('Hoạt động cuối')} 15:00`),
      coordinators: list(row.get('Phối hợp'), '; ').map(cell => {
        const [unit = '', on = '', rest = ''] = cell.split(DATE)
        return { unit: unit.trim(), lastActivityAt: instant(`${on} 15:00`), isDone: rest.trim() === 'xong' }
      }),
      children: list(row.get('Việc con'), '; ').map(cell => {
        const [title = '', on = '', state = ''] = cell.split(DATE)
        return { title: title.trim(), deadlineOn: civil(on), state: wordIn(states, state.trim()) }
      }),
      history: { late, finished },
      thresholds: defaultWarningThresholds,
      calendar: vietnam,
      now: instant(`${row.get('Hôm nay')} 09:00`),
    })
    expect(reasons.map(said)).toEqual(list(row.get('Lý do'), '; '))
  })

  it('how a warned task ended: late, on time, moved, void or still open; only late and on time are counted in the rate', () => {
    const of = (deadlineOn: string | null, state: TaskState, submittedOn: string | null) => outcomeOf({ warnedDeadlineOn: '2026-11-20', deadlineOn, state, submittedOn, today: '2026-11-26' })
    const outcomes = [
      of('2026-11-20', 'in_progress', null),
      of('2026-11-20', 'done', '2026-11-23'),
      of('2026-11-20', 'done', '2026-11-20'),
      of('2026-11-30', 'in_progress', null),
      of('2026-11-20', 'recalled', null),
      outcomeOf({ warnedDeadlineOn: '2026-11-30', deadlineOn: '2026-11-30', state: 'in_progress', submittedOn: null, today: '2026-11-26' }),
    ]
    expect(outcomes).toEqual(['late', 'late', 'on_time', 'extended', 'void', 'open'])
    expect(hitRate(outcomes, 4)).toEqual({ late: 2, onTime: 1, warned: 3, extended: 1, open: 1, missed: 4, lateAll: 6 })
  })

  it('thresholds out of their limits are refused by name', () => {
    expect(checkThresholds(defaultWarningThresholds).ok).toBe(true)
    expect(checkThresholds({ ...defaultWarningThresholds, latePercent: 101 })).toMatchObject({ code: 'WARNING_THRESHOLD_WRONG', field: 'latePercent' })
    expect(checkThresholds({ ...defaultWarningThresholds, silentDays: 2.5 })).toMatchObject({ field: 'silentDays' })
  })
})

describe('quy tắc, địa chỉ, bản tin', () => {
  it('rules an administrator may not save say which step is wrong', () => {
    expect(checkRules(defaultAlertRules).ok).toBe(true)
    const step = { offset: -2, audience: ['clerk'] as const, channels: ['app'] as const }
    const check = (steps: { offset: number; audience: readonly 'clerk'[]; channels: readonly 'app'[] }[]) => checkRules({ ...defaultAlertRules, steps })
    expect(check([])).toMatchObject({ code: 'ALERT_RULES_STEPS', field: 'steps' })
    expect(check([step, step])).toMatchObject({ code: 'ALERT_RULES_TWICE', field: 'steps.1' })
    expect(check([{ ...step, audience: [] }])).toMatchObject({ code: 'ALERT_RULES_NOBODY', field: 'steps.0' })
    expect(check([{ ...step, offset: 61 }])).toMatchObject({ code: 'ALERT_RULES_DAYS' })
    expect(checkRules({ ...defaultAlertRules, quiet: { from: 60, to: 60 } })).toMatchObject({ code: 'ALERT_QUIET_WRONG' })
  })

  it('a digest counts a task once, by its worst step; tries end after the fourth pause', () => {
    expect(digestCounts([{ taskId: 'a', kind: 'soon' }, { taskId: 'a', kind: 'overdue' }, { taskId: 'b', kind: 'due' }])).toEqual({ tasks: 2, overdue: 1, due: 1, soon: 0 })
    expect([1, 2, 3, 4, 5].map(n => retryAt(n, 0))).toEqual([60_000, 180_000, 600_000, 1_800_000, null])
  })

  it('addresses: nothing that starts another header, numbers in any usual spelling', () => {
    expect(['a.b@tuyenquang.gov.vn', 'a@b', 'a@b.vn\r\nBcc: x@y.vn', 'Tên <a@b.vn>', 'a b@c.vn', '@b.vn'].map(isEmailAddress)).toEqual([true, false, false, false, false, false])
    expect(['0912345678', '+84 912 345 678', '0912.345.678', '84912345678', '0212345678', '091234567', '0912345678; DROP'].map(phoneDigits)).toEqual(['0912345678', '0912345678', '0912345678', '0912345678', null, null, null])
    expect(oneLine('a\r\nb\u2028c')).toBe('a b c')
  })

  it('a message of 160 characters without marks, a letter with every task, no more than a hundred', () => {
    const line = (i: number) => ({ taskId: `t${i}`, step: 'overdue_3', deadlineOn: '2026-11-23', code: `NV-${i}`, title: 'Báo cáo kết quả', unit: 'Sở Y tế', insteadOf: null })
    const many = alertLetter(Array.from({ length: 120 }, (_, i) => line(i)), { tasks: 120, overdue: 120, due: 0, soon: 0 }, '2026-11-26', 'https://hop.tinh.vn')
    expect(many.short).toBe('UBND tinh: Ngay 26/11/2026: Hom nay co 120 nhiem vu can chu y: 120 qua han. https://hop.tinh.vn')
    expect(many.short.length).toBeLessThanOrEqual(160)
    expect(many.body).toContain('… và 20 nhiệm vụ nữa.')
    expect(many.url).toBe('https://hop.tinh.vn/canh-bao/2026-11-26')
    const single = alertLetter([{ ...line(7), insteadOf: 'Nguyễn Văn An' }], { tasks: 1, overdue: 1, due: 0, soon: 0 }, '2026-11-26', '')
    expect(single.subject).toBe('Quá hạn 3 ngày làm việc, hạn 23/11/2026: NV-7')
    expect(single.body).toContain('(thay Nguyễn Văn An)')
    expect(single.url).toBe('/nhiem-vu/t7')
  })
})

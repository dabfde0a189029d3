import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addWorkingDays,
  atTimeInVietnam,
  civilDateInVietnam,
  dayOff,
  endOfDayInVietnam,
  explainWorkingDays,
  isCivilDate,
  isWorkingDay,
  makeCalendar,
  nextWorkingDay,
  previousWorkingDay,
  startOfDayInVietnam,
  workingDaysBetween,
} from '#app/domain/calendar/working-days.ts'
import { vietnam } from '../../acceptance/read-table.ts'

const anyDay = fc.integer({ min: 0, max: 900 }).map(n => addDays('2025-01-01', n))

describe('days off', () => {
  it('names the reason of a day off', () => {
    expect(dayOff(vietnam, '2026-11-24')).toEqual({ reason: 'holiday', name: 'Ngày Văn hóa Việt Nam' })
    expect(dayOff(vietnam, '2026-01-02')).toEqual({ reason: 'swapped_off', name: 'Hoán đổi dịp Tết Dương lịch' })
    expect(dayOff(vietnam, '2026-11-28')).toEqual({ reason: 'weekend', name: 'Thứ Bảy' })
    expect(dayOff(vietnam, '2026-11-29')).toEqual({ reason: 'weekend', name: 'Chủ nhật' })
    expect(dayOff(vietnam, '2026-04-26')?.name).toBe('Giỗ Tổ Hùng Vương (Chủ nhật)')
    expect(dayOff(vietnam, '2026-01-10')).toBeNull()
    expect(dayOff(vietnam, '2026-11-26')).toBeNull()
  })

  it('lets the later of two rows for one day count', () => {
    const calendar = makeCalendar([
      { date: '2026-11-23', kind: 'swapped_off', name: 'Hoán đổi' },
      { date: '2026-11-23', kind: 'swapped_on', name: 'Thôi hoán đổi' },
    ])
    expect(isWorkingDay(calendar, '2026-11-23')).toBe(true)
  })

  it('refuses days that do not exist', () => {
    for (const wrong of ['2026-02-30', '2026-13-01', '26/11/2026', '', '2026-2-3']) {
      expect(isCivilDate(wrong)).toBe(false)
      expect(() => dayOff(vietnam, wrong)).toThrow(RangeError)
      expect(() => makeCalendar([{ date: wrong, kind: 'holiday', name: 'x' }])).toThrow(RangeError)
    }
    expect(isCivilDate('2028-02-29')).toBe(true)
    expect(() => addWorkingDays(vietnam, '2026-11-26', 1.5)).toThrow(RangeError)
  })
})

describe('counting', () => {
  it('explains a count over Tết day by day', () => {
    const { due, strip } = explainWorkingDays(vietnam, '2026-02-13', 1)
    expect(due).toBe('2026-02-23')
    expect(strip.map(day => day.counted)).toEqual([null, null, null, null, null, null, null, null, null, null, 1])
    expect(strip[4]).toEqual({ date: '2026-02-17', counted: null, off: 'Tết Nguyên đán Bính Ngọ (mùng 1)' })
  })

  it('keeps the strip of a backward count in order of time', () => {
    const { due, strip } = explainWorkingDays(vietnam, '2026-11-26', -2)
    expect(due).toBe('2026-11-23')
    expect(strip.map(day => [day.date, day.counted])).toEqual([
      ['2026-11-23', 2],
      ['2026-11-24', null],
      ['2026-11-25', 1],
      ['2026-11-26', null],
    ])
  })

  it('finds the neighbouring working days', () => {
    expect(nextWorkingDay(vietnam, '2026-02-13')).toBe('2026-02-23')
    expect(previousWorkingDay(vietnam, '2026-02-23')).toBe('2026-02-13')
    expect(addWorkingDays(vietnam, '2026-11-24', 0)).toBe('2026-11-24')
  })

  it('lands on a working day and counts back to the same number', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (from, n) => {
        const due = addWorkingDays(vietnam, from, n)
        expect(isWorkingDay(vietnam, due)).toBe(true)
        expect(workingDaysBetween(vietnam, from, due)).toBe(n)
        const back = addWorkingDays(vietnam, from, -n)
        expect(isWorkingDay(vietnam, back)).toBe(true)
        expect(back < from).toBe(true)
      }),
    )
  })

  it('adds up over any day in between and turns its sign with the direction', () => {
    fc.assert(
      fc.property(anyDay, anyDay, anyDay, (a, b, c) => {
        const between = (from: string, to: string) => workingDaysBetween(vietnam, from, to)
        expect(between(a, b) + between(b, c)).toBe(between(a, c))
        expect(between(a, b) + between(b, a)).toBe(0)
      }),
    )
  })
})

describe('the day in Viet Nam', () => {
  it('begins at 17:00 universal time', () => {
    expect(civilDateInVietnam(Date.parse('2026-11-23T16:59:59.999Z'))).toBe('2026-11-23')
    expect(civilDateInVietnam(new Date('2026-11-23T17:00:00Z'))).toBe('2026-11-24')
    expect(new Date(startOfDayInVietnam('2026-11-24')).toISOString()).toBe('2026-11-23T17:00:00.000Z')
    expect(new Date(endOfDayInVietnam('2026-11-24')).toISOString()).toBe('2026-11-24T16:59:59.999Z')
    expect(new Date(atTimeInVietnam('2026-11-24', 7, 30)).toISOString()).toBe('2026-11-24T00:30:00.000Z')
  })

  it('holds every one of its moments', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_399_999 }), (day, ms) => {
        expect(civilDateInVietnam(startOfDayInVietnam(day) + ms)).toBe(day)
        expect(civilDateInVietnam(endOfDayInVietnam(day) + 1)).toBe(addDays(day, 1))
      }),
    )
  })
})

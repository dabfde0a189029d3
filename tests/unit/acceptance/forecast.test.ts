import { describe, expect, it } from 'vitest'
import { forecastEnd, type ForecastItem, proposeDefer } from '#app/domain/meeting/clock.ts'
import { readTable } from './read-table.ts'

const at = (clock: string): number => Date.parse(`2026-11-26T${clock}:00+07:00`)

/** "30t/60", "30@08:00", "10/0k" → an item; see the head of the table. */
const itemOf = (text: string, i: number): ForecastItem => {
  const m = /^(\d+)([tku])?(?:\/(\d+)([tku])?|@(\d\d:\d\d))?$/.exec(text)
  if (!m) throw new Error(text)
  const [, minutes, sign, spent, later, since] = m
  const letter = sign ?? later
  return {
    id: String(i + 1),
    minutes: Number(minutes),
    status: since ? 'presenting' : spent ? 'concluded' : 'pending',
    startedAt: since ? at(since) : null,
    spentSeconds: Number(spent ?? 0) * 60,
    isCollective: letter === 't',
    isUndisputed: letter === 'k',
    ...(letter === 'u' ? { urgentReason: 'Công điện' } : {}),
  }
}

const session = { startsAt: at('08:00'), endsAt: at('10:00'), openedAt: at('08:00'), pausedAt: null, endedAt: null }

describe('dự kiến kết thúc và đề xuất để lại theo bảng', () => {
  it.each(readTable('forecast.tsv').map(row => [row.id, row] as const))('%s', (_id, row) => {
    const now = at(row.get('Bây giờ'))
    const items = row.get('Nội dung').split(' ').map(itemOf)
    const forecast = forecastEnd(session, items, now)
    expect(forecast.pace).toBeCloseTo(Number(row.get('Nhịp').replace(',', '.')), 2)
    expect(Math.round((forecast.endsAt - at(row.get('Kết thúc'))) / 60_000)).toBe(0)
    expect(proposeDefer(session, items, now).ids.join(',')).toBe(row.get('Để lại'))
  })

  it('phiên đã kết thúc không còn gì để đề xuất; tạm dừng thì đồng hồ nội dung đứng yên', () => {
    const items = ['30@08:00', '90', '60'].map(itemOf)
    expect(proposeDefer({ ...session, endedAt: at('10:30') }, items, at('10:30')).ids).toEqual([])
    const paused = { ...session, pausedAt: at('08:10') }
    expect(forecastEnd(paused, items, at('09:00')).endsAt).toBe(at('09:00') + (20 + 90 + 60) * 60_000)
  })

  it('trước khai mạc thì đếm từ giờ họp đã báo, nội dung đã rút hay đã để lại không tính giờ', () => {
    const items = [itemOf('20', 0), { ...itemOf('60', 1), status: 'withdrawn' as const }, { ...itemOf('60', 2), status: 'held_over' as const }, itemOf('15', 3)]
    const ahead = { ...session, openedAt: null }
    expect(forecastEnd(ahead, items, at('07:00'))).toEqual({ endsAt: at('08:35'), lateSeconds: 0, pace: 1 })
    expect(forecastEnd({ ...session, endedAt: at('08:20') }, items, at('11:00')).endsAt).toBe(at('08:20'))
  })
})

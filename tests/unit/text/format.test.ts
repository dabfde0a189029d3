import { describe, expect, it } from 'vitest'
import { civilToday, formatBytes, formatDate, formatDateLong, formatDateTime, formatDuration, formatNumber, formatPercent, formatTime, formatTimeSeconds, initials, parseDate } from '#app/text/format.ts'

const MOMENT = Date.parse('2026-11-26T02:31:07Z')

describe('dates and times are those of Viet Nam, whatever the zone of the machine', () => {
  it.each([
    [formatDate(MOMENT), '26/11/2026'],
    [formatDate('2026-11-26'), '26/11/2026'],
    [formatDateLong(MOMENT), 'Thứ Năm, 26/11/2026'],
    [formatTime(MOMENT), '09:31'],
    [formatTimeSeconds(MOMENT), '09:31:07'],
    [formatDateTime(MOMENT), '26/11/2026 lúc 09:31'],
    // half past five in the afternoon in London is already the next day here
    [formatDate(Date.parse('2026-12-31T17:30:00Z')), '01/01/2027'],
    [formatTime(Date.parse('2026-12-31T17:00:00Z')), '00:00'],
    [civilToday(Date.parse('2026-12-31T17:30:00Z')), '2027-01-01'],
  ])('%s', (shown, wanted) => expect(shown).toBe(wanted))
})

describe('figures', () => {
  it.each([
    [formatNumber(1173), '1.173'],
    [formatNumber(-1234567.891, 2), '−1.234.567,89'],
    [formatPercent(61 / 68), '89,7%'],
    [formatPercent(1), '100%'],
    [formatDuration(258), '04:18'],
    [formatDuration(3725), '1:02:05'],
    [formatDuration(-5), '00:00'],
    [formatBytes(512), '512 B'],
    [formatBytes(850_000), '850 kB'],
    [formatBytes(2_400_000), '2,4 MB'],
    [initials('Giám đốc Sở Y tế'), 'GS'],
  ])('%s', (shown, wanted) => expect(shown).toBe(wanted))
})

describe('a typed date', () => {
  it.each([
    ['26/11/2026', '2026-11-26'],
    [' 1/7/2026 ', '2026-07-01'],
    ['01-07-2026', '2026-07-01'],
    ['29/2/2028', '2028-02-29'],
    ['29/2/2026', null],
    ['31/4/2026', null],
    ['11/26/2026', null],
    ['2026-11-26', null],
    ['mai', null],
    ['', null],
  ])('%s → %s', (typed, wanted) => expect(parseDate(typed)).toBe(wanted))
})

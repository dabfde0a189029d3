import { expect, it } from 'vitest'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'

const at = (iso: string) => Date.parse(iso)
it.each([
  ['08:00', at('2026-12-03T01:00:00Z')],
  ['8h', at('2026-12-03T01:00:00Z')],
  ['8H30', at('2026-12-03T01:30:00Z')],
  ['06.45', at('2026-12-02T23:45:00Z')],
  ['0:00', at('2026-12-02T17:00:00Z')],
  ['23:59', at('2026-12-03T16:59:00Z')],
  [' 8:5 ', at('2026-12-03T01:05:00Z')],
  ['8g05', at('2026-12-03T01:05:00Z')],
  ['8', at('2026-12-03T01:00:00Z')],
  ['09:31:07', at('2026-12-03T02:31:07Z')],
  ['24:00', null],
  ['09:31:60', null],
  ['8:00:', null],
  ['8:60', null],
  ['tám giờ', null],
  ['', null],
])('đọc giờ "%s"', (typed, moment) => {
  expect(typedMoment('2026-12-03', typed)).toBe(moment)
  expect(typedMoment(null, typed)).toBeNull()
})

import { expect, it } from 'vitest'
import { readPicks, readTime } from '#app/screens/typed/derive.ts'
import { typedText } from '#app/text/typed.ts'

const at = (iso: string) => Date.parse(`${iso}+07:00`)
it.each([
  ['buổi sáng, trong phiên', at('2026-12-03T08:00'), '09:30', { at: at('2026-12-03T09:30') }],
  ['đến trước khi khai mạc', at('2026-12-03T08:00'), '7h45', { at: at('2026-12-03T07:45') }],
  ['phiên qua nửa đêm: giờ của ngày hôm sau', at('2026-12-03T22:40'), '0:09', { at: at('2026-12-04T00:09') }],
  ['phiên qua nửa đêm: giờ của ngày khai mạc', at('2026-12-03T22:40'), '23:50', { at: at('2026-12-03T23:50') }],
  ['để trống', at('2026-12-03T08:00'), ' ', { at: null }],
  ['không phải giờ', at('2026-12-03T08:00'), '25:00', { at: null, error: typedText.timeWrong }],
])('%s', (_, began, typed, read) => expect(readTime(began, typed)).toEqual(read))

it.each([
  ['1, 3', [0, 2]],
  ['2 3;1', [1, 2, 0]],
  [' ', []],
  ['0', null],
  ['4', null],
  ['1-2', null],
  ['A', null],
])('số thứ tự lựa chọn trên phiếu giấy “%s”', (typed, read) => expect(readPicks(typed, 3)).toEqual(read))

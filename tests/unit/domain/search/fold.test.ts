import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '#app/domain/search/fold.ts'

describe('text without diacritics', () => {
  it.each([
    ['Sở Y tế quá hạn', 'so y te qua han'],
    ['ĐỀ ÁN 603', 'de an 603'],
    ['Nguyễn Thị Ánh Tuyết', 'nguyen thi anh tuyet'],
    ['ẫ ỗ ợ ữ ỷ đ Đ', 'a o o u y d d'],
    ['305/TB-UBND', '305/tb-ubnd'],
    ['', ''],
  ])('%s → %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
    expect(fold(text.normalize('NFD'))).toBe(folded)
  })

  it('gives the same for both spellings of any text, and nothing more to fold', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậĐƯỞỢỮ 0123'))
          .map(letters => letters.join('')),
        text => {
          expect(fold(text)).toBe(fold(text.normalize('NFD')))
          expect(fold(fold(text))).toBe(fold(text))
          expect(fold(text)).toMatch(/^[a-z0-9 ]*$/)
        },
      ),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { afterRightPin, afterWrongPin, checkPin, isPinLocked, type PinState, triesLeft } from '#app/domain/site/pin.ts'

const MINUTE = 60_000

describe('mã PIN', () => {
  test.each([
    ['000000', false],
    ['777777', false],
    ['123456', false],
    ['654321', false],
    ['121212', false],
    ['987987', false],
    ['480915', true],
    ['112233', true],
    ['135790', true],
  ])('%s: đặt được %s', (pin, isGood) => expect(checkPin(pin).ok).toBe(isGood))

  test('mỗi năm lần sai là một lần khóa, lần sau lâu hơn lần trước', () => {
    let state: PinState = afterRightPin()
    const pauses: number[] = []
    let now = 0
    for (let i = 0; i < 25; i++) {
      state = afterWrongPin(state, now)
      if (state.lockedUntil !== null) {
        pauses.push((state.lockedUntil - now) / MINUTE)
        expect(isPinLocked(state, state.lockedUntil - 1)).toBe(true)
        expect(isPinLocked(state, state.lockedUntil)).toBe(false)
        now = state.lockedUntil
      }
    }
    expect(pauses).toEqual([5, 15, 60, 240, 240])
  })

  test('một nghìn lần thử mất hơn một tháng', () => {
    let state: PinState = afterRightPin()
    let now = 0
    for (let i = 0; i < 1000; i++) {
      state = afterWrongPin(state, now)
      now = Math.max(now, state.lockedUntil ?? 0)
    }
    expect(now).toBeGreaterThan(30 * 24 * 60 * MINUTE)
  })

  test.each([
    [0, 5],
    [1, 4],
    [4, 1],
    [6, 4],
  ])('sau %i lần sai còn %i lần', (fails, left) => expect(triesLeft({ fails, lockedUntil: null })).toBe(left))
})

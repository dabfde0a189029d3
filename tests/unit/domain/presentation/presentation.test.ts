import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitPlace, movePlace, WHOLE_PAGE, zoomAt } from '#app/domain/presentation/place.ts'
import { canDraw, canShow, type Standing } from '#app/domain/presentation/presenting.ts'
import { sendLatest } from '#app/live/latest.ts'
import { reduceInk } from '#app/live/reducers/ink.ts'
import { thinOut } from '#app/screens/session/presenting/ink-layer.tsx'
import { MOST_POINTS, strokeDrawn, strokesRemoved } from '#app/contracts/presentation.ts'

const code = (v: { ok: boolean; code?: string }) => (v.ok ? 'ok' : v.code)

describe('ai được trình chiếu', () => {
  const rows: [Standing, boolean, boolean, string][] = [
    ['runs', false, true, 'ok'],
    ['runs', true, true, 'ok'],
    ['runs', true, false, 'ok'],
    ['granted', false, true, 'ok'],
    ['granted', true, true, 'PRESENTING_TAKEN'],
    ['granted', false, false, 'PRESENTING_OTHER_ITEM'],
    ['none', false, true, 'PRESENTING_NOT_GRANTED'],
    ['none', true, true, 'PRESENTING_NOT_GRANTED'],
  ]
  test.each(rows)('%s, người khác đang chiếu: %s, tài liệu của nội dung đang bàn: %s → %s', (standing, isAnotherPresenting, isPaperOfItem, expected) => {
    expect(code(canShow({ standing, isAnotherPresenting, isPaperOfItem }))).toBe(expected)
  })
  const pens: [Standing, boolean, boolean, string][] = [
    ['runs', false, true, 'ok'],
    ['runs', true, false, 'PRESENTING_NOTHING'],
    ['granted', true, true, 'ok'],
    ['granted', false, true, 'PRESENTING_TAKEN'],
    ['granted', true, false, 'PRESENTING_NOTHING'],
    ['none', true, true, 'PRESENTING_NOT_GRANTED'],
  ]
  test.each(pens)('bút: %s, đang chiếu: %s, tài liệu đang hiện: %s → %s', (standing, isMine, isShown, expected) => {
    expect(code(canDraw({ standing, isMine, isShown }))).toBe(expected)
  })
})

describe('phần trang được xem', () => {
  const place = fc.record({ zoom: fc.double({ min: 0.1, max: 20, noNaN: true }), x: fc.double({ min: -2, max: 2, noNaN: true }), y: fc.double({ min: -2, max: 2, noNaN: true }) })
  test('luôn nằm trong trang', () => {
    fc.assert(
      fc.property(place, p => {
        const f = fitPlace(p)
        expect(f.zoom).toBeGreaterThanOrEqual(1)
        expect(f.zoom).toBeLessThanOrEqual(6)
        for (const n of [f.x, f.y]) {
          expect(n).toBeGreaterThanOrEqual(0)
          expect(n + 1 / f.zoom).toBeLessThanOrEqual(1.0002)
        }
      }),
    )
  })
  test('phóng to giữ nguyên chỗ dưới ngón tay; thu về thì cả trang', () => {
    const at = zoomAt(WHOLE_PAGE, 2, { x: 0.25, y: 0.75 })
    expect(at).toEqual({ zoom: 2, x: 0.125, y: 0.375 })
    expect(zoomAt(at, 0.1)).toEqual(WHOLE_PAGE)
    expect(movePlace(at, 0.5, -2)).toEqual({ zoom: 2, x: 0.375, y: 0 })
  })
})

describe('lật trang nhanh', () => {
  /** Time that passes only when the test says so. */
  function hand() {
    const timers: { at: number; run: () => void }[] = []
    let now = 0
    return {
      timers: { after: (ms: number, run: () => void) => void timers.push({ at: now + ms, run }) },
      pass: async (ms: number) => {
        const until = now + ms
        for (;;) {
          await new Promise(setImmediate)
          const due = timers.filter(t => t.at <= until).sort((a, b) => a.at - b.at)[0]
          if (!due) break
          timers.splice(timers.indexOf(due), 1)
          now = due.at
          due.run()
        }
        now = until
      },
    }
  }
  test('lượt đầu gửi ngay, giữa chừng bỏ bớt, lượt cuối luôn đến', async () => {
    const { timers, pass } = hand()
    const sent: number[] = []
    const line = sendLatest<number>(200, async n => (sent.push(n), 'done'), timers)
    for (let n = 1; n <= 50; n++) {
      line.push(n)
      await pass(20)
    }
    await pass(1000)
    expect(sent[0]).toBe(1)
    expect(sent.at(-1)).toBe(50)
    expect(sent.length).toBeLessThanOrEqual(7)
  })
  test('mất mạng thì gửi lại bản mới nhất, không gửi bản đã bị vượt qua', async () => {
    const { timers, pass } = hand()
    const sent: number[] = []
    let isCut = true
    const line = sendLatest<number>(200, async n => (sent.push(n), isCut ? 'again' : 'done'), timers)
    line.push(1)
    await pass(100)
    line.push(2)
    line.push(3)
    isCut = false
    await pass(5000)
    expect(sent).toEqual([1, 3])
  })
})

describe('nét bút', () => {
  test('nét dài giữ hai đầu và không quá số điểm cho phép', () => {
    const long = Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? i / 4000 : 0.123456))
    const thin = thinOut(long)
    expect(thin.length).toBe(MOST_POINTS * 2)
    expect(thin.slice(0, 2)).toEqual([0, 0.1235])
    expect(thin.at(-2)).toBe(0.9995)
    expect(thinOut([0.5, 0.25])).toEqual([0.5, 0.25])
  })
  test('sự kiện đến hai lần không đổi gì; xóa rồi thì hết', () => {
    const event = (name: string, payload: unknown) => ({ stream: 'page:m', seq: 1, name, v: 1, at: 1, actorId: null, payload })
    const stroke = { id: 'a', paperId: 'p', page: 1, colour: 'seal' as const, width: 4, points: [0, 0] }
    const once = reduceInk([], event(strokeDrawn.name, { stroke, at: 1 }))
    expect(reduceInk(once, event(strokeDrawn.name, { stroke, at: 1 }))).toBe(once)
    expect(reduceInk(once, event(strokesRemoved.name, { strokeIds: ['a', 'b'] }))).toEqual([])
    expect(reduceInk(once, event('presentation.newer', {}))).toBe(once)
  })
})

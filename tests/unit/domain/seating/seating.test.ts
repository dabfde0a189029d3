import { describe, expect, it } from 'vitest'
import { applyMoves, arrange, movesBetween, protocolOrder, type Sitter, swapTo, undoOf } from '#app/domain/seating/arrange.ts'
import { fromMiddle, rowsPlan, tablesPlan, uPlan } from '#app/domain/seating/plan.ts'
import { seatState, shortLabel } from '#app/domain/seating/state.ts'

const person = (id: string, role: Sitter['role'], rank: number, substituteForId: string | null = null): Sitter => ({ id, role, rank, substituteForId })

describe('mẫu phòng họp', () => {
  it.each([
    ['chữ U', uPlan(9, 9, 8), 9 + 18 + 8 + 2],
    ['hàng ghế', rowsPlan(6, 10), 60],
    ['nhiều bàn', tablesPlan(5, 6, 8), 53],
    ['một ghế', rowsPlan(1, 1), 1],
  ])('%s: đủ ghế, không trùng tên, không chồng lên nhau, trong phòng', (_name, plan, n) => {
    expect(plan.seats).toHaveLength(n)
    expect(new Set(plan.seats.map(s => s.id)).size).toBe(n)
    expect(plan.seats.map(s => s.order)).toEqual(Array.from({ length: n }, (_, i) => i + 1))
    for (const a of plan.seats) {
      expect(a.x).toBeGreaterThanOrEqual(0)
      expect(a.x + 1).toBeLessThanOrEqual(plan.width + 1e-9)
      expect(a.y + 1).toBeLessThanOrEqual(plan.height + 1e-9)
      for (const b of plan.seats) if (a !== b) expect(Math.abs(a.x - b.x) >= 1 || Math.abs(a.y - b.y) >= 1, `${a.id} ${b.id}`).toBe(true)
    }
  })
  it('chủ trì ngồi giữa, người thứ hai bên phải chủ trì, người thứ ba bên trái', () => expect(fromMiddle(5)).toEqual([3, 1, 0, 2, 4]))
})

describe('xếp chỗ theo thứ tự lễ tân', () => {
  const people = [person('khach', 'guest', 910), person('tk', 'secretary', 900), person('m3', 'member', 3), person('thay', 'substitute', 920, 'm2'), person('m2', 'member', 2), person('ct', 'chair', 1)]
  it('chủ trì, thành viên theo thứ bậc, người dự thay ngồi chỗ người vắng, khách mời, thư ký', () => expect(protocolOrder(people).map(p => p.id)).toEqual(['ct', 'thay', 'm3', 'khach', 'tk']))
  it('mỗi nhóm vào khu của mình', () => {
    const plan = uPlan(3, 2, 2)
    const at = new Map(arrange(plan, people).map(p => [p.participantId, plan.seats.find(s => s.id === p.seatId)]))
    expect(at.get('ct')).toMatchObject({ id: 'A2', order: 1, zone: 'main' })
    expect(at.get('thay')?.id).toBe('A1')
    expect(at.get('khach')?.zone).toBe('guest')
    expect(at.get('tk')?.zone).toBe('secretary')
    expect(at.has('m2')).toBe(false)
  })
  it('khu hết ghế thì ngồi ghế còn lại; phòng hết ghế thì người cuối chưa có chỗ, không ai chung ghế', () => {
    const many = Array.from({ length: 12 }, (_, i) => person(`p${String(i).padStart(2, '0')}`, 'member', i + 1))
    const places = arrange(rowsPlan(2, 5), many)
    expect(places).toHaveLength(10)
    expect(new Set(places.map(p => p.seatId)).size).toBe(10)
    expect(arrange(uPlan(3, 1, 4), many)).toHaveLength(11)
  })
})

describe('đổi chỗ', () => {
  const plan = rowsPlan(1, 4)
  const places = [
    { participantId: 'a', seatId: 'A1' },
    { participantId: 'b', seatId: 'A2' },
  ]
  const facts = { plan, places, people: new Set(['a', 'b', 'c']) }
  it.each([
    ['ghế trống', swapTo(places, 'a', 'A3'), 'ok'],
    ['đổi cho nhau', swapTo(places, 'a', 'A2'), 'ok'],
    ['bỏ khỏi sơ đồ', swapTo(places, 'a', null), 'ok'],
    ['người chưa có chỗ lấy ghế có người', swapTo(places, 'c', 'A1'), 'ok'],
    ['ghế đã có người', [{ participantId: 'a', from: 'A1', to: 'A2' }], 'SEAT_TAKEN'],
    ['ghế không có', [{ participantId: 'a', from: 'A1', to: 'Z9' }], 'SEAT_UNKNOWN'],
    ['đã bị người khác đổi', [{ participantId: 'a', from: 'A4', to: 'A3' }], 'SEAT_CHANGED_MEANWHILE'],
    ['không dự họp', [{ participantId: 'x', from: null, to: 'A3' }], 'SEAT_PERSON_UNKNOWN'],
  ])('%s', (_name, moves, code) => {
    const answer = applyMoves(facts, moves)
    expect(answer.ok ? 'ok' : answer.code).toBe(code)
  })
  it('hoàn tác trả mọi người về chỗ cũ', () => {
    const moves = swapTo(places, 'a', 'A2')
    const after = applyMoves(facts, moves)
    if (!after.ok) throw new Error(after.code)
    expect(movesBetween(places, after.places)).toHaveLength(2)
    const back = applyMoves({ ...facts, places: after.places }, undoOf(moves))
    expect(back.ok && movesBetween(places, back.places)).toEqual([])
  })
})

describe('dấu của ghế', () => {
  const facts = (isPresent: boolean, isAway: boolean, ...requests: ('waiting' | 'called' | 'speaking' | 'done' | 'withdrawn' | 'declined')[]) => ({ isPresent, isAway, requests })
  it.each([
    [null, 'empty'],
    [facts(true, false), 'present'],
    [facts(false, false), 'not_checked_in'],
    [facts(false, true), 'absent'],
    [facts(true, false, 'waiting'), 'asked'],
    [facts(true, false, 'done', 'called'), 'asked'],
    [facts(true, false, 'done', 'speaking'), 'speaking'],
    [facts(true, false, 'done'), 'spoken'],
    [facts(true, false, 'withdrawn', 'declined'), 'present'],
  ] as const)('%o → %s', (f, state) => expect(seatState(f)).toBe(state))
  it.each([
    ['Giám đốc Sở Nội vụ', 'GĐ SNV'],
    ['Chủ tịch UBND tỉnh', 'CT'],
    ['Phó Chủ tịch UBND tỉnh (2)', 'PCT 2'],
    ['Phó Giám đốc Sở Khoa học và Công nghệ', 'PGĐ SKHCN'],
    ['Thư ký phiên họp', 'TKPH'],
  ])('%s → %s', (label, short) => expect(shortLabel(label)).toBe(short))
})

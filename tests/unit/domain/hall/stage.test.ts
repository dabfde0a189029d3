import { describe, expect, it } from 'vitest'
import { type HallFacts, hallModes, mayShowCount, stageOf, wander } from '#app/domain/hall/stage.ts'

const nothing: HallFacts = { status: 'running', hasItem: false, hasVote: false, hasSpeaker: false, hasSeats: false }
const all: HallFacts = { status: 'running', hasItem: true, hasVote: true, hasSpeaker: true, hasSeats: true }

describe('màn hình phòng họp: chế độ nào hiện hình nào', () => {
  it.each([
    ['auto', { ...nothing, status: 'invited' }, 'waiting'],
    ['auto', nothing, 'waiting'],
    ['auto', { ...nothing, hasItem: true }, 'item'],
    ['auto', { ...nothing, hasItem: true, hasSpeaker: true }, 'item'],
    ['auto', all, 'vote'],
    ['auto', { ...all, status: 'paused' }, 'paused'],
    ['auto', { ...all, status: 'ended' }, 'thanks'],
    ['auto', { ...nothing, status: 'cancelled' }, 'thanks'],
    ['waiting', all, 'waiting'],
    ['item', all, 'item'],
    ['item', nothing, 'no_item'],
    ['speaking', all, 'speaking'],
    ['speaking', nothing, 'no_speaker'],
    ['vote', all, 'vote'],
    ['vote', nothing, 'no_vote'],
    ['seats', all, 'seats'],
    ['seats', nothing, 'no_seats'],
    ['absent', nothing, 'absent'],
    ['message', nothing, 'message'],
    ['thanks', all, 'thanks'],
  ] as const)('%s: %o → %s', (mode, facts, stage) => expect(stageOf(mode, facts)).toBe(stage))

  it('có hình cho mọi chế độ', () => {
    for (const mode of hallModes) expect(stageOf(mode, nothing)).toBeTruthy()
  })
})

describe('bỏ phiếu kín: chỉ số người đã bỏ phiếu cho đến khi kết thúc', () => {
  it.each([
    ['open', 'open', true],
    ['open', 'closed', true],
    ['secret', 'open', false],
    ['secret', 'cancelled', false],
    ['secret', 'closed', true],
    ['a form of tomorrow', 'open', false],
  ] as const)('%s, %s: %s', (form, status, may) => expect(mayShowCount(form, status)).toBe(may))
})

describe('chống lưu ảnh', () => {
  it('hình dịch mỗi phút vài điểm, không quá 4 điểm về phía nào', () => {
    const places = Array.from({ length: 60 }, (_, minute) => wander(1_795_000_000_000 + minute * 60_000))
    expect(new Set(places.map(p => `${p.x},${p.y}`)).size).toBeGreaterThanOrEqual(8)
    for (const p of places) expect(Math.max(Math.abs(p.x), Math.abs(p.y))).toBeLessThanOrEqual(4)
  })
})

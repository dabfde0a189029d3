import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Text } from '#app/contracts/define.ts'
import { canSay, canWithdraw, CHAT_RATE } from '#app/domain/meeting/discussion.ts'
import {
  checkTimes,
  decideDoor,
  decideSpeakingAct,
  defaultSpeakingRules,
  doorAtStart,
  limitSeconds,
  reorder,
  speakingRules,
  spokenSeconds,
  timeWarning,
  type DoorAct,
  type DoorState,
} from '#app/domain/meeting/speaking.ts'
import { fairOrder, notSpoken, type Person, turnsByPerson, turnsByUnit } from '#app/domain/meeting/turns.ts'

const codeOf = (v: { ok: true } | { ok: false; code: string }) => (v.ok ? 'ok' : v.code)

describe('bắt đầu, dừng, kết thúc cho phép phát biểu', () => {
  const table: [DoorState, DoorAct, string][] = [
    ['not_open', 'open', 'open'],
    ['not_open', 'stop', 'SPEAKING_NOT_OPEN'],
    ['not_open', 'end', 'SPEAKING_NOT_OPEN'],
    ['open', 'open', 'SPEAKING_DOOR_SAME'],
    ['open', 'stop', 'stopped'],
    ['open', 'end', 'ended'],
    ['stopped', 'open', 'open'],
    ['stopped', 'stop', 'SPEAKING_DOOR_SAME'],
    ['stopped', 'end', 'ended'],
    ['ended', 'open', 'open'],
    ['ended', 'stop', 'SPEAKING_ENDED'],
    ['ended', 'end', 'SPEAKING_DOOR_SAME'],
  ]
  it.each(table)('%s + %s → %s', (state, act, expected) => {
    const verdict = decideDoor(state, act)
    expect(verdict.ok ? verdict.to : verdict.code).toBe(expected)
  })

  it('speeches stand open with the item, questions wait for the chair, by rule', () => {
    expect(doorAtStart('speech', defaultSpeakingRules)).toBe('open')
    expect(doorAtStart('question', defaultSpeakingRules)).toBe('not_open')
    expect(doorAtStart('question', speakingRules({ presenterMinutes: 10, speaking: { opens: { speech: true, question: true } } }))).toBe('open')
  })

  it('after the end nobody more is called, a point of order still is', () => {
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'call', door: 'ended' }))).toBe('SPEAKING_ENDED')
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'call', door: 'stopped' }))).toBe('ok')
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'start', door: 'ended', kind: 'order' }))).toBe('ok')
    // named by the chair after the end: the chair's word stands
    expect(codeOf(decideSpeakingAct({ state: 'called', act: 'start', door: 'ended' }))).toBe('ok')
  })
})

describe('điểm trật tự, lấy lại', () => {
  it('a point of order interrupts, nothing else does', () => {
    for (const kind of ['speech', 'question', 'answer', 'present'] as const)
      expect(codeOf(decideSpeakingAct({ state: 'called', act: 'start', kind, isAnotherSpeaking: true }))).toBe('SPEAKING_ANOTHER_SPEAKS')
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'start', kind: 'order', isAnotherSpeaking: true }))).toBe('ok')
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'start', kind: 'order', isVoteOpen: true }))).toBe('SPEAKING_VOTE_OPEN')
  })
  it('takes back a call or a refusal, not a speech', () => {
    expect(codeOf(decideSpeakingAct({ state: 'called', act: 'takeBack' }))).toBe('ok')
    expect(codeOf(decideSpeakingAct({ state: 'declined', act: 'takeBack' }))).toBe('ok')
    for (const state of ['waiting', 'speaking', 'done', 'withdrawn'] as const) expect(codeOf(decideSpeakingAct({ state, act: 'takeBack' }))).toBe('SPEAKING_WRONG_STATE')
  })
})

describe('thời gian phát biểu', () => {
  it('by kind: the presenter has the minutes of the rule set, the chair’s own come before all', () => {
    const rules = speakingRules({ presenterMinutes: 10 })
    expect([limitSeconds('present', rules), limitSeconds('speech', rules), limitSeconds('order', rules)]).toEqual([600, 300, 60])
    const own = speakingRules({ presenterMinutes: 10 }, { speech: 3 })
    expect([limitSeconds('present', own), limitSeconds('speech', own)]).toEqual([600, 180])
    expect(limitSeconds('present', speakingRules({ presenterMinutes: null }))).toBe(600)
  })

  it.each([
    ['not begun', { startedAt: null }, 100_000, 0],
    ['runs', { startedAt: 10_000 }, 70_999, 60],
    ['stands since', { startedAt: 10_000, pausedAt: 40_000 }, 900_000, 30],
    ['stood before', { startedAt: 10_000, pausedMs: 20_000 }, 70_000, 40],
    ['has ended', { startedAt: 10_000, endedAt: 50_000, pausedMs: 10_000 }, 900_000, 30],
    ['a clock behind the start', { startedAt: 10_000 }, 0, 0],
  ])('counts what was spoken: %s', (_name, times, now, expected) => {
    expect(spokenSeconds(times, now)).toBe(expected)
  })

  it('warns before the end and at it', () => {
    expect([61, 60, 1, 0, -5].map(left => timeWarning(left, 60))).toEqual(['none', 'near', 'near', 'over', 'over'])
  })

  it('a corrected time lies in the session and leaves room for its pauses', () => {
    const ok = { startedAt: 1000, endedAt: 5000, pausedMs: 1000, openedAt: 500, now: 9000 }
    expect(codeOf(checkTimes(ok))).toBe('ok')
    for (const wrong of [{ startedAt: 100 }, { endedAt: 2000 }, { endedAt: 9001 }, { startedAt: 6000 }]) expect(codeOf(checkTimes({ ...ok, ...wrong }))).toBe('SPEAKING_TIME_WRONG')
  })
})

describe('sắp lại hàng đợi', () => {
  it.each([
    ['a', 'c', ['b', 'a', 'c', 'd']],
    ['d', 'a', ['d', 'a', 'b', 'c']],
    ['a', null, ['b', 'c', 'd', 'a']],
    ['a', 'a', null],
    ['x', 'a', null],
    ['a', 'x', null],
  ])('%s before %s', (id, before, expected) => {
    expect(reorder(['a', 'b', 'c', 'd'], id, before)).toEqual(expected)
  })
  it('moving back to the old neighbour undoes it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 8 }), fc.nat(), fc.nat(), (list, i, j) => {
        const id = list[i % list.length] as string
        const neighbour = list[(i % list.length) + 1] ?? null
        const moved = reorder(list, id, list.filter(x => x !== id)[j % list.length] ?? null)
        expect(moved && reorder(moved, id, neighbour)).toEqual(list)
      }),
    )
  })
})

describe('ai đã nói, ai chưa', () => {
  const person = (id: string, over: Partial<Person> = {}): Person => ({ id, label: id, unitName: 'Sở A', role: 'member', rank: 1, isPresent: true, ...over })
  const people = [person('a', { rank: 2 }), person('b', { unitName: 'Sở B' }), person('c'), person('vắng', { isPresent: false }), person('khách', { role: 'guest' }), person('chủ trì', { role: 'chair', unitName: null })]
  const speech = (participantId: string, seconds: number, status: 'done' | 'speaking' | 'waiting' | 'withdrawn' = 'done') => ({ participantId, status, startedAt: 0, endedAt: status === 'done' ? seconds * 1000 : null })
  const log = [speech('a', 60), speech('a', 30), speech('b', 200), speech('c', 0, 'waiting'), speech('chủ trì', 10)]

  it('turns and time by person and by unit; a running speech counts to now', () => {
    const by = turnsByPerson(people, [...log, speech('c', 0, 'speaking')], 45_000)
    expect(by.map(p => [p.id, p.turns, p.seconds])).toEqual([['a', 2, 90], ['b', 1, 200], ['c', 1, 45], ['vắng', 0, 0], ['khách', 0, 0], ['chủ trì', 1, 10]])
    expect(turnsByUnit(people, log, 0)).toEqual([
      { unitName: 'Sở B', people: 1, turns: 1, seconds: 200 },
      { unitName: 'Sở A', people: 1, turns: 2, seconds: 90 },
    ])
  })
  it('chưa phát biểu: present members and substitutes without a turn, by their place', () => {
    const more = [...people, person('d', { role: 'substitute', rank: 0 }), person('xem', { role: 'observer' })]
    expect(notSpoken(more, log).map(p => p.id)).toEqual(['d', 'c'])
    expect(notSpoken(more, [...log, speech('c', 0, 'speaking'), speech('d', 0, 'withdrawn')]).map(p => p.id)).toEqual(['d'])
  })
  it('the fair order: fewest turns, then least time, then who asked first', () => {
    const waiting = [
      { id: '1', participantId: 'a', requestedAt: 1 },
      { id: '2', participantId: 'b', requestedAt: 2 },
      { id: '3', participantId: 'c', requestedAt: 4 },
      { id: '4', participantId: 'vắng', requestedAt: 3 },
    ]
    expect(fairOrder(waiting, turnsByPerson(people, log, 0))).toEqual(['4', '3', '2', '1'])
  })
})

describe('chữ người dùng gõ', () => {
  const text = (s: string) => Text(20).parse(s)
  it('keeps emoji and marks of Vietnamese, drops what turns the writing round, and half an emoji', () => {
    expect(text('Kinh phí 👍🏽')).toBe('Kinh phí 👍🏽')
    expect(text('\u202eđảo\u202c ngược\u2067')).toBe('đảo ngược')
    expect(text('\u200fphải\u061c')).toBe('phải')
    expect(text('cắt \ud83d')).toBe('cắt')
    expect(text('ca\u0300')).toBe('cà')
    expect(Text(20).safeParse('x'.repeat(21)).success).toBe(false)
  })
})

describe('trao đổi: khi nào gửi được', () => {
  const facts = { meeting: 'running', channel: 'room', setup: { isRoomOn: true, isLineOn: true }, isDesk: false, recent: [], now: 1_000_000 } as const
  const many = Array.from({ length: CHAT_RATE.messages }, (_, i) => facts.now - 50_000 + i)
  const cases: [string, Partial<Parameters<typeof canSay>[0]>, string][] = [
    ['phòng đã bật', {}, 'ok'],
    ['trước khai mạc', { meeting: 'invited' }, 'ok'],
    ['lúc tạm dừng', { meeting: 'paused' }, 'ok'],
    ['khi đang soạn', { meeting: 'draft' }, 'MEETING_NOT_STARTED'],
    ['sau khi kết thúc', { meeting: 'ended' }, 'MEETING_ALREADY_ENDED'],
    ['phòng đã tắt', { setup: { isRoomOn: false, isLineOn: true } }, 'CHAT_OFF'],
    ['đường riêng còn bật', { channel: 'line', setup: { isRoomOn: false, isLineOn: true } }, 'ok'],
    ['đường riêng đã tắt', { channel: 'line', setup: { isRoomOn: true, isLineOn: false } }, 'CHAT_LINE_OFF'],
    ['thư ký vẫn trả lời được', { channel: 'line', setup: { isRoomOn: true, isLineOn: false }, isDesk: true }, 'ok'],
    ['quá nhanh', { recent: many }, 'CHAT_TOO_FAST'],
    ['đã qua một phút', { recent: many, now: facts.now + 11_000 }, 'ok'],
  ]
  it.each(cases)('%s', (_name, change, expected) => {
    expect(codeOf(canSay({ ...facts, ...change }))).toBe(expected)
  })
  it('says how long to wait, and how long a message can be taken back', () => {
    expect(canSay({ ...facts, recent: many })).toMatchObject({ params: { seconds: 10 } })
    const own = { isOwn: true, isWithdrawn: false, at: 0, now: 300_000, withinMs: 300_000 }
    expect(codeOf(canWithdraw(own))).toBe('ok')
    expect(canWithdraw({ ...own, now: 300_001 })).toMatchObject({ code: 'CHAT_TOO_LATE', params: { minutes: 5 } })
    expect(codeOf(canWithdraw({ ...own, isOwn: false }))).toBe('CHAT_NOT_YOURS')
    expect(codeOf(canWithdraw({ ...own, isWithdrawn: true }))).toBe('CHAT_WITHDRAWN')
  })
})

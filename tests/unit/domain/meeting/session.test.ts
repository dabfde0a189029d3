import { describe, expect, it } from 'vitest'
import { arrive, isLate, isPresent, leave, presentCount, wasPresentAt } from '#app/domain/meeting/attendance.ts'
import { itemClock, timetable, type ItemTimes } from '#app/domain/meeting/clock.ts'
import {
  canGoTo,
  decideMeetingAct,
  mustRun,
  decideItemAct,
  nextItem,
  stateWhenLeft,
  type MeetingAct,
  type MeetingState,
} from '#app/domain/meeting/machine.ts'
import { quorum } from '#app/domain/meeting/quorum.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { pickRuleSet } from '#app/domain/meeting/rule-set.ts'
import {
  canRequest,
  decideSpeakingAct,
  queueOrder,
  type SpeakingAct,
  type SpeakingState,
} from '#app/domain/meeting/speaking.ts'

const codeOf = (verdict: { ok: true } | { ok: false; code: string }) => (verdict.ok ? 'ok' : verdict.code)

describe('quorum', () => {
  const rule = pickRuleSet(defaultRuleSets, 'regular', '2026-11-26')?.quorum ?? null

  it.each([
    [27, 24, 18, true, 0],
    [27, 18, 18, true, 0],
    [27, 17, 18, false, 1],
    [25, 16, 17, false, 1],
    [25, 17, 17, true, 0],
    [24, 16, 16, true, 0],
    [27, 0, 18, false, 18],
  ])('N %i, present %i: needed %i', (N, present, needed, isMet, missing) => {
    expect(quorum({ N, present, rule })).toEqual({ N, present, needed, isMet, missing })
  })

  it('asks for nobody where there is no rule', () => {
    expect(quorum({ N: 40, present: 0, rule: null })).toEqual({ N: 40, present: 0, needed: 0, isMet: true, missing: 0 })
  })
})

describe('rule sets by date', () => {
  it.each([
    ['2026-11-26', 'ubnd-72-2025', 'warning'],
    ['2025-06-16', 'ubnd-72-2025', 'warning'],
    ['2025-06-15', 'ubnd-65-2025', 'warning'],
    ['2025-03-01', 'ubnd-65-2025', 'warning'],
    ['2025-02-28', 'ubnd-77-2015', 'required'],
    ['2021-09-30', 'ubnd-77-2015', 'required'],
  ])('%s is held by %s', (date, code, mode) => {
    for (const kind of ['regular', 'special', 'committee_session'] as const) {
      const set = pickRuleSet(defaultRuleSets, kind, date)
      expect(set?.code).toBe(code)
      expect(set?.quorum?.mode).toBe(mode)
      expect(set?.substituteVotes).toBe(false)
    }
  })

  it('has no rules for a day nobody wrote rules for', () => {
    expect(pickRuleSet(defaultRuleSets, 'regular', '2010-01-01')).toBeNull()
    expect(pickRuleSet(defaultRuleSets, 'other', '2026-11-26')?.code).toBe('hop-khac-45-2018')
  })

  it('lets the province’s own later rules take over', () => {
    const [base] = defaultRuleSets
    if (!base) throw new Error('no default rule set')
    const own = { ...base, code: 'quy-che-tuyen-quang', validFrom: '2026-06-01', validTo: null }
    expect(pickRuleSet([own, ...defaultRuleSets], 'regular', '2026-11-26')?.code).toBe('quy-che-tuyen-quang')
    expect(pickRuleSet([own, ...defaultRuleSets], 'regular', '2026-05-31')?.code).toBe('ubnd-72-2025')
  })
})

describe('the session', () => {
  const table: [MeetingState, MeetingAct, string][] = [
    ['draft', 'open', 'running'],
    ['invited', 'open', 'running'],
    ['running', 'open', 'MEETING_ALREADY_STARTED'],
    ['paused', 'open', 'MEETING_ALREADY_STARTED'],
    ['ended', 'open', 'MEETING_ALREADY_ENDED'],
    ['cancelled', 'open', 'MEETING_ALREADY_ENDED'],
    ['invited', 'pause', 'MEETING_NOT_STARTED'],
    ['running', 'pause', 'paused'],
    ['paused', 'pause', 'MEETING_PAUSED'],
    ['paused', 'resume', 'running'],
    ['running', 'resume', 'MEETING_ALREADY_STARTED'],
    ['draft', 'resume', 'MEETING_NOT_STARTED'],
    ['running', 'end', 'ended'],
    ['paused', 'end', 'ended'],
    ['draft', 'end', 'MEETING_NOT_STARTED'],
    ['ended', 'end', 'MEETING_ALREADY_ENDED'],
  ]
  it.each(table)('%s + %s → %s', (state, act, expected) => {
    const decision = decideMeetingAct({ state, act })
    expect(decision.ok ? decision.to : decision.code).toBe(expected)
  })

  it('neither pauses nor ends over an open vote', () => {
    expect(codeOf(decideMeetingAct({ state: 'running', act: 'end', isVoteOpen: true }))).toBe('MEETING_VOTE_OPEN')
    expect(codeOf(decideMeetingAct({ state: 'running', act: 'pause', isVoteOpen: true }))).toBe('MEETING_VOTE_OPEN')
  })

  it('turns to another item only while it runs', () => {
    const meeting = { state: 'running', currentItemId: 'a', isVoteOpen: false } as const
    const item = { id: 'b', state: 'pending' } as const
    expect(codeOf(canGoTo(meeting, item))).toBe('ok')
    expect(codeOf(canGoTo(meeting, { id: 'b', state: 'concluded' }))).toBe('ok')
    expect(codeOf(canGoTo(meeting, { id: 'b', state: 'withdrawn' }))).toBe('ITEM_WITHDRAWN')
    expect(codeOf(canGoTo(meeting, { id: 'a', state: 'presenting' }))).toBe('ITEM_IS_CURRENT')
    expect(codeOf(canGoTo({ ...meeting, isVoteOpen: true }, item))).toBe('ITEM_VOTE_OPEN')
    expect(codeOf(canGoTo({ ...meeting, state: 'paused' }, item))).toBe('MEETING_PAUSED')
    expect(codeOf(canGoTo({ ...meeting, state: 'invited' }, item))).toBe('MEETING_NOT_STARTED')
    expect(codeOf(canGoTo({ ...meeting, state: 'ended' }, item))).toBe('MEETING_ALREADY_ENDED')
    expect(codeOf(mustRun('cancelled'))).toBe('MEETING_NOT_RUNNING')
  })

  it('finds the next item that is still open', () => {
    const items = [
      { id: 'a', state: 'concluded' },
      { id: 'b', state: 'presenting' },
      { id: 'c', state: 'withdrawn' },
      { id: 'd', state: 'pending' },
    ] as const
    expect(nextItem(items, 'b')?.id).toBe('d')
    expect(nextItem(items, null)?.id).toBe('d')
    expect(nextItem(items, 'd')).toBeNull()
    expect([stateWhenLeft('presenting'), stateWhenLeft('held_over')]).toEqual(['concluded', 'held_over'])
  })
})

describe('setting an item aside', () => {
  const facts = { meeting: 'running', item: 'pending', act: 'hold_over', reason: 'Chờ hồ sơ', isVoteOpen: false, isDecided: false } as const
  const cases: [string, Partial<Parameters<typeof decideItemAct>[0]>, string][] = [
    ['held over before its turn', {}, 'held_over'],
    ['held over in hand, while the session pauses', { item: 'presenting', meeting: 'paused' }, 'held_over'],
    ['withdrawn', { act: 'withdraw' }, 'withdrawn'],
    ['withdrawn after it was held over', { act: 'withdraw', item: 'held_over' }, 'withdrawn'],
    ['taken back needs no reason', { act: 'take_back', item: 'withdrawn', reason: '' }, 'pending'],
    ['taken back though it was voted on earlier', { act: 'take_back', item: 'held_over', isDecided: true }, 'pending'],
    ['without a reason', { reason: '  ' }, 'ITEM_REASON_REQUIRED'],
    ['what is concluded', { item: 'concluded' }, 'ITEM_WRONG_STATE'],
    ['taken back what never left', { act: 'take_back' }, 'ITEM_WRONG_STATE'],
    ['during its vote', { item: 'presenting', isVoteOpen: true }, 'ITEM_VOTE_OPEN'],
    ['after its vote', { item: 'presenting', isDecided: true }, 'ITEM_DECIDED'],
    ['before the session', { meeting: 'invited' }, 'MEETING_NOT_STARTED'],
    ['after the session', { meeting: 'ended' }, 'MEETING_ALREADY_ENDED'],
  ]
  it.each(cases)('%s', (_name, change, expected) => {
    const verdict = decideItemAct({ ...facts, ...change })
    expect(verdict.ok ? verdict.to : verdict.code).toBe(expected)
  })

  it('comes back to what was passed over once the rest is done', () => {
    const items = [{ id: 'a', state: 'pending' }, { id: 'b', state: 'concluded' }, { id: 'c', state: 'presenting' }] as const
    expect(nextItem(items, 'c')?.id).toBe('a')
  })
})

describe('attendance', () => {
  const stay = (arrivedAt: number, leftAt: number | null) => ({ arrivedAt, leftAt })

  it('keeps stays that never overlap', () => {
    const first = arrive([], stay(10, null))
    if (!first.ok) throw new Error(first.code)
    expect(codeOf(arrive(first.intervals, stay(20, null)))).toBe('ATTENDANCE_ALREADY_PRESENT')
    expect(codeOf(leave(first.intervals, 5))).toBe('ATTENDANCE_TIME_WRONG')
    const gone = leave(first.intervals, 30)
    if (!gone.ok) throw new Error(gone.code)
    expect(isPresent(gone.intervals)).toBe(false)
    expect(codeOf(leave(gone.intervals, 40))).toBe('ATTENDANCE_NOT_PRESENT')
    expect(codeOf(arrive(gone.intervals, stay(25, null)))).toBe('ATTENDANCE_TIME_WRONG')
    const back = arrive(gone.intervals, stay(30, null))
    if (!back.ok) throw new Error(back.code)
    expect(back.intervals).toEqual([stay(10, 30), stay(30, null)])
    expect([9, 10, 29, 30, 99].map(at => wasPresentAt(gone.intervals, at))).toEqual([false, true, true, false, false])
  })

  it('calls nobody late at a session that itself began late', () => {
    expect(isLate({ startsAt: 100, openedAt: null }, 100)).toBe(false)
    expect(isLate({ startsAt: 100, openedAt: null }, 101)).toBe(true)
    expect(isLate({ startsAt: 100, openedAt: 150 }, 140)).toBe(false)
    expect(isLate({ startsAt: 100, openedAt: 90 }, 95)).toBe(false)
    expect(isLate({ startsAt: 100, openedAt: 150 }, 151)).toBe(true)
  })

  it('counts members in office, never who sits in for them', () => {
    const here = [stay(1, null)]
    expect(
      presentCount([
        { role: 'chair', isMemberInOffice: true, intervals: here },
        { role: 'member', isMemberInOffice: true, intervals: here },
        { role: 'member', isMemberInOffice: true, intervals: [stay(1, 2)] },
        { role: 'substitute', isMemberInOffice: true, intervals: here },
        { role: 'guest', isMemberInOffice: false, intervals: here },
        { role: 'secretary', isMemberInOffice: false, intervals: here },
      ]),
    ).toBe(2)
  })
})

describe('speaking', () => {
  const table: [SpeakingState, SpeakingAct, string][] = [
    ['waiting', 'call', 'called'],
    ['waiting', 'start', 'speaking'],
    ['called', 'start', 'speaking'],
    ['speaking', 'stop', 'done'],
    ['waiting', 'withdraw', 'withdrawn'],
    ['called', 'withdraw', 'withdrawn'],
    ['waiting', 'decline', 'declined'],
    ['called', 'decline', 'declined'],
    ['speaking', 'withdraw', 'SPEAKING_WRONG_STATE'],
    ['done', 'start', 'SPEAKING_WRONG_STATE'],
    ['withdrawn', 'call', 'SPEAKING_WRONG_STATE'],
    ['declined', 'call', 'SPEAKING_WRONG_STATE'],
    ['waiting', 'stop', 'SPEAKING_WRONG_STATE'],
  ]
  it.each(table)('%s + %s → %s', (state, act, expected) => {
    const decision = decideSpeakingAct({ state, act, isOwn: true })
    expect(decision.ok ? decision.to : decision.code).toBe(expected)
  })

  it('lets one speak at a time, nobody over a vote, and each withdraw only the own request', () => {
    expect(codeOf(decideSpeakingAct({ state: 'called', act: 'start', isAnotherSpeaking: true }))).toBe(
      'SPEAKING_ANOTHER_SPEAKS',
    )
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'call', isAnotherSpeaking: true }))).toBe('ok')
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'call', isVoteOpen: true }))).toBe('SPEAKING_VOTE_OPEN')
    expect(codeOf(decideSpeakingAct({ state: 'speaking', act: 'stop', isVoteOpen: true }))).toBe('ok')
    expect(codeOf(decideSpeakingAct({ state: 'waiting', act: 'withdraw', isOwn: false }))).toBe('SPEAKING_NOT_YOURS')
    expect(codeOf(canRequest({ isPresent: false, ownStates: [] }))).toBe('SPEAKING_NOT_PRESENT')
    expect(codeOf(canRequest({ isPresent: true, ownStates: ['done', 'called'] }))).toBe('SPEAKING_ALREADY_WAITING')
    expect(codeOf(canRequest({ isPresent: true, ownStates: ['done', 'withdrawn', 'declined'] }))).toBe('ok')
  })

  it('orders the queue: speaking, called, waiting by time, then done', () => {
    const request = (id: string, status: SpeakingState, requestedAt: number, calledAt: number | null = null) => ({
      id,
      status,
      requestedAt,
      calledAt,
    })
    const queue = [
      request('d', 'done', 1),
      request('w2', 'waiting', 5),
      request('w1', 'waiting', 4),
      request('c2', 'called', 2, 9),
      request('c1', 'called', 3, 8),
      request('s', 'speaking', 9),
    ]
    expect(queueOrder(queue).map(({ id }) => id)).toEqual(['s', 'c1', 'c2', 'w1', 'w2', 'd'])
  })
})

describe('clocks', () => {
  const item = (
    status: ItemTimes['status'],
    minutes: number,
    startedAt: number | null = null,
    spentSeconds = 0,
  ): ItemTimes => ({ status, minutes, startedAt, spentSeconds })
  const minute = 60_000

  it('adds earlier turns and stops with the session', () => {
    expect(itemClock(item('presenting', 10, 0, 120), 5 * minute)).toEqual({
      planned: 600,
      elapsed: 420,
      left: 180,
      over: 0,
    })
    expect(itemClock(item('presenting', 10, 0, 0), 15 * minute)).toEqual({
      planned: 600,
      elapsed: 900,
      left: 0,
      over: 300,
    })
    expect(itemClock(item('presenting', 10, 0, 0), 15 * minute, 4 * minute).elapsed).toBe(240)
    expect(itemClock(item('concluded', 10, null, 700), 99 * minute)).toEqual({
      planned: 600,
      elapsed: 700,
      left: 0,
      over: 100,
    })
  })

  it('lays the items one after another', () => {
    const plan = timetable([item('pending', 10), item('withdrawn', 60), item('pending', 5)], 0)
    expect(plan.map(entry => [entry.startsAt, entry.endsAt])).toEqual([
      [0, 10 * minute],
      [10 * minute, 10 * minute],
      [10 * minute, 15 * minute],
    ])
  })
})

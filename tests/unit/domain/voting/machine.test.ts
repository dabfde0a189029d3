import { describe, expect, it } from 'vitest'
import { canCancel, canCast, canClose, canOpen } from '#app/domain/voting/machine.ts'

const codeOf = (verdict: { ok: true } | { ok: false; code: string }) => (verdict.ok ? 'ok' : verdict.code)

describe('opening and closing a vote', () => {
  it('opens on the current item of a running session, one at a time', () => {
    const facts = { isSessionRunning: true, isItemCurrent: true, isAnotherOpen: false }
    expect(codeOf(canOpen(facts))).toBe('ok')
    expect(codeOf(canOpen({ ...facts, isSessionRunning: false, isItemCurrent: false }))).toBe(
      'VOTE_SESSION_NOT_RUNNING',
    )
    expect(codeOf(canOpen({ ...facts, isItemCurrent: false }))).toBe('VOTE_ITEM_NOT_CURRENT')
    expect(codeOf(canOpen({ ...facts, isAnotherOpen: true }))).toBe('VOTE_ANOTHER_OPEN')
  })

  it('closes once', () => {
    expect(codeOf(canClose({ voteState: 'open' }))).toBe('ok')
    expect(codeOf(canClose({ voteState: 'none' }))).toBe('VOTE_NOT_OPEN')
    expect(codeOf(canClose({ voteState: 'closed' }))).toBe('VOTE_ALREADY_CLOSED')
    expect(codeOf(canCancel({ voteState: 'cancelled' }))).toBe('VOTE_ALREADY_CLOSED')
  })
})

describe('casting a ballot', () => {
  const facts = {
    voteState: 'open',
    closesAt: 1000,
    now: 500,
    isFrozenVoter: true,
    hasCast: false,
    changeAllowed: true,
  } as const

  it.each([
    ['a member while it is open', {}, 'ok'],
    ['the last millisecond', { now: 999 }, 'ok'],
    ['the closing millisecond itself', { now: 1000 }, 'VOTE_ALREADY_CLOSED'],
    ['after it, while the closing job is late', { now: 5000 }, 'VOTE_ALREADY_CLOSED'],
    ['no closing time set', { closesAt: null, now: 9e15 }, 'ok'],
    ['before opening', { voteState: 'none' }, 'VOTE_NOT_OPEN'],
    ['after closing', { voteState: 'closed' }, 'VOTE_ALREADY_CLOSED'],
    ['after cancelling', { voteState: 'cancelled' }, 'VOTE_ALREADY_CLOSED'],
    ['a second time, changes allowed', { hasCast: true }, 'ok'],
    ['a second time, changes not allowed', { hasCast: true, changeAllowed: false }, 'VOTE_CHANGE_NOT_ALLOWED'],
    ['somebody not on the frozen list', { isFrozenVoter: false }, 'VOTE_NOT_A_VOTER'],
    ['a guest, even one listed by mistake', { role: 'guest' }, 'VOTE_IS_GUEST'],
    ['an observer', { role: 'observer' }, 'VOTE_IS_GUEST'],
    ['a substitute, even one listed by mistake', { role: 'substitute' }, 'VOTE_IS_SUBSTITUTE'],
    ['a member by role', { role: 'member' }, 'ok'],
  ] as const)('%s', (_, change, expected) => {
    expect(codeOf(canCast({ ...facts, ...change }))).toBe(expected)
  })
})

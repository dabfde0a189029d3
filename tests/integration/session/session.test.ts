import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import {
  attendanceCheckIn,
  attendanceLeave,
  attendanceRecord,
  meetingEnd,
  meetingGoToItem,
  meetingOpen,
  meetingPause,
  meetingResume,
  speakingCall,
  speakingDecline,
  speakingRequest,
  speakingStart,
  speakingStop,
  voteCast,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import { catchUp } from '#server/outbox/catch-up.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const newSitting = () => buildSitting(house, c)

/** Opens the session, checks the first `present` members in and goes to an item. */
async function running(present = 5, item = 1): Promise<Sitting> {
  const sitting = await newSitting()
  for (const m of c.members.slice(0, present)) await house.must(m, attendanceCheckIn, { meetingId: sitting.meetingId })
  await house.must(c.chairman, meetingOpen, { meetingId: sitting.meetingId })
  await house.must(c.chairman, meetingGoToItem, { meetingId: sitting.meetingId, itemId: sitting.items[item] ?? '' })
  return sitting
}

async function openVote(sitting: Sitting, seconds?: number): Promise<string> {
  const voteId = uuid()
  await house.must(c.chairman, voteOpen, { meetingId: sitting.meetingId, voteId, question: 'Thông qua dự thảo Quyết định', ...(seconds ? { seconds } : {}) })
  return voteId
}

describe('khai mạc', () => {
  test('the ladder: nobody, bad input, not allowed, success, repeated, wrong state', async () => {
    const { meetingId } = await newSitting()
    const id = uuid()
    expect(codeOf(await house.run(null, meetingOpen, { meetingId }))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.chairman, meetingOpen, { meetingId: 'x' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.members[1] as Actor, meetingOpen, { meetingId }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.guest, meetingOpen, { meetingId }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.homeClerk, meetingOpen, { meetingId }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.chairman, meetingOpen, { meetingId }, id))).toBe('ok')
    const again = await house.run(c.chairman, meetingOpen, { meetingId }, id)
    expect(again).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await house.run(c.chairman, meetingOpen, { meetingId }))).toBe('MEETING_ALREADY_STARTED')
    expect(codeOf(await house.run(c.secretary, meetingOpen, { meetingId }, id))).toBe('CONFLICT')
  })

  test('freezes members in office: a dismissal an hour later changes nothing', async () => {
    const sitting = await running()
    const dismissed = c.members[4] as Actor
    const row = await house.services.db.committeeMembership.findFirstOrThrow({ where: { userId: dismissed.userId } })
    await house.services.db.committeeMembership.update({ where: { id: row.id }, data: { validTo: new Date('2026-11-25') } })
    const voteId = await openVote(sitting)
    expect(codeOf(await house.run(dismissed, voteCast, { voteId, choice: 'for' }))).toBe('ok')
    const later = await newSitting()
    await house.must(c.chairman, meetingOpen, { meetingId: later.meetingId })
    const view = await house.query(c.chairman, 'session.view', { meetingId: later.meetingId })
    expect(view.view.meeting.membersInOffice).toBe(4)
    await house.services.db.committeeMembership.update({ where: { id: row.id }, data: { validTo: null } })
  })

  test('a person who is not invited does not find the session', async () => {
    const { meetingId } = await newSitting()
    expect(await refusalOf(house.query(c.homeClerk, 'session.view', { meetingId }))).toBe('NOT_FOUND')
  })
})

describe('điểm danh', () => {
  test('own device, twice refused, leaving, and the secretary for others at an earlier time', async () => {
    const sitting = await newSitting()
    const on = { meetingId: sitting.meetingId }
    const [, a, b] = c.members as [Actor, Actor, Actor]
    await house.must(a, attendanceCheckIn, on)
    expect(codeOf(await house.run(a, attendanceCheckIn, on))).toBe('ATTENDANCE_ALREADY_PRESENT')
    expect(codeOf(await house.run(c.homeClerk, attendanceCheckIn, on))).toBe('FORBIDDEN')
    await house.must(c.chairman, meetingOpen, on)
    house.clock.forward(20 * 60_000)
    const { view } = await house.query(c.secretary, 'session.view', on)
    const participantId = view.participants.find(p => p.userId === b.userId)?.id ?? ''
    const at = house.clock.now.getTime() - 5 * 60_000
    expect(codeOf(await house.run(a, attendanceRecord, { ...on, participantId, act: 'arrive', at }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.secretary, attendanceRecord, { ...on, participantId, act: 'arrive', at: house.clock.now.getTime() + 60_000 }))).toBe('ATTENDANCE_TIME_WRONG')
    await house.must(c.secretary, attendanceRecord, { ...on, participantId, act: 'arrive', at, reason: 'Đến muộn do công tác' })
    await house.must(a, attendanceLeave, { ...on, reason: 'Tiếp công dân' })
    const after = await house.query(c.secretary, 'session.view', on)
    const late = after.view.participants.find(p => p.id === participantId)
    expect(late?.intervals).toMatchObject([{ arrivedAt: at, isLate: true, how: 'secretary', reason: 'Đến muộn do công tác' }])
    expect(after.view.participants.find(p => p.userId === a.userId)).toMatchObject({ isPresent: false })
    expect(after.view.quorum).toMatchObject({ present: 1, total: 5, needed: 4, isMet: false, missing: 3 })
  })

  test('a guest and a substitute in the room add nothing to the quorum', async () => {
    const sitting = await newSitting()
    await house.must(c.guest, attendanceCheckIn, { meetingId: sitting.meetingId })
    await house.must(c.substitute, attendanceCheckIn, { meetingId: sitting.meetingId })
    await house.must(c.chairman, meetingOpen, { meetingId: sitting.meetingId })
    const { view } = await house.query(c.chairman, 'session.view', { meetingId: sitting.meetingId })
    expect(view.quorum.present).toBe(0)
  })
})

describe('từng nội dung, phát biểu', () => {
  test('one item after the other; the clock stands still while the session does', async () => {
    const sitting = await running(3, 0)
    const on = { meetingId: sitting.meetingId }
    const [first, second] = sitting.items as [string, string]
    expect(codeOf(await house.run(c.chairman, meetingGoToItem, { ...on, itemId: first }))).toBe('ITEM_IS_CURRENT')
    expect(codeOf(await house.run(c.chairman, meetingGoToItem, { ...on, itemId: uuid() }))).toBe('ITEM_NOT_IN_MEETING')
    house.clock.forward(10 * 60_000)
    await house.must(c.chairman, meetingPause, on)
    expect(codeOf(await house.run(c.chairman, meetingGoToItem, { ...on, itemId: second }))).toBe('MEETING_PAUSED')
    house.clock.forward(30 * 60_000)
    await house.must(c.chairman, meetingResume, on)
    house.clock.forward(60_000)
    await house.must(c.secretary, meetingGoToItem, { ...on, itemId: second })
    const { view } = await house.query(c.chairman, 'session.view', on)
    expect(view.items[0]).toMatchObject({ status: 'concluded', spentSeconds: 11 * 60 })
    expect(view.items[1]).toMatchObject({ status: 'presenting' })
  })

  test('register, call, start, stop; one speaker at a time; declined with a reason', async () => {
    const sitting = await running(3, 0)
    const on = { meetingId: sitting.meetingId }
    const [, a, b] = c.members as [Actor, Actor, Actor]
    const [ra, rb] = [uuid(), uuid()]
    expect(codeOf(await house.run(c.members[4] as Actor, speakingRequest, { ...on, requestId: uuid(), subject: '' }))).toBe('SPEAKING_NOT_PRESENT')
    await house.must(a, speakingRequest, { ...on, requestId: ra, subject: 'Kinh phí' })
    expect(codeOf(await house.run(a, speakingRequest, { ...on, requestId: uuid(), subject: '' }))).toBe('SPEAKING_ALREADY_WAITING')
    await house.must(b, speakingRequest, { ...on, requestId: rb, subject: 'Nhân lực' })
    expect(codeOf(await house.run(a, speakingCall, { ...on, requestId: ra }))).toBe('FORBIDDEN')
    await house.must(c.chairman, speakingCall, { ...on, requestId: ra })
    await house.must(c.chairman, speakingStart, { ...on, requestId: ra })
    await house.must(c.chairman, speakingCall, { ...on, requestId: rb })
    expect(codeOf(await house.run(c.chairman, speakingStart, { ...on, requestId: rb }))).toBe('SPEAKING_ANOTHER_SPEAKS')
    await house.must(c.secretary, speakingStop, { ...on, requestId: ra })
    await house.must(c.chairman, speakingDecline, { ...on, requestId: rb, reason: 'Hết thời gian' })
    const { view } = await house.query(c.chairman, 'session.view', on)
    expect(view.queue.find(q => q.id === ra)?.status).toBe('done')
    expect(view.queue.find(q => q.id === rb)).toMatchObject({ status: 'declined', declineReason: 'Hết thời gian' })
  })
})

describe('biểu quyết', () => {
  test('3 of 5 in favour passes, with the sentence of the law; ballots by name only after closing', async () => {
    const sitting = await running(4)
    const voteId = await openVote(sitting)
    const [chair, a, b, d] = c.members as [Actor, Actor, Actor, Actor]
    await house.must(chair, voteCast, { voteId, choice: 'for' })
    await house.must(a, voteCast, { voteId, choice: 'for' })
    await house.must(b, voteCast, { voteId, choice: 'abstain' })
    await house.must(d, voteCast, { voteId, choice: 'against' })
    // changed before closing: the last one counts, once
    expect((await house.must(d, voteCast, { voteId, choice: 'for' })).changes).toBe(1)
    const open = await house.query(a, 'session.view', { meetingId: sitting.meetingId })
    expect(open.view.votes[0]).toMatchObject({ status: 'open', count: { for: 3, against: 0, abstain: 1 }, ballots: null, needed: 3, base: 5 })
    expect(open.me.myBallots[voteId]?.choice).toBe('for')
    await house.must(c.chairman, voteClose, { voteId })
    const { view } = await house.query(a, 'session.view', { meetingId: sitting.meetingId })
    const result = view.votes[0]?.result
    expect(result).toMatchObject({ outcome: 'passed', base: 5, needed: 3 })
    expect(result?.sentence).toContain('3/5')
    expect(result?.sentence).toContain('khoản 3 Điều 40 Luật 72/2025/QH15')
    expect(view.votes[0]?.ballots).toHaveLength(5)
    expect(codeOf(await house.run(b, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_ALREADY_CLOSED')
    expect(codeOf(await house.run(c.chairman, voteClose, { voteId }))).toBe('VOTE_ALREADY_CLOSED')
  })

  test('2 of 2 present in favour is not a majority of 5', async () => {
    const sitting = await running(2)
    const voteId = await openVote(sitting)
    for (const m of c.members.slice(0, 2)) await house.must(m, voteCast, { voteId, choice: 'for' })
    await house.must(c.secretary, voteClose, { voteId })
    const { view } = await house.query(c.chairman, 'session.view', { meetingId: sitting.meetingId })
    expect(view.votes[0]?.result).toMatchObject({ outcome: 'not_passed', missing: 1 })
  })

  test('a guest, a substitute, a secretary and a stranger have no ballot', async () => {
    const sitting = await running()
    const voteId = await openVote(sitting)
    expect(codeOf(await house.run(c.guest, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_IS_GUEST')
    expect(codeOf(await house.run(c.substitute, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_IS_SUBSTITUTE')
    expect(codeOf(await house.run(c.secretary, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_NOT_A_VOTER')
    expect(codeOf(await house.run(c.homeClerk, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_NOT_A_VOTER')
    expect(codeOf(await house.run(null, voteCast, { voteId, choice: 'for' }))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.chairman, voteCast, { voteId: uuid(), choice: 'for' }))).toBe('NOT_FOUND')
    expect(codeOf(await house.run(c.chairman, voteCast, { voteId, choice: 'maybe' as 'for' }))).toBe('BAD_INPUT')
    const rows = await house.database.query('SELECT 1 FROM "Ballot" WHERE "voteId" = $1', [voteId])
    expect(rows).toHaveLength(0)
  })

  test('one command id ten times at once is one ballot and ten equal answers', async () => {
    const sitting = await running()
    const voteId = await openVote(sitting)
    const id = uuid()
    const answers = await Promise.all(Array.from({ length: 10 }, () => house.run(c.chairman, voteCast, { voteId, choice: 'for' }, id)))
    const receipts = new Set(answers.map(a => (a.ok ? a.data.receipt : a.code)))
    expect(receipts.size).toBe(1)
    const rows = await house.database.query<{ changes: number }>('SELECT changes FROM "Ballot" WHERE "voteId" = $1', [voteId])
    expect(rows).toEqual([{ changes: 0 }])
  })

  test('two devices of one member in the same moment: one row, the last choice stands', async () => {
    const sitting = await running()
    const voteId = await openVote(sitting)
    const both = await Promise.all([house.run(c.chairman, voteCast, { voteId, choice: 'for' }), house.run(c.chairman, voteCast, { voteId, choice: 'against' })])
    expect(both.every(a => a.ok)).toBe(true)
    const rows = await house.database.query<{ choice: string }>('SELECT choice FROM "Ballot" WHERE "voteId" = $1', [voteId])
    expect(rows).toEqual([{ choice: 'against' }])
    const audit = await house.database.query(`SELECT 1 FROM "EventLog" WHERE stream = 'audit:vote:' || $1 AND seq IS NULL`, [voteId])
    expect(audit).toHaveLength(2)
  })

  test('server time is the border, and the session stays at its item while a vote is open', async () => {
    const sitting = await running()
    const voteId = await openVote(sitting, 30)
    const on = { meetingId: sitting.meetingId }
    expect(codeOf(await house.run(c.chairman, voteOpen, { ...on, voteId: uuid(), question: 'Hai' }))).toBe('VOTE_ANOTHER_OPEN')
    expect(codeOf(await house.run(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[2] ?? '' }))).toBe('ITEM_VOTE_OPEN')
    expect(codeOf(await house.run(c.chairman, meetingEnd, on))).toBe('MEETING_VOTE_OPEN')
    house.clock.forward(29_950)
    expect(codeOf(await house.run(c.chairman, voteCast, { voteId, choice: 'for' }))).toBe('ok')
    house.clock.forward(50)
    expect(codeOf(await house.run(c.members[1] as Actor, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_ALREADY_CLOSED')
    const closed = await house.services.runAsSystem(voteClose.name, { voteId }, uuid())
    expect(closed.ok).toBe(true)
  })

  test('a vote needs a running session', async () => {
    const sitting = await newSitting()
    expect(codeOf(await house.run(c.chairman, voteOpen, { meetingId: sitting.meetingId, voteId: uuid(), question: 'Sớm' }))).toBe('VOTE_SESSION_NOT_RUNNING')
    expect(codeOf(await house.run(c.members[1] as Actor, voteOpen, { meetingId: sitting.meetingId, voteId: uuid(), question: 'Tôi' }))).toBe('FORBIDDEN')
  })
})

test('folding the events of a session over its first view gives what a fresh query gives', async () => {
  const sitting = await newSitting()
  const on = { meetingId: sitting.meetingId }
  const before = await house.query(c.chairman, 'session.view', on)
  for (const m of c.members.slice(0, 4)) await house.must(m, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[0] ?? '' })
  const requestId = uuid()
  await house.must(c.members[1] as Actor, speakingRequest, { ...on, requestId, subject: 'Nội dung' })
  await house.must(c.chairman, speakingCall, { ...on, requestId })
  await house.must(c.chairman, speakingStart, { ...on, requestId })
  await house.must(c.chairman, speakingStop, { ...on, requestId })
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[1] ?? '' })
  const voteId = await openVote(sitting)
  for (const m of c.members.slice(0, 4)) await house.must(m, voteCast, { voteId, choice: 'for' })
  await house.must(c.chairman, voteClose, { voteId })
  const missed = await catchUp(house.services.pool, `meeting:${sitting.meetingId}`, before.seq)
  if (missed.isReload) throw new Error('too many events')
  const folded = missed.events.reduce(reduceSession, before.view)
  const fresh = await house.query(c.chairman, 'session.view', on)
  expect(folded).toEqual(fresh.view)
  expect(missed.events.map(e => e.seq)).toEqual(missed.events.map((_, i) => before.seq + 1 + i))
})

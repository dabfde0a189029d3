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
  meetingResume,
  meetingPause,
  speakingRequest,
  speakingStart,
  voteCast,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import { ranks } from '#app/domain/agenda/order.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import type { Actor } from '#server/command/context.ts'
import { loadSessionView } from '#server/features/meeting/views.ts'
import { countVotes } from '#server/features/voting/progress.ts'
import { ballotHooks } from '#server/features/voting/index.ts'
import { catchUp, MAX_CATCH_UP } from '#server/outbox/catch-up.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, type Sitting } from '#tests/support/build.ts'

const MEMBERS = 200
let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, MEMBERS)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)

async function begin(): Promise<{ sitting: Sitting; on: { meetingId: string } }> {
  const sitting = await buildSitting(house, c)
  const on = { meetingId: sitting.meetingId }
  await house.must(c.chairman, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[0] ?? '' })
  return { sitting, on }
}

async function openVote(on: { meetingId: string }): Promise<string> {
  const voteId = uuid()
  await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua?' })
  return voteId
}

/** What a screen that followed every event since `from` now shows. */
async function followed(meetingId: string, from: Awaited<ReturnType<typeof seen>>) {
  const missed = await catchUp(house.services.pool, `meeting:${meetingId}`, from.seq)
  if (missed.isReload) throw new Error('too many events')
  return missed.events.reduce(reduceSession, from.view)
}
const seen = (meetingId: string) => house.query(c.chairman, 'session.view', { meetingId })

describe('nhiều người cùng lúc', () => {
  test('200 ballots at once: none lost, none twice, each answered with its own receipt', async () => {
    const { on } = await begin()
    const voteId = await openVote(on)
    const told: string[] = []
    const hook = (ids: string[]) => void told.push(...ids)
    ballotHooks.add(hook)
    const choices = ['for', 'against', 'abstain'] as const
    const answers = await Promise.all(c.members.map((m, i) => house.run(m, voteCast, { voteId, choice: choices[i % 3] ?? 'for' })))
    ballotHooks.delete(hook)
    expect(answers.map(codeOf).filter(code => code !== 'ok')).toEqual([])
    expect(new Set(answers.map(a => (a.ok ? a.data.receipt : '')))).toHaveProperty('size', MEMBERS)
    const rows = await house.database.query<{ receipt: string; changes: number }>('SELECT receipt, changes FROM "Ballot" WHERE "voteId" = $1', [voteId])
    expect(rows).toHaveLength(MEMBERS)
    expect(rows.every(r => r.changes === 0)).toBe(true)
    expect(await countVotes(house.services.pool, [voteId])).toEqual([{ voteId, meetingId: on.meetingId, count: { for: 67, against: 67, abstain: 66 } }])
    // the counter is woken once a commit, not once a ballot
    expect(told.length).toBeGreaterThan(0)
    expect(told.length).toBeLessThan(MEMBERS / 4)
  })

  test('ballots racing the closing: whoever was answered yes is counted, the others are told it is over', async () => {
    const { on } = await begin()
    const voteId = await openVote(on)
    // one ballot is in before the race, so that both sides of the border are seen whoever wins it
    const first = house.run(c.chairman, voteCast, { voteId, choice: 'for' })
    expect(codeOf(await first)).toBe('ok')
    const casting = c.members.map((m, i) => (i > 0 && i < MEMBERS / 2 ? house.run(m, voteCast, { voteId, choice: 'for' }) : null))
    const closing = house.run(c.chairman, voteClose, { voteId })
    const rest = c.members.map((m, i) => (i < MEMBERS / 2 ? null : house.run(m, voteCast, { voteId, choice: 'for' })))
    const answers = (await Promise.all([first, ...casting, ...rest])).flatMap(a => (a ? [codeOf(a)] : []))
    expect(codeOf(await closing)).toBe('ok')
    expect(new Set([...answers, 'VOTE_ALREADY_CLOSED'])).toEqual(new Set(['ok', 'VOTE_ALREADY_CLOSED']))
    const { view } = await seen(on.meetingId)
    expect(view.votes[0]?.count.for).toBe(answers.filter(code => code === 'ok').length)
  })

  test('thirty people checking in at once leave the same quorum on a following screen as in the tables', async () => {
    const { on } = await begin()
    const before = await seen(on.meetingId)
    const answers = await Promise.all(c.members.slice(1, 31).map(m => house.run(m, attendanceCheckIn, on)))
    expect(answers.every(a => a.ok)).toBe(true)
    const fresh = await seen(on.meetingId)
    expect(fresh.view.quorum.present).toBe(31)
    expect(await followed(on.meetingId, before)).toEqual(fresh.view)
  })

  test('a tablet asleep for an hour: up to 500 missed events are replayed to the same screen, beyond them it loads anew', async () => {
    const { on } = await begin()
    const before = await seen(on.meetingId)
    for (const def of [meetingPause, meetingResume, meetingPause]) await house.must(c.chairman, def, on)
    expect((await followed(on.meetingId, before)).meeting).toEqual((await seen(on.meetingId)).view.meeting)
    const stream = `meeting:${on.meetingId}`
    const { seq } = await seen(on.meetingId)
    await house.database.query(`INSERT INTO "EventLog"(stream, seq, name, v, payload, meta, "occurredAt") SELECT $1, n, 'presence.told', 1, '{}', '{}', now() FROM generate_series($2::int + 1, $3::int) n`, [stream, seq, before.seq + MAX_CATCH_UP])
    const missed = await catchUp(house.services.pool, stream, before.seq)
    expect(missed.isReload ? null : missed.events.map(e => e.seq)).toEqual(Array.from({ length: MAX_CATCH_UP }, (_, i) => before.seq + i + 1))
    expect(await catchUp(house.services.pool, stream, before.seq - 1)).toEqual({ isReload: true })
    // A device ahead of the server (a database restored meanwhile) loads anew too.
    expect(await catchUp(house.services.pool, stream, before.seq + MAX_CATCH_UP + 9)).toEqual({ isReload: true })
  })

  test('two consoles going to different items at once: one after the other, one item runs', async () => {
    const { on, sitting } = await begin()
    const answers = await Promise.all([
      house.run(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[1] ?? '' }),
      house.run(c.secretary, meetingGoToItem, { ...on, itemId: sitting.items[2] ?? '' }),
    ])
    expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
    const { view } = await seen(on.meetingId)
    expect(view.items.filter(i => i.status === 'presenting').map(i => i.id)).toEqual([view.meeting.currentItemId])
  })

  test('two consoles opening a vote at once: one vote', async () => {
    const { on } = await begin()
    const ask = (by: Actor) => house.run(by, voteOpen, { ...on, voteId: uuid(), question: 'Thông qua?' })
    const answers = await Promise.all([ask(c.chairman), ask(c.secretary)])
    expect(answers.map(codeOf).sort()).toEqual(['VOTE_ANOTHER_OPEN', 'ok'])
  })
})

describe('trở lại, kết thúc', () => {
  test('an item taken up again keeps the time it had', async () => {
    const { on, sitting } = await begin()
    const [first, second] = sitting.items as [string, string]
    house.clock.forward(120_000)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: second })
    house.clock.forward(60_000)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: first })
    house.clock.forward(30_000)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: second })
    const { view } = await seen(on.meetingId)
    expect(view.items[0]).toMatchObject({ status: 'concluded', spentSeconds: 150 })
    expect(view.items[1]).toMatchObject({ status: 'presenting', spentSeconds: 60, endedAt: null })
  })

  test('a speech ends with its item, so that the next one can begin', async () => {
    const { on, sitting } = await begin()
    const [a, b] = [uuid(), uuid()]
    await house.must(c.chairman, speakingRequest, { ...on, requestId: a, subject: '' })
    await house.must(c.chairman, speakingStart, { ...on, requestId: a })
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[1] ?? '' })
    await house.must(c.chairman, speakingRequest, { ...on, requestId: b, subject: '' })
    await house.must(c.chairman, speakingStart, { ...on, requestId: b })
    const { view } = await seen(on.meetingId)
    expect(Object.fromEntries(view.queue.map(q => [q.id, q.status]))).toEqual({ [a]: 'done', [b]: 'speaking' })
  })

  test('the end of a session reaches a following screen whole, and the quorum of its last moment stays', async () => {
    const { on } = await begin()
    const before = await seen(on.meetingId)
    for (const m of c.members.slice(1, 5)) await house.must(m, attendanceCheckIn, on)
    const voteId = await openVote(on)
    await house.must(c.members[1] ?? null, voteCast, { voteId, choice: 'for' })
    await house.must(c.chairman, voteClose, { voteId })
    // leaving after the vote changes neither its room nor its result
    await house.must(c.members[4] ?? null, attendanceLeave, on)
    const requestId = uuid()
    await house.must(c.members[1] ?? null, speakingRequest, { ...on, requestId, subject: 'Ý kiến cuối' })
    await house.must(c.chairman, speakingStart, { ...on, requestId })
    house.clock.forward(90_000)
    await house.must(c.chairman, meetingPause, on)
    house.clock.forward(600_000)
    await house.must(c.chairman, meetingEnd, on)
    const fresh = await seen(on.meetingId)
    expect(await followed(on.meetingId, before)).toEqual(fresh.view)
    expect(fresh.view.quorum.present).toBe(4)
    expect(fresh.view.votes[0]?.presentVoters).toBe(5)
    expect(fresh.view.items[0]).toMatchObject({ status: 'concluded', spentSeconds: 90 })
    expect(fresh.view.queue[0]?.status).toBe('done')
    expect(fresh.view.participants.some(p => p.isPresent)).toBe(false)
  })

  test('before opening the chip counts the members in office, on a following screen too', async () => {
    const sitting = await buildSitting(house, c)
    const before = await seen(sitting.meetingId)
    await house.must(c.chairman, attendanceCheckIn, { meetingId: sitting.meetingId })
    const fresh = await seen(sitting.meetingId)
    expect(fresh.view.quorum.total).toBe(MEMBERS)
    expect(await followed(sitting.meetingId, before)).toEqual(fresh.view)
  })

  test('a correction of a late arrival before the earlier stay ended is refused', async () => {
    const { on } = await begin()
    const m = c.members[7] as Actor
    await house.must(m, attendanceCheckIn, on)
    house.clock.forward(600_000)
    await house.must(m, attendanceLeave, on)
    const { view } = await seen(on.meetingId)
    const participantId = view.participants.find(p => p.userId === m.userId)?.id ?? ''
    const at = house.clock.now.getTime() - 300_000
    expect(codeOf(await house.run(c.secretary, attendanceRecord, { ...on, participantId, act: 'arrive', at }))).toBe('ATTENDANCE_TIME_WRONG')
  })
})

test('where the rule of the day asks for a quorum, the session opens only with it', async () => {
  const { db } = house.services
  const [rule] = defaultRuleSets.filter(set => set.meetingKind === 'committee_session').slice(-1)
  if (!rule?.quorum) throw new Error('no rule with a quorum')
  const strict = { ...rule, code: 'strict', validFrom: '2026-11-01', validTo: null, quorum: { ...rule.quorum, fraction: { num: 2, den: MEMBERS }, mode: 'required' } }
  const row = await db.ruleSet.create({
    data: { id: uuid(), code: 'strict', name: '', meetingKind: rule.meetingKind, params: strict, source: '', validFrom: new Date(strict.validFrom) },
  })
  const { meetingId } = await buildSitting(house, c)
  await house.must(c.chairman, attendanceCheckIn, { meetingId })
  const alone = await house.run(c.chairman, meetingOpen, { meetingId })
  expect(alone).toMatchObject({ ok: false, code: 'MEETING_NO_QUORUM', params: { present: 1, total: MEMBERS, needed: 2 } })
  await house.must(c.members[1] ?? null, attendanceCheckIn, { meetingId })
  await house.must(c.chairman, meetingOpen, { meetingId })
  await db.ruleSet.delete({ where: { id: row.id } })
  // the session keeps the rule it was opened with
  expect((await seen(meetingId)).view.quorum).toMatchObject({ needed: 2, isWarningOnly: false })
})

describe('chương trình đã ban hành và bản đang soạn', () => {
  test('screens move through the issued agenda, whatever the draft became', async () => {
    const sitting = await buildSitting(house, c)
    const on = { meetingId: sitting.meetingId }
    const { db } = house.services
    const [first, second, third] = sitting.items as [string, string, string]
    const items = [first, second].map((id, i) => ({
      id, rank: ranks(2)[i] ?? '', title: `Nội dung đã ban hành ${i + 1}`, text: '', presenter: 'Giám đốc Sở Nội vụ', minutes: 20, leadUnitId: c.home, paperIds: [],
    }))
    await db.agendaVersion.create({
      data: { id: uuid(), meetingId: sitting.meetingId, n: 1, content: { items }, changes: [], sha256: '0', issuedById: c.secretary.userId },
    })
    await db.agendaItem.update({ where: { id: first }, data: { title: 'Tên mới chưa ban hành' } })
    await db.agendaItem.update({ where: { id: second }, data: { removedAt: house.clock.now } })
    await house.must(c.chairman, meetingOpen, on)
    const before = await seen(sitting.meetingId)
    expect(before.view.items.map(i => i.title)).toEqual(['Nội dung đã ban hành 1', 'Nội dung đã ban hành 2'])
    expect(codeOf(await house.run(c.chairman, meetingGoToItem, { ...on, itemId: third }))).toBe('ITEM_NOT_IN_MEETING')
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: first })
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: second })
    const fresh = await seen(sitting.meetingId)
    expect(await followed(sitting.meetingId, before)).toEqual(fresh.view)
    expect(fresh.view.items.map(i => i.status)).toEqual(['concluded', 'presenting'])
  })
})

test('a session is read in a fixed number of queries, however many votes and people it has', async () => {
  const { on } = await begin()
  const count = async (): Promise<number> => {
    let queries = 0
    const counting = house.services.db.$extends({ query: { $allModels: { $allOperations: ({ args, query }) => (queries++, query(args)) } } })
    await loadSessionView(counting as unknown as typeof house.services.db, on.meetingId, { now: house.clock.now })
    return queries
  }
  const few = await count()
  for (let i = 0; i < 3; i++) {
    const voteId = await openVote(on)
    await house.must(c.chairman, voteCast, { voteId, choice: 'for' })
    await house.must(c.chairman, voteClose, { voteId })
  }
  expect(await count()).toBe(few)
  // One for each kind of thing the whole room sees: talk, video, who stepped aside and votes prepared included.
  expect(few).toBeLessThanOrEqual(19)
})

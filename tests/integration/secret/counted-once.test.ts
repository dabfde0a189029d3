import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { OutputOf } from '#app/contracts/define.ts'
import { voteCast, voteClose } from '#app/contracts/meeting.ts'
import type { Actor } from '#server/command/context.ts'
import { castBallots } from '#server/features/voting/cast-ballots.ts'
import { buildCommittee, type Committee, type House, openHouse } from '#tests/support/build.ts'
import { ballotFor, openVoteOn, runningSitting } from '#tests/support/secret.ts'

let house: House
let c: Committee
let meetingId: string
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 9)
  meetingId = (await runningSitting(house, c)).meetingId
})
afterAll(() => house.close())
// A vote a test left open is none of the next one's.
afterEach(async () => void (await house.services.db.vote.updateMany({ where: { status: 'open' }, data: { status: 'cancelled' } })))

const code = (a: { ok: boolean; code?: string }) => (a.ok ? 'ok' : a.code)

describe.each(['open', 'secret'] as const)('mỗi phiếu tính đúng một lần – %s', form => {
  const stage = async (seconds?: number) => {
    const vote = await openVoteOn(house, c, meetingId, form, seconds)
    return { ...vote, ballot: (choice: 'for' | 'against' | 'abstain') => ballotFor(form, vote.voteId, vote.seal, choice) }
  }
  const stored = (voteId: string) => (form === 'secret' ? house.services.db.sealedBallot.findMany({ where: { voteId } }) : house.services.db.ballot.findMany({ where: { voteId } }))
  const lines = (voteId: string) => house.services.db.eventLog.count({ where: { stream: `audit:vote:${voteId}` } })
  const counted = async (voteId: string) => {
    const { view } = await house.query(c.chairman, 'session.view', { meetingId })
    const vote = view.votes.find(v => v.id === voteId)
    if (!vote?.result) throw new Error('not closed')
    return { ...vote.count, sum: vote.count.for + vote.count.against + vote.count.abstain + (vote.invalid ?? 0) }
  }
  const [, a, b] = [0, 1, 2].map(i => () => c.members[i] as Actor) as [() => Actor, () => Actor, () => Actor]

  test('hai phiếu cùng một phần nghìn giây từ hai máy: cả hai được trả lời, một phiếu đứng', async () => {
    const { voteId, ballot } = await stage()
    const answers = await Promise.all([house.run(a(), voteCast, ballot('for')), house.run({ ...a(), sessionId: uuid() }, voteCast, ballot('against'))])
    expect(answers.map(code)).toEqual(['ok', 'ok'])
    expect(answers.map(x => (x.ok ? x.data.changes : -1)).sort()).toEqual([0, 1])
    const rows = await stored(voteId)
    expect(rows).toHaveLength(1)
    // The one that stands is the one whose answer said it changed the other.
    expect(rows[0]?.receipt).toBe(answers.flatMap(x => (x.ok && x.data.changes === 1 ? [x.data.receipt] : []))[0])
    await house.must(b(), voteCast, ballot('for'))
    await house.must(c.chairman, voteClose, { voteId })
    expect((await counted(voteId)).sum).toBe(2)
  })

  test('quy tắc không cho đổi phiếu: hai máy cùng gửi thì chỉ một phiếu được nhận', async () => {
    const { voteId, ballot } = await stage()
    const { rule } = await house.services.db.vote.findUniqueOrThrow({ where: { id: voteId } })
    await house.services.db.vote.update({ where: { id: voteId }, data: { rule: { ...(rule as object), changeBallotAllowed: false } } })
    const answers = await Promise.all([1, 2].map(() => house.run(a(), voteCast, ballot('for'))))
    expect(answers.map(code).sort()).toEqual(['VOTE_CHANGE_NOT_ALLOWED', 'ok'])
    await house.must(b(), voteCast, ballot('for'))
    await house.must(c.chairman, voteClose, { voteId })
    expect((await counted(voteId)).sum).toBe(2)
  })

  test('một mã lệnh gửi mười lần cùng lúc rồi gửi lại sau: mười câu trả lời như nhau, một phiếu, một dòng nhật ký', async () => {
    const { voteId, ballot } = await stage()
    const id = uuid()
    const mine = ballot('for')
    const answers = await Promise.all(Array.from({ length: 10 }, () => house.run(a(), voteCast, mine, id)))
    const later = await house.run(a(), voteCast, ballot('against'), id)
    expect([...answers, later].map(code)).toEqual(Array.from({ length: 11 }, () => 'ok'))
    expect(new Set([...answers, later].map(x => (x.ok ? `${x.data.receipt} ${x.data.castAt} ${x.data.changes} ${x.data.choice}` : ''))).size).toBe(1)
    expect(await stored(voteId)).toHaveLength(1)
    expect(await lines(voteId)).toBe(1)
    expect(code(await house.run(b(), voteCast, mine, id))).toBe('CONFLICT')
    await house.must(b(), voteCast, ballot('for'))
    await house.must(c.chairman, voteClose, { voteId })
    expect(await counted(voteId)).toMatchObject({ for: 2, sum: 2 })
  })

  test('một mã lệnh vào hai tiến trình cùng lúc: một phiếu, một dòng nhật ký, hai câu trả lời như nhau', async () => {
    const { voteId, ballot } = await stage()
    for (let round = 0; round < 5; round++) {
      const one = { commandId: uuid(), actor: a(), input: ballot('for'), ip: null }
      const batches = await Promise.all([one, { ...one }, { ...one }].map(r => castBallots.runBatch(house.services.batchPool, [r] as never, house.clock.now)))
      const answers = batches.map(([x]) => (x?.ok ? (x.data as OutputOf<typeof voteCast>) : null))
      expect(new Set(answers.map(x => x?.receipt ?? 'refused')).size).toBe(1)
      expect(answers[0]?.changes).toBe(round)
    }
    expect(await stored(voteId)).toHaveLength(1)
    expect(await lines(voteId)).toBe(5)
  })

  test.each([
    [-50, 'ok'],
    [-1, 'ok'],
    [0, 'VOTE_ALREADY_CLOSED'],
    [50, 'VOTE_ALREADY_CLOSED'],
  ])('giờ máy chủ là ranh giới: phiếu %i ms quanh giờ kết thúc → %s', async (ms, expected) => {
    const { voteId, ballot } = await stage(60)
    const [first, second] = [ballot('for'), ballot('for')]
    await house.must(b(), voteCast, first)
    house.clock.forward(60_000 + ms)
    expect(code(await house.run(a(), voteCast, second))).toBe(expected)
    await house.must(c.members[3] as Actor, voteCast, ballot('for')).catch(() => null)
    house.clock.forward(100)
    const closing = await house.run(c.chairman, voteClose, { voteId })
    // One ballot alone is never opened.
    if (form === 'secret' && expected !== 'ok') expect(code(closing)).toBe('VOTE_SECRET_ONE_BALLOT')
    else expect(await counted(voteId)).toMatchObject({ sum: expected === 'ok' ? 3 : 1 })
  })

  test('phiếu chạy đua với lệnh kết thúc: mọi phiếu được báo “đã ghi” đều được tính, không phiếu nào khác', async () => {
    for (let round = 0; round < 4; round++) {
      const { voteId, ballot } = await stage()
      const early = [a(), b()]
      for (const m of early) await house.must(m, voteCast, ballot('for'))
      const racing = c.members.slice(3)
      const [closing, ...answers] = await Promise.all([
        ...(round % 2 === 0 ? [house.run(c.chairman, voteClose, { voteId })] : []),
        ...racing.map(m => house.run(m, voteCast, ballot('against'))),
        ...(round % 2 === 1 ? [house.run(c.chairman, voteClose, { voteId })] : []),
      ])
      const all = [closing, ...answers].filter((x): x is NonNullable<typeof x> => x !== undefined)
      const recorded = all.filter(x => x.ok && 'receipt' in x.data).length
      expect(all.filter(x => !x.ok).every(x => code(x) === 'VOTE_ALREADY_CLOSED')).toBe(true)
      expect(await counted(voteId)).toMatchObject({ for: early.length, against: recorded })
    }
  })

  test('hai lệnh kết thúc cùng lúc: một kết quả, một sự kiện; trả lời bị mất thì hỏi lại được', async () => {
    const { voteId, ballot } = await stage()
    const id = uuid()
    const first = await house.run(a(), voteCast, ballot('for'), id)
    await house.must(b(), voteCast, ballot('against'))
    const closeId = uuid()
    const both = await Promise.all([house.run(c.chairman, voteClose, { voteId }, closeId), house.run(c.secretary, voteClose, { voteId })])
    expect(both.map(code).sort()).toEqual(['VOTE_ALREADY_CLOSED', 'ok'])
    const told = await house.services.db.eventLog.count({ where: { name: 'vote.closed', stream: `meeting:${meetingId}`, payload: { path: ['vote', 'id'], equals: voteId } } })
    expect(told).toBe(1)
    // The answer got lost on the way: after the closing the same command still says that the ballot was recorded.
    expect(await house.run(a(), voteCast, ballot('abstain'), id)).toEqual({ ...first, replayed: true })
    const again = await house.run(c.chairman, voteClose, { voteId }, closeId)
    expect(code(again)).toBe(both[0]?.ok ? 'ok' : 'VOTE_ALREADY_CLOSED')
    expect(await counted(voteId)).toMatchObject({ for: 1, against: 1, sum: 2 })
    if (form === 'secret') expect(await house.services.db.anonymousBallot.count({ where: { voteId } })).toBe(2)
  })
})

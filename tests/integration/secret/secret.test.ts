import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { voteCancel, voteNoteUncounted } from '#app/contracts/secret.ts'
import { voteTypeBack } from '#app/contracts/typed.ts'
import { sealedBytes, toText } from '#app/domain/voting/sealed.ts'
import { sealBallot } from '#app/live/secret/seal.ts'
import type { Actor } from '#server/command/context.ts'
import { countVotes } from '#server/features/voting/progress.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { secretText } from '#app/text/secret.ts'
import { sweepVoteKeys } from '#server/features/voting/sweep-keys.ts'
import { buildCommittee, type Committee, type House, openHouse, type Sitting } from '#tests/support/build.ts'
import { ballotFor, openVoteOn, runningSitting } from '#tests/support/secret.ts'

let house: House
let c: Committee
let sitting: Sitting
let members: Actor[]
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 7)
  members = c.members
})
afterAll(() => house.close())
beforeEach(async () => {
  sitting = await runningSitting(house, c)
})

const code = (a: { ok: boolean; code?: string }) => (a.ok ? 'ok' : a.code)
const keyFiles = async () => readdir(house.services.env.voteKeysDir).catch((): string[] => [])
const viewOf = async (actor: Actor, voteId: string) => {
  const { view, me } = await house.query(actor, 'session.view', { meetingId: sitting.meetingId })
  return { vote: view.votes.find(v => v.id === voteId), mine: me.myBallots[voteId] }
}
const open = (seconds?: number) => openVoteOn(house, c, sitting.meetingId, 'secret', seconds)

describe('bỏ phiếu kín trên máy', () => {
  test('từ mở đến kết quả: trước khi kết thúc chỉ thấy số người đã bỏ; sau đó có tổng số, biên nhận, không có tên', async () => {
    const before = await keyFiles()
    const { voteId, seal } = await open()
    expect(seal.bytes).toBe(64)
    const [file] = (await keyFiles()).filter(f => !before.includes(f))
    expect((await stat(path.join(house.services.env.voteKeysDir, file ?? ''))).mode & 0o777).toBe(0o600)

    const choices = ['for', 'for', 'against', 'for', 'for', 'abstain'] as const
    const receipts: string[] = []
    for (const [i, choice] of choices.entries()) {
      const made = sealBallot(voteId, seal, choice)
      const answer = await house.must(members[i] as Actor, voteCast, { voteId, sealed: made.sealed })
      expect(answer).toEqual({ castAt: house.clock.now.getTime(), receipt: made.receipt, changes: 0 })
      receipts.push(made.receipt)
    }
    for (const who of [c.chairman, c.secretary, c.monitor, members[1] as Actor]) {
      const { vote } = await viewOf(who, voteId)
      expect(vote).toMatchObject({ form: 'secret', status: 'open', cast: 6, count: { for: 0, against: 0, abstain: 0 }, ballots: null, result: null })
      expect(vote?.receipts).toBeUndefined()
    }
    expect((await viewOf(members[2] as Actor, voteId)).mine).toMatchObject({ choice: null, receipt: receipts[2] })
    expect(await countVotes(house.services.pool, [voteId])).toEqual([{ voteId, meetingId: sitting.meetingId, count: { for: 0, against: 0, abstain: 0 }, cast: 6 }])

    await house.must(c.chairman, voteClose, { voteId })
    const { vote, mine } = await viewOf(members[2] as Actor, voteId)
    expect(vote).toMatchObject({ status: 'closed', cast: 6, invalid: 0, count: { for: 4, against: 1, abstain: 1 }, ballots: null, receipts: [...receipts].sort(), result: { outcome: 'passed', notCast: 1 } })
    expect(vote?.seal).toBeUndefined()
    expect(mine).toMatchObject({ choice: null, receipt: receipts[2] })
    expect(await keyFiles()).not.toContain(file)
    const { db } = house.services
    expect(await db.sealedBallot.count({ where: { voteId } })).toBe(0)
    expect((await db.anonymousBallot.findMany({ where: { voteId } })).map(b => b.choice).sort()).toEqual([...choices].sort())
    expect(await db.voteTurnout.count({ where: { voteId } })).toBe(6)
    expect(await db.ballot.count({ where: { voteId } })).toBe(0)
    const log = await db.eventLog.findMany({ where: { stream: `audit:vote:${voteId}` } })
    expect(log.map(e => e.payload)).toEqual(choices.map(() => ({ voteId, changes: 0 })))
  })

  test('đổi phiếu thì phiếu sau thay phiếu trước; phiếu không hợp lệ được đếm riêng và thấy được; phiếu chép lại không tính', async () => {
    const { voteId, seal } = await open()
    const [a, b, d, e] = members as [Actor, Actor, Actor, Actor]
    await house.must(a, voteCast, ballotFor('secret', voteId, seal, 'against'))
    const again = await house.must(a, voteCast, ballotFor('secret', voteId, seal, 'for'))
    expect(again.changes).toBe(1)
    const ofB = ballotFor('secret', voteId, seal, 'for')
    await house.must(b, voteCast, ofB)
    await house.must(d, voteCast, ofB)
    // Of the right length, and nothing in it.
    await house.must(e, voteCast, { voteId, sealed: toText(randomBytes(sealedBytes(64))) })
    await house.must(c.secretary, voteClose, { voteId })
    const { vote } = await viewOf(a, voteId)
    expect(vote).toMatchObject({ count: { for: 2, against: 0, abstain: 0 }, invalid: 2, cast: 4, result: { notCast: 3 } })
    expect(vote?.receipts).toHaveLength(4)
  })

  test('phiếu kín giống nhau hết: tổng số nói điều nó nói, không hàng nào, dòng nhật ký nào nói thêm ai chọn gì', async () => {
    const { voteId, seal } = await open()
    for (const m of members.slice(0, 6)) await house.must(m as Actor, voteCast, ballotFor('secret', voteId, seal, 'for'))
    await house.must(c.chairman, voteClose, { voteId })
    expect((await viewOf(c.chairman, voteId)).vote).toMatchObject({ count: { for: 6, against: 0, abstain: 0 }, invalid: 0, ballots: null, result: { outcome: 'passed', notCast: 1 } })
    const { db } = house.services
    // Six equal rows without a person, a time or an order of their own.
    expect((await db.anonymousBallot.findMany({ where: { voteId } })).map(b => b.choice)).toEqual(Array(6).fill('for'))
    expect(await db.sealedBallot.count({ where: { voteId } }) + (await db.ballot.count({ where: { voteId } }))).toBe(0)
    expect(JSON.stringify(await db.eventLog.findMany({ where: { stream: `audit:vote:${voteId}` }, select: { payload: true, meta: true } }))).not.toMatch(/"for"|choice/)
  })

  test('ngang phiếu trong bỏ phiếu kín: không theo được phiếu Chủ tịch, chưa đủ căn cứ', async () => {
    const { voteId, seal } = await open()
    for (const [i, choice] of (['for', 'for', 'for', 'against', 'against', 'against'] as const).entries()) await house.must(members[i] as Actor, voteCast, ballotFor('secret', voteId, seal, choice))
    await house.must(c.chairman, voteClose, { voteId })
    expect((await viewOf(c.chairman, voteId)).vote?.result).toMatchObject({ outcome: 'undecided' })
  })

  test('phiếu kín gửi trần bị từ chối, phiếu niêm phong gửi vào biểu quyết công khai cũng vậy; khách, dự thay, người lạ như mọi biểu quyết', async () => {
    const { voteId, seal } = await open()
    const [a] = members as [Actor]
    const sealed = ballotFor('secret', voteId, seal, 'for')
    expect(code(await house.run(a, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_SECRET_UNSEALED')
    expect(code(await house.run(a, voteCast, { voteId, sealed: 'AAAA' }))).toBe('VOTE_SECRET_UNSEALED')
    expect(code(await house.run(a, voteCast, { voteId, sealed: '!' }))).toBe('VOTE_SECRET_UNSEALED')
    expect(code(await house.run(a, voteCast, { ...sealed, choice: 'for' } as never))).toBe('BAD_INPUT')
    expect(code(await house.run(a, voteCast, { voteId }))).toBe('BAD_INPUT')
    expect(code(await house.run(null, voteCast, sealed))).toBe('NOT_SIGNED_IN')
    expect(code(await house.run(c.guest, voteCast, sealed))).toBe('VOTE_IS_GUEST')
    expect(code(await house.run(c.substitute, voteCast, sealed))).toBe('VOTE_IS_SUBSTITUTE')
    expect(code(await house.run(c.secretary, voteCast, sealed))).toBe('VOTE_NOT_A_VOTER')
    // Paper joins no secret vote of the devices.
    const paper = { meetingId: sitting.meetingId, voteId, itemId: sitting.items[0] ?? '', question: 'Thông qua?', form: 'open' as const, at: house.clock.now.getTime(), ballots: [{ userId: a.userId, choice: 'for' as const }], count: null, reason: 'Máy hỏng' }
    expect(code(await house.run(c.secretary, voteTypeBack, paper as never))).toBe('TYPED_SECRET_BY_NAME')
    await house.must(c.chairman, voteCancel, { voteId, reason: 'Mở nhầm' })
    const plain = await openVoteOn(house, c, sitting.meetingId, 'open')
    expect(code(await house.run(a, voteCast, { voteId: plain.voteId, sealed: sealed.sealed }))).toBe('VOTE_SECRET_UNSEALED')
  })

  test('nhóm quá nhỏ: không mở khi chỉ một người có mặt, không kiểm khi mới một phiếu; không phiếu nào thì kết thúc được', async () => {
    sitting = await runningSitting(house, c, members.slice(0, 1))
    const on = { meetingId: sitting.meetingId, voteId: uuid(), question: 'Thông qua?', form: 'secret' as const }
    expect(code(await house.run(c.chairman, voteOpen, on))).toBe('VOTE_SECRET_TOO_FEW')
    sitting = await runningSitting(house, c)
    const { voteId, seal } = await open()
    await house.must(members[1] as Actor, voteCast, ballotFor('secret', voteId, seal, 'for'))
    expect(code(await house.run(c.chairman, voteClose, { voteId }))).toBe('VOTE_SECRET_ONE_BALLOT')
    await house.must(members[2] as Actor, voteCast, ballotFor('secret', voteId, seal, 'for'))
    await house.must(c.chairman, voteClose, { voteId })
    const nobody = await open()
    await house.must(c.chairman, voteClose, { voteId: nobody.voteId })
    expect((await viewOf(c.chairman, nobody.voteId)).vote).toMatchObject({ cast: 0, result: { outcome: 'not_passed' } })
  })

  test('mất khóa: nói rõ, không đếm bừa, chỉ còn hủy và bỏ phiếu lại; gắn lại kho khóa thì đếm được', async () => {
    const { voteId, seal } = await open()
    for (const m of members.slice(0, 3)) await house.must(m, voteCast, ballotFor('secret', voteId, seal, 'for'))
    const dir = house.services.env.voteKeysDir
    await rename(dir, `${dir}.away`)
    expect(code(await house.run(c.chairman, voteClose, { voteId }))).toBe('VOTE_KEY_LOST')
    expect(await house.services.db.sealedBallot.count({ where: { voteId } })).toBe(3)
    await rename(`${dir}.away`, dir)
    await house.must(c.chairman, voteClose, { voteId })
    expect((await viewOf(c.chairman, voteId)).vote?.count).toEqual({ for: 3, against: 0, abstain: 0 })
  })

  test('hết giờ mà chỉ một phiếu, hoặc mất khóa: chương trình thôi thử lại, báo một lần cho chủ trì và thư ký phải làm gì; người bấm lại hoặc hủy được', async () => {
    const { queue, db, pool, runAsSystem, runAs, log } = house.services
    const lone = await open(60)
    await house.must(members[1] as Actor, voteCast, ballotFor('secret', lone.voteId, lone.seal, 'for'))
    house.clock.forward(61_000)
    const worker = startWorker({ queue, db, pool, runAsSystem, runAs, dataDir: house.database.dataDir, reactions: [], log, clock: () => house.clock.now })
    const noticed = async (voteId: string) => (await db.notification.findMany({ where: { dedupeKey: `vote:${voteId}:uncounted` }, select: { userId: true, body: true } })).sort((a, b) => (a.userId < b.userId ? -1 : 1))
    try {
      await expect.poll(() => noticed(lone.voteId), { timeout: 10_000 }).toEqual([c.chairman, c.secretary].map(p => ({ userId: p.userId, body: secretText.uncounted.VOTE_SECRET_ONE_BALLOT })).sort((a, b) => (a.userId < b.userId ? -1 : 1)))
      expect(await worker.votesNow()).toBe(0)
      expect((await viewOf(c.chairman, lone.voteId)).vote).toMatchObject({ status: 'open', uncounted: 'VOTE_SECRET_ONE_BALLOT', count: { for: 0, against: 0, abstain: 0 } })
      expect(code(await house.run(c.chairman, voteNoteUncounted, { voteId: lone.voteId, code: 'VOTE_KEY_LOST' }))).toBe('FORBIDDEN')
      for (const who of [c.secretary, c.chairman]) await house.must(who, voteCancel, { voteId: lone.voteId, reason: 'Chỉ một phiếu' })

      const lost = await open(60)
      for (const m of members.slice(0, 3)) await house.must(m, voteCast, ballotFor('secret', lost.voteId, lost.seal, 'for'))
      const dir = house.services.env.voteKeysDir
      await rename(dir, `${dir}.away`)
      house.clock.forward(61_000)
      await expect.poll(async () => (await noticed(lost.voteId)).length, { timeout: 10_000 }).toBe(2)
      await rename(`${dir}.away`, dir)
      await house.must(c.chairman, voteClose, { voteId: lost.voteId })
      expect((await viewOf(c.chairman, lost.voteId)).vote).toMatchObject({ status: 'closed', count: { for: 3, against: 0, abstain: 0 } })
    } finally {
      await worker.stop()
    }
  })

  test('hủy: chưa có phiếu thì một người; có phiếu thì người điều hành và thư ký cùng hủy; phiếu niêm phong và khóa bị xóa, bỏ phiếu lại được', async () => {
    const first = await open()
    expect(await house.must(c.chairman, voteCancel, { voteId: first.voteId, reason: 'Mở nhầm' })).toEqual({ isCancelled: true })
    expect(code(await house.run(c.chairman, voteCancel, { voteId: first.voteId, reason: 'Lần nữa' }))).toBe('VOTE_ALREADY_CLOSED')

    const { voteId, seal } = await open()
    const row = await house.services.db.vote.findUniqueOrThrow({ where: { id: voteId } })
    for (const m of members.slice(0, 3)) await house.must(m, voteCast, ballotFor('secret', voteId, seal, 'for'))
    expect(code(await house.run(null, voteCancel, { voteId, reason: 'x' }))).toBe('NOT_SIGNED_IN')
    expect(code(await house.run(c.secretary, voteCancel, { voteId, reason: ' ' }))).toBe('BAD_INPUT')
    expect(code(await house.run(members[1] as Actor, voteCancel, { voteId, reason: 'x' }))).toBe('FORBIDDEN')
    const id = uuid()
    expect(await house.must(c.secretary, voteCancel, { voteId, reason: 'Câu hỏi sai' }, id)).toEqual({ isCancelled: false })
    expect(await house.must(c.secretary, voteCancel, { voteId, reason: 'Câu hỏi sai' }, id)).toEqual({ isCancelled: false })
    expect((await viewOf(c.chairman, voteId)).vote?.cancelAsk).toMatchObject({ side: 'secretary', reason: 'Câu hỏi sai' })
    expect(await keyFiles()).toContain(`${row.keyId}.key`)
    expect(await house.must(c.chairman, voteCancel, { voteId, reason: 'Câu hỏi sai' })).toEqual({ isCancelled: true })
    expect(await house.services.db.sealedBallot.count({ where: { voteId } })).toBe(0)
    expect(await keyFiles()).not.toContain(`${row.keyId}.key`)
    expect(code(await house.run(members[0] as Actor, voteCast, ballotFor('secret', voteId, seal, 'for')))).toBe('VOTE_ALREADY_CLOSED')
    expect((await viewOf(c.chairman, voteId)).vote).toMatchObject({ status: 'cancelled', cancelReason: 'Câu hỏi sai', result: null })
    await open()
  })

  test('quét khóa: khóa của biểu quyết đã xong bị hủy, của biểu quyết đang mở và vừa tạo thì giữ', async () => {
    const { pool, voteKeys, db } = house.services
    const { voteId } = await open()
    const { keyId } = await db.vote.findUniqueOrThrow({ where: { id: voteId } })
    // A process that died after the count left this one behind.
    const left = await voteKeys.create()
    await db.vote.create({ data: { ...(await db.vote.findUniqueOrThrow({ where: { id: voteId } })), id: randomUUID(), status: 'closed', keyId: left.keyId, rule: {}, result: {}, cancelAsk: {}, held: {}, recused: [], opinions: [], options: {} } })
    const fresh = await voteKeys.create()
    await sweepVoteKeys(pool, voteKeys)
    const files = await keyFiles()
    expect(files).toContain(`${keyId}.key`)
    expect(files).toContain(`${fresh.keyId}.key`)
    expect(files).not.toContain(`${left.keyId}.key`)
    const old = await sweepVoteKeys(pool, { ...voteKeys, list: async () => [{ keyId: fresh.keyId, ageMs: 3_600_000 }] })
    expect(old).toBe(1)
    expect(await keyFiles()).not.toContain(`${fresh.keyId}.key`)
    await voteKeys.destroy(fresh.keyId)
  })
})

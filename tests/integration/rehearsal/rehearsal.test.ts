import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, InputOf } from '#app/contracts/define.ts'
import { conclusionAddLine, conclusionAssign, meetingEnd, meetingGoToItem, meetingOpen, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { paperMarkOpened } from '#app/contracts/record.ts'
import { rehearsalLineCut, rehearsalPlay, rehearsalRemove, rehearsalStart } from '#app/contracts/rehearsal.ts'
import type { Actor } from '#server/command/context.ts'
import { reactions } from '#server/features/index.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let admin: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 7)
  admin = await addPerson(house, 'Quản trị', [{ role: 'admin', unitId: c.office }])
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const view = async (meetingId: string) => (await house.query(c.secretary, 'session.view', { meetingId })).view

/** Carries one play to the simulated members, as the worker does: the newest row of the desk's stream. */
type Without<T> = T extends unknown ? Omit<T, 'meetingId'> : never
async function play(meetingId: string, input: Without<InputOf<typeof rehearsalPlay>>) {
  await house.must(c.chairman, rehearsalPlay, { ...input, meetingId } as InputOf<typeof rehearsalPlay>)
  const row = await house.services.db.eventLog.findFirstOrThrow({ where: { stream: `desk:${meetingId}`, name: 'rehearsal.played' }, orderBy: { id: 'desc' } })
  const found = reactions.find(r => r.on.includes(row.name))
  const { db, runAsSystem, runAs } = house.services
  const event = { id: String(row.id), stream: row.stream, seq: row.seq ?? 0, name: row.name, v: row.v, payload: row.payload, at: row.occurredAt.getTime(), actorId: row.actorId }
  // Twice: the queue carries at least once.
  await found?.run({ db, runAsSystem, runAs, dataDir: house.database.dataDir }, event)
  await found?.run({ db, runAsSystem, runAs, dataDir: house.database.dataDir }, event)
}

/** Rows of every table but the log of acts and its heads, which are never rewritten. */
async function rows(): Promise<Record<string, string>> {
  const tables = await house.database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('EventLog', 'StreamHead', 'CommandReceipt', 'AccessLog') ORDER BY 1`,
  )
  const out: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await house.database.query<{ hash: string }>(`SELECT count(*) || ':' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM "${name}" t`)
    out[name] = row?.hash ?? ''
  }
  return out
}

/** What people see of sessions outside the rehearsal itself. */
async function seen() {
  const year = { from: '2026-01-01', to: '2026-12-31', who: 'all' as const }
  const list = await house.query(c.members[2] as Actor, 'meeting.list', {})
  return {
    memberList: list.meetings.map(m => m.id),
    officeList: (await house.query(c.monitor, 'meeting.list', {})).meetings.map(m => m.id),
    home: (await house.query(c.chairman, 'home.waiting', {})).meetings.map(m => m.id),
    statistics: (await house.query(c.monitor, 'statistics.view', year)).rows,
    sessions: (await house.query(c.monitor, 'statistics.view', year)).sessions,
    found: await house.query(c.secretary, 'directory.find', { text: 'phien hop' }),
    papers: await house.query(c.secretary, 'directory.find', { text: 'to trinh thu' }),
    tasks: (await house.query(c.monitor, 'task.list', {})).items.length,
    bells: await house.services.db.notification.count(),
    accounts: (await house.query(admin, 'account.users', {})).total,
    numbers: await house.services.db.setting.findMany({ where: { key: { startsWith: 'task.number' } } }),
  }
}

async function prepared() {
  const sitting = await buildSitting(house, c)
  const { db } = house.services
  const file = await db.storedFile.create({ data: { id: uuid(), sha256: uuid(), name: 'to-trinh.pdf', mime: 'application/pdf', size: 1000n, pages: 12, uploadedById: c.secretary.userId } })
  await db.paper.create({ data: { id: uuid(), meetingId: sitting.meetingId, itemId: sitting.items[0] ?? '', fileId: file.id, title: 'Tờ trình thử', kind: 'main', addedById: c.secretary.userId } })
  return sitting
}
async function rehearse() {
  const sitting = await prepared()
  const rehearsalId = uuid()
  await house.must(c.chairman, rehearsalStart, { meetingId: sitting.meetingId, rehearsalId })
  return { sitting, rehearsalId, on: { meetingId: rehearsalId } }
}

describe('họp thử', () => {
  test('bản sao của phiên: nội dung, tài liệu, thành phần; chủ trì, thư ký thật, người khác do chương trình đóng vai', async () => {
    const { sitting, rehearsalId } = await rehearse()
    const [real, copy] = [await view(sitting.meetingId), await view(rehearsalId)]
    expect(copy.meeting).toMatchObject({ isRehearsal: true, status: 'invited', title: real.meeting.title, membersInOffice: 7 })
    expect(real.meeting.isRehearsal).toBeUndefined()
    expect(copy.items.map(i => [i.title, i.minutes])).toEqual(real.items.map(i => [i.title, i.minutes]))
    expect(copy.papers.map(p => p.title)).toEqual(real.papers.map(p => p.title))
    expect(copy.participants.map(p => [p.label, p.role])).toEqual(real.participants.map(p => [p.label, p.role]))
    const same = copy.participants.filter(p => real.participants.some(r => r.userId === p.userId)).map(p => p.role)
    expect([...new Set(same)].sort()).toEqual(['chair', 'secretary'])
  })

  test('điểm danh, túc số đến muộn, đăng ký phát biểu, biểu quyết theo tỷ lệ chạy bằng lệnh thường; lặp lại không thêm gì', async () => {
    const { on, rehearsalId } = await rehearse()
    await play(rehearsalId, { act: 'late_quorum', afterSeconds: 0 })
    expect((await view(rehearsalId)).quorum).toMatchObject({ present: 6, isMet: true, total: 7 })
    await house.must(c.chairman, meetingOpen, on)
    const first = (await view(rehearsalId)).items[0]?.id ?? ''
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: first })
    await play(rehearsalId, { act: 'speak', count: 3 })
    expect((await view(rehearsalId)).queue.filter(s => s.status === 'waiting')).toHaveLength(3)
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua' })
    await play(rehearsalId, { act: 'vote', for: 50, against: 17, abstain: 0 })
    expect((await view(rehearsalId)).votes[0]?.count).toEqual({ for: 3, against: 1, abstain: 0 })
    await house.must(c.chairman, voteClose, { voteId })
    expect((await view(rehearsalId)).votes[0]?.result).toMatchObject({ base: 7, needed: 4, outcome: 'not_passed', missing: 1 })
    // Every act of a simulated member stands in the log under the simulated person, never under a real one.
    const actors = await house.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM "EventLog" e JOIN "User" u ON u.id = e."actorId" WHERE e.stream = $1 AND e.name IN ('attendance.changed', 'speaking.changed') AND u."simulatedIn" IS DISTINCT FROM $2::uuid`,
      [`meeting:${rehearsalId}`, rehearsalId],
    )
    expect(actors[0]?.n).toBe(0)
  })

  test('họp thử bỏ phiếu kín và biểu quyết theo danh sách: người đóng vai niêm phong phiếu như máy thật, kết quả đếm được; lặp lại không thêm gì', async () => {
    const { on, rehearsalId } = await rehearse()
    await play(rehearsalId, { act: 'late_quorum', afterSeconds: 0 })
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: (await view(rehearsalId)).items[0]?.id ?? '' })
    const secretId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId: secretId, question: 'Giới thiệu nhân sự', form: 'secret' })
    await play(rehearsalId, { act: 'vote', for: 50, against: 17, abstain: 0 })
    const open = (await view(rehearsalId)).votes[0]
    expect(open).toMatchObject({ form: 'secret', status: 'open', count: { for: 0, against: 0, abstain: 0 } })
    await house.must(c.chairman, voteClose, { voteId: secretId })
    expect((await view(rehearsalId)).votes[0]).toMatchObject({ count: { for: 3, against: 1, abstain: 0 }, ballots: null, invalid: 0 })
    const listId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId: listId, question: 'Chọn nơi tổ chức', options: { list: ['Xã Tân Trào', 'Phường Minh Xuân'], min: 1, max: 1, places: 1 } })
    await play(rehearsalId, { act: 'vote', for: 50, against: 0, abstain: 17 })
    await house.must(c.chairman, voteClose, { voteId: listId })
    const list = (await view(rehearsalId)).votes.find(v => v.id === listId)
    expect(list?.count).toMatchObject({ for: 3, abstain: 1 })
    expect(list?.optionVotes?.reduce((all, n) => all + n, 0)).toBe(3)
  })

  test('không có gì lọt ra ngoài: danh sách, thống kê, tìm kiếm, nhiệm vụ, thông báo, số hiệu; xóa xong mọi bảng như trước', async () => {
    const sitting = await prepared()
    const [before, tables] = [await seen(), await rows()]
    const rehearsalId = uuid()
    const on = { meetingId: rehearsalId }
    await house.must(c.secretary, rehearsalStart, { meetingId: sitting.meetingId, rehearsalId })
    await play(rehearsalId, { act: 'check_in', count: 50 })
    await house.must(c.chairman, meetingOpen, on)
    const itemId = (await view(rehearsalId)).items[0]?.id ?? ''
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId })
    await play(rehearsalId, { act: 'speak', count: 2 })
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua' })
    await play(rehearsalId, { act: 'vote', for: 100, against: 0, abstain: 0 })
    await house.must(c.chairman, voteClose, { voteId })
    const lineId = uuid()
    await house.must(c.secretary, conclusionAddLine, { ...on, itemId, lineId, text: 'Giao thử' })
    expect(codeOf(await house.run(c.secretary, conclusionAssign, { ...on, lineId, taskId: uuid(), content: 'Việc thử', leadUnitId: c.health, coordinatorIds: [], deadlineOn: null }))).toBe('REHEARSAL_NO_TASK')
    await house.must(c.chairman, meetingEnd, on)
    expect(await seen()).toEqual(before)
    const own = await house.query(c.secretary, 'meeting.list', {})
    expect(own.meetings.filter(m => m.isRehearsal).map(m => m.id)).toContain(rehearsalId)
    // Real people who were only played don't reach it.
    expect(await refusalOf(house.query(c.members[2] as Actor, 'session.view', on))).toBe('NOT_FOUND')
    await house.must(c.secretary, rehearsalRemove, on)
    expect(await rows()).toEqual(tables)
    expect(await seen()).toEqual(before)
  })

  test('quá 24 giờ thì tự xóa', async () => {
    const { rehearsalId, sitting } = await rehearse()
    const { queue, db, pool, runAsSystem, runAs, log } = house.services
    house.clock.forward(23 * 3_600_000)
    expect(codeOf(await runAsSystem(rehearsalRemove.name, { meetingId: rehearsalId }, uuid()))).toBe('FORBIDDEN')
    house.clock.forward(2 * 3_600_000)
    const worker = startWorker({ queue, db, pool, runAsSystem, runAs, dataDir: house.database.dataDir, reactions: [], log, clock: () => house.clock.now })
    await expect.poll(() => db.meeting.count({ where: { id: rehearsalId } }), { timeout: 10_000 }).toBe(0)
    await worker.stop()
    expect(await db.meeting.count({ where: { id: sitting.meetingId } })).toBe(1)
  })

  test('từng lệnh qua đủ bậc: chưa đăng nhập, sai dữ liệu, không có quyền, sai trạng thái, được, lặp lại', async () => {
    const sitting = await prepared()
    const send = async (actor: Actor | null, name: string, input: unknown, id = uuid()) => house.services.runCommand(name, input, id, { actor, ip: null })
    const climb = async (name: string, input: object, again: string) => {
      const id = uuid()
      expect(codeOf(await send(null, name, input))).toBe('NOT_SIGNED_IN')
      expect(codeOf(await send(c.chairman, name, { ...input, meetingId: 'x' }))).toBe('BAD_INPUT')
      expect(codeOf(await send(c.members[2] as Actor, name, input))).toBe('FORBIDDEN')
      expect(await send(c.chairman, name, input, id)).toMatchObject({ ok: true })
      expect(await send(c.chairman, name, input, id)).toMatchObject({ ok: true, replayed: true })
      expect(codeOf(await send(c.chairman, name, input))).toBe(again)
    }
    const rehearsalId = uuid()
    await climb(rehearsalStart.name, { meetingId: sitting.meetingId, rehearsalId }, 'CONFLICT')
    expect(codeOf(await send(c.chairman, rehearsalStart.name, { meetingId: sitting.meetingId, rehearsalId: uuid() }))).toBe('REHEARSAL_EXISTS')
    expect(codeOf(await send(c.chairman, rehearsalStart.name, { meetingId: rehearsalId, rehearsalId: uuid() }))).toBe('REHEARSAL_OF_REHEARSAL')
    await climb(rehearsalPlay.name, { meetingId: rehearsalId, act: 'check_in', count: 2 }, 'ok')
    expect(codeOf(await send(c.chairman, rehearsalPlay.name, { meetingId: rehearsalId, act: 'vote', for: 50, against: 0, abstain: 0 }))).toBe('VOTE_NOT_OPEN')
    expect(codeOf(await send(c.chairman, rehearsalPlay.name, { meetingId: rehearsalId, act: 'speak', count: 1 }))).toBe('MEETING_NOT_RUNNING')
    // Nothing of it works on a real session.
    expect(codeOf(await send(c.chairman, rehearsalPlay.name, { meetingId: sitting.meetingId, act: 'check_in', count: 2 }))).toBe('REHEARSAL_ONLY')
    expect(codeOf(await send(c.chairman, rehearsalRemove.name, { meetingId: sitting.meetingId }))).toBe('REHEARSAL_ONLY')
    await house.must(c.chairman, rehearsalPlay, { meetingId: rehearsalId, act: 'cut_line', seconds: 30 })
    const cut = await house.services.db.eventLog.findFirstOrThrow({ where: { stream: `desk:${rehearsalId}`, name: rehearsalLineCut.name } })
    expect(cut.payload).toMatchObject({ userIds: [c.chairman.userId], until: house.clock.now.getTime() + 30_000 })
    await climb(rehearsalRemove.name, { meetingId: rehearsalId }, 'NOT_FOUND')
    await house.must(c.chairman, meetingOpen, { meetingId: sitting.meetingId })
    expect(codeOf(await send(c.chairman, rehearsalStart.name, { meetingId: sitting.meetingId, rehearsalId: uuid() }))).toBe('REHEARSAL_TOO_LATE')
  })

  test('báo cáo: nội dung chưa có tài liệu, người chưa mở tài liệu, nguy cơ thiếu túc số', async () => {
    const { sitting, rehearsalId } = await rehearse()
    const { db } = house.services
    const paper = await db.paper.findFirstOrThrow({ where: { meetingId: sitting.meetingId } })
    for (let twice = 0; twice < 2; twice++) await house.must(c.members[1] as Actor, paperMarkOpened, { paperId: paper.id })
    expect(codeOf(await house.run(c.healthClerk, paperMarkOpened, { paperId: paper.id }))).toBe('NOT_FOUND')
    for (const m of c.members.slice(4)) await db.meetingParticipant.updateMany({ where: { meetingId: sitting.meetingId, userId: m.userId }, data: { absenceReason: 'Đi công tác' } })
    for (const meetingId of [sitting.meetingId, rehearsalId]) {
      const { report } = await house.query(c.secretary, 'rehearsal.report', { meetingId })
      expect(report.itemsWithoutPapers).toEqual(['Nội dung 2', 'Nội dung 3'])
      expect(report.readers).toEqual({ opened: 1, invited: 5 })
      expect(report.neverOpened).not.toContain(c.members[1]?.displayName)
      expect(report.quorum).toMatchObject({ total: 7, needed: 5, excused: 3, expected: 4, risk: 'short' })
    }
    expect(await refusalOf(house.query(c.members[2] as Actor, 'rehearsal.report', { meetingId: sitting.meetingId }))).toBe('FORBIDDEN')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import * as Y from 'yjs'
import type { Answer } from '#app/contracts/define.ts'
import {
  conclusionAddFile,
  conclusionAgree,
  conclusionComment,
  conclusionMarkLine,
  conclusionPublish,
  conclusionRecall,
  conclusionRemoveFile,
  conclusionRenameFile,
  conclusionSettleComment,
} from '#app/contracts/conclusion.ts'
import { conclusionAddLine, conclusionEditLine, conclusionRemoveLine, meetingEnd, meetingOpen } from '#app/contracts/meeting.ts'
import { meetingSealRecord } from '#app/contracts/flow.ts'
import { taskAccept } from '#app/contracts/task.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import { ROOT_NAME } from '#app/editor/nodes.ts'
import { seedLines } from '#server/collab/headless.ts'
import { readProjection } from '#server/collab/shape.ts'
import { makeStore } from '#server/collab/store.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { conclusionAccess } from '#server/policies/conclusion.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { catchUp } from '#server/outbox/catch-up.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)

/** An open session whose first item has these lines; the named people of the units sit in it. */
async function sitting(texts: string[]): Promise<Sitting & { item: string; lines: string[] }> {
  const made = await buildSitting(house, c)
  const { meetingId } = made
  const item = made.items[0] ?? ''
  await house.services.db.meetingParticipant.createMany({
    data: [c.healthHead, c.homeClerk].map((a, i) => ({ id: uuid(), meetingId, userId: a.userId, role: i === 0 ? 'guest' : 'observer', label: a.displayName, unitName: a.unitName, rank: 950 + i })),
  })
  await house.must(c.chairman, meetingOpen, { meetingId })
  const lines = texts.map(() => uuid())
  for (const [i, text] of texts.entries()) await house.must(c.secretary, conclusionAddLine, { meetingId, itemId: item, lineId: lines[i] ?? '', text })
  return { ...made, item, lines }
}
const desk = async (s: Sitting) => (await house.query(c.secretary, 'desk.view', { meetingId: s.meetingId })).view
const seen = async (s: Sitting & { item: string }) => (await desk(s)).lines.filter(l => l.itemId === s.item).map(l => ({ id: l.id, version: l.version }))
const agree = async (s: Sitting & { item: string }, accepted: string[] = []) =>
  house.run(c.chairman, conclusionAgree, { meetingId: s.meetingId, itemId: s.item, agreementId: uuid(), lines: await seen(s), accepted })
const lineOf = async (s: Sitting, id: string) => {
  const line = (await desk(s)).lines.find(l => l.id === id)
  if (!line) throw new Error('no such line')
  return line
}
const edit = async (s: Sitting, id: string, text: string) => {
  const { version } = await lineOf(s, id)
  return house.must(c.secretary, conclusionEditLine, { meetingId: s.meetingId, lineId: id, text, baseVersion: version })
}
const told = async (stream: string) => {
  const { events = [] } = (await catchUp(house.services.pool, stream, 0)) as { events?: { name: string; payload: unknown }[] }
  return events
}

describe('dòng kết luận được đọc và đánh dấu', () => {
  test('marks come with the line: lead, partners, deadline; a question where two things may be meant', async () => {
    const s = await sitting(['Giao @syt chủ trì, phối hợp @snv trong 5 ngày làm việc', 'Giao @snv báo cáo trước ngày 15/12/2026', 'Thống nhất thông qua'])
    const [a, b, d] = await Promise.all(s.lines.map(id => lineOf(s, id)))
    expect(a?.marks).toMatchObject({ lead: { id: c.health }, coordinators: [{ id: c.home }], deadlineOn: '2026-12-03', questions: [] })
    expect(b?.marks).toMatchObject({ lead: { id: c.home }, deadlineOn: null, questions: [{ kind: 'which_day', days: ['2026-12-14', '2026-12-15'] }] })
    expect(d?.marks).toBeNull()
  })

  test('conclusion.markLine: nobody, bad input, not allowed, closed unit, success, repeated; other words make it void', async () => {
    const s = await sitting(['Giao @snv báo cáo trước ngày 15/12/2026'])
    const on = { meetingId: s.meetingId, lineId: s.lines[0] ?? '' }
    const id = uuid()
    expect(codeOf(await house.run(null, conclusionMarkLine, on))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.secretary, conclusionMarkLine, { ...on, deadline: 'mai' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.members[1] as Actor, conclusionMarkLine, { ...on, deadline: '2026-12-15' }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.secretary, conclusionMarkLine, { ...on, lead: uuid() }))).toBe('TASK_UNIT_CLOSED')
    expect(codeOf(await house.run(c.secretary, conclusionMarkLine, { ...on, deadline: '2026-12-15' }, id))).toBe('ok')
    expect(await house.run(c.secretary, conclusionMarkLine, { ...on, deadline: '2026-12-15' }, id)).toMatchObject({ ok: true, replayed: true })
    expect((await lineOf(s, on.lineId)).marks).toMatchObject({ deadlineOn: '2026-12-15', byHand: ['deadline'], questions: [] })
    await edit(s, on.lineId, 'Giao @snv rà soát, báo cáo trước ngày 15/12/2026')
    expect((await lineOf(s, on.lineId)).marks).toMatchObject({ deadlineOn: '2026-12-15', byHand: ['deadline'] })
    await edit(s, on.lineId, 'Giao @snv báo cáo chậm nhất ngày 20/12/2026')
    expect((await lineOf(s, on.lineId)).marks).toMatchObject({ deadlineOn: '2026-12-20', byHand: [] })
  })
})

describe('đồng ý kết luận', () => {
  test('the ladder: nobody, bad input, not allowed, incomplete, success with tasks at both units, repeated, nothing new', async () => {
    const s = await sitting(['Giao @syt chủ trì, phối hợp @snv, xong ngày 15/12/2026', 'Giao @snv báo cáo', 'Thống nhất thông qua'])
    const input = { meetingId: s.meetingId, itemId: s.item, agreementId: uuid(), lines: await seen(s) }
    const id = uuid()
    expect(codeOf(await house.run(null, conclusionAgree, input))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.chairman, conclusionAgree, { ...input, itemId: 'x' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.secretary, conclusionAgree, input))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.members[1] as Actor, conclusionAgree, input))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.chairman, conclusionAgree, { ...input, itemId: s.items[1] ?? '' }))).toBe('CONCLUSION_EMPTY')
    expect(await house.run(c.chairman, conclusionAgree, input)).toMatchObject({ ok: false, code: 'CONCLUSION_INCOMPLETE', params: { n: 1 } })
    expect(await house.services.db.task.count({ where: { meetingId: s.meetingId } })).toBe(0)
    const answer = await house.run(c.chairman, conclusionAgree, { ...input, accepted: [s.lines[1] ?? ''] }, id)
    expect(answer).toMatchObject({ ok: true, data: { n: 1, amended: [], recalled: [] } })
    expect(answer.ok && answer.data.created).toHaveLength(2)
    expect(await house.run(c.chairman, conclusionAgree, { ...input, accepted: [s.lines[1] ?? ''] }, id)).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await agree(s))).toBe('CONCLUSION_NOTHING_NEW')
    const tasks = await house.services.db.task.findMany({ where: { meetingId: s.meetingId }, include: { coordinators: true }, orderBy: { code: 'asc' } })
    expect(tasks.map(t => [t.leadUnitId, t.content, t.kind, t.coordinators.map(x => x.unitId)])).toEqual([
      [c.health, 'Giao Sở Y tế chủ trì, phối hợp Sở Nội vụ, xong ngày 15/12/2026', 'dated', [c.home]],
      [c.home, 'Giao Sở Nội vụ báo cáo', 'undated', []],
    ])
    // Both units see it on their boards, members in the room, from events alone.
    expect((await told(`board:${c.health}`)).some(e => JSON.stringify(e.payload).includes(tasks[0]?.code ?? '-'))).toBe(true)
    expect((await told(`board:${c.home}`)).some(e => JSON.stringify(e.payload).includes(tasks[1]?.code ?? '-'))).toBe(true)
    const room = await house.query(c.members[1] as Actor, 'session.view', { meetingId: s.meetingId })
    expect(room.view.conclusions?.[0]).toMatchObject({ itemId: s.item, n: 1, lines: [{ lead: 'Sở Y tế', task: { code: tasks[0]?.code } }, { lead: 'Sở Nội vụ' }, { lead: null, task: null }] })
  })

  test('a line written after the chair looked is not agreed to', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026'])
    const lines = await seen(s)
    await edit(s, s.lines[0] ?? '', 'Giao @snv xong ngày 15/12/2026')
    const input = { meetingId: s.meetingId, itemId: s.item, agreementId: uuid(), lines }
    expect(codeOf(await house.run(c.chairman, conclusionAgree, input))).toBe('CONCLUSION_CHANGED_MEANWHILE')
    const twice = await Promise.all([agree(s), agree(s)])
    expect(twice.map(codeOf).sort()).toEqual(['CONCLUSION_CHANGED_MEANWHILE', 'ok'])
    expect(await house.services.db.task.count({ where: { meetingId: s.meetingId } })).toBe(1)
  })

  test('sửa sau khi đồng ý: visible as such, the task stays until the chair agrees again, then changes with its history', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026', 'Giao @snv xong ngày 16/12/2026'])
    await agree(s)
    const id = s.lines[0] ?? ''
    const task = (await lineOf(s, id)).task
    await edit(s, id, 'Giao @syt báo cáo xong ngày 20/12/2026')
    expect(await lineOf(s, id)).toMatchObject({ agreed: { text: 'Giao @syt xong ngày 15/12/2026', isChanged: true }, marks: { deadlineOn: '2026-12-20' } })
    const before = await house.query(c.healthHead, 'task.view', { taskId: task?.id ?? '' })
    expect(before.view).toMatchObject({ content: 'Giao Sở Y tế xong ngày 15/12/2026', sourceChangedAt: house.clock.now.getTime(), card: { deadlineOn: '2026-12-15' } })
    const room = await house.query(c.members[1] as Actor, 'session.view', { meetingId: s.meetingId })
    expect(room.view.conclusions?.[0]?.lines[0]?.text).toBe('Giao Sở Y tế xong ngày 15/12/2026')
    expect(await agree(s)).toMatchObject({ ok: true, data: { n: 2, created: [], amended: [task?.code] } })
    const after = await house.query(c.healthHead, 'task.view', { taskId: task?.id ?? '' })
    expect(after.view).toMatchObject({ content: 'Giao Sở Y tế báo cáo xong ngày 20/12/2026', sourceChangedAt: null, card: { deadlineOn: '2026-12-20', originalDeadlineOn: '2026-12-15' } })
    expect(after.view.timeline.map(l => l.act)).toEqual(['amend', 'assign'])
    // Put back as it was: nothing has changed, so nothing is marked.
    await edit(s, id, 'Giao @syt xong ngày 20/12/2026')
    await edit(s, id, 'Giao @syt báo cáo xong ngày 20/12/2026')
    expect((await lineOf(s, id)).agreed?.isChanged).toBe(false)
  })

  test('another lead unit has to take the task up anew; a line taken out recalls its task only when agreed to', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026', 'Giao @snv xong ngày 16/12/2026'])
    await agree(s)
    const [a, b] = s.lines as [string, string]
    const [ta, tb] = [(await lineOf(s, a)).task, (await lineOf(s, b)).task]
    await house.must(c.healthHead, taskAccept, { taskId: ta?.id ?? '' })
    await edit(s, a, 'Giao @snv xong ngày 15/12/2026')
    await house.must(c.secretary, conclusionRemoveLine, { meetingId: s.meetingId, lineId: b })
    expect(await lineOf(s, b)).toMatchObject({ isTakenOut: true, agreed: { isChanged: true }, task: { code: tb?.code } })
    expect(await agree(s)).toMatchObject({ ok: true, data: { amended: [ta?.code], recalled: [tb?.code] } })
    expect(await house.services.db.task.findUnique({ where: { id: ta?.id ?? '' }, select: { state: true, leadUnitId: true } })).toEqual({ state: 'assigned', leadUnitId: c.home })
    expect(await house.services.db.task.findUnique({ where: { id: tb?.id ?? '' }, select: { state: true } })).toEqual({ state: 'recalled' })
    expect((await desk(s)).lines.map(l => l.id)).toEqual([a])
  })

  test('conclusion.recall: nobody, bad input, not allowed, success, repeated, not the last one; not once a unit has accepted', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026'])
    const agreementId = uuid()
    await house.must(c.chairman, conclusionAgree, { meetingId: s.meetingId, itemId: s.item, agreementId, lines: await seen(s) })
    const on = { meetingId: s.meetingId, itemId: s.item, agreementId }
    const id = uuid()
    expect(codeOf(await house.run(null, conclusionRecall, on))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.chairman, conclusionRecall, { ...on, agreementId: '1' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.secretary, conclusionRecall, on))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.chairman, conclusionRecall, on, id))).toBe('ok')
    expect(await house.run(c.chairman, conclusionRecall, on, id)).toMatchObject({ replayed: true })
    expect(codeOf(await house.run(c.chairman, conclusionRecall, on))).toBe('CONCLUSION_NOT_LAST')
    expect(await lineOf(s, s.lines[0] ?? '')).toMatchObject({ agreed: null, task: null })
    expect((await house.query(c.members[1] as Actor, 'session.view', { meetingId: s.meetingId })).view.conclusions).toEqual([])
    // Agreed again, a new task; once the unit has taken it up there is no way back but a changed line.
    const again = uuid()
    await house.must(c.chairman, conclusionAgree, { meetingId: s.meetingId, itemId: s.item, agreementId: again, lines: await seen(s) })
    await house.must(c.healthHead, taskAccept, { taskId: (await lineOf(s, s.lines[0] ?? '')).task?.id ?? '' })
    expect(codeOf(await house.run(c.chairman, conclusionRecall, { ...on, agreementId: again }))).toBe('CONCLUSION_RECALL_LATE')
  })
})

describe('ai thấy kết luận khi đang viết', () => {
  test('a named unit follows its own line and no other; members see what was agreed; press and strangers nothing', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026', 'Giao @snv xong ngày 16/12/2026'])
    const { pool } = house.services
    const follows = (actor: Actor, stream: string) => mayFollow(pool, { kind: 'person', actor }, stream)
    const health = `named:${s.meetingId}/${c.health}`
    const home = `named:${s.meetingId}/${c.home}`
    expect([await follows(c.healthHead, health), await follows(c.healthHead, home), await follows(c.healthHead, `desk:${s.meetingId}`)]).toEqual([true, false, false])
    // On the list as press, or not on it at all.
    expect([await follows(c.homeClerk, home), await follows(c.healthClerk, health), await follows(c.members[1] as Actor, health)]).toEqual([false, false, false])
    expect(await follows(c.healthHead, `named:${s.meetingId}/khong`)).toBe(false)
    const mine = await house.query(c.healthHead, 'conclusion.named', { meetingId: s.meetingId })
    expect(mine.units.flatMap(u => u.view.lines.map(l => l.text))).toEqual(['Giao @syt xong ngày 15/12/2026'])
    expect((await house.query(c.homeClerk, 'conclusion.named', { meetingId: s.meetingId })).units).toEqual([])
    expect((await house.query(c.members[1] as Actor, 'session.view', { meetingId: s.meetingId })).view.conclusions).toEqual([])
    // No longer named: the line goes, without its new words.
    await edit(s, s.lines[0] ?? '', 'Giao @snv làm việc khác, xong ngày 15/12/2026')
    const last = (await told(health)).at(-1)
    expect(last?.payload).toMatchObject({ isRemoved: true, line: { text: '' } })
    expect(JSON.stringify(await told(health))).not.toContain('làm việc khác')
    expect((await told(home)).at(-1)?.payload).toMatchObject({ isRemoved: false, line: { text: 'Giao @snv làm việc khác, xong ngày 15/12/2026' } })
    expect(JSON.stringify(await told(`meeting:${s.meetingId}`))).not.toContain('làm việc khác')
  })

  test('the shared text opens for chair, secretaries and the Office only', async () => {
    const s = await sitting(['Một dòng'])
    const docId = `conclusion:${s.item}`
    const may = async (actor: Actor) => conclusionAccess(house.services.pool, actor, docId)
    expect(await may(c.chairman)).toMatchObject({ read: true, write: true, name: 'Chủ tịch UBND tỉnh' })
    expect(await may(c.secretary)).toMatchObject({ read: true, write: true })
    expect(await may(c.monitor)).toMatchObject({ read: true, write: true })
    for (const one of [c.members[1] as Actor, c.guest, c.substitute, c.healthHead, c.homeClerk]) expect(await may(one)).toMatchObject({ read: false, write: false })
    expect(await conclusionAccess(house.services.pool, c.chairman, 'conclusion:x')).toMatchObject({ read: false })
  })

  test('conclusion.list: members read and print what was agreed, guests do not', async () => {
    const s = await sitting(['Thống nhất'])
    await agree(s)
    expect(await house.query(c.members[1] as Actor, 'conclusion.list', { meetingId: s.meetingId })).toMatchObject([{ lines: [{ text: 'Thống nhất' }] }])
    expect(await refusalOf(house.query(c.guest, 'conclusion.list', { meetingId: s.meetingId }))).toBe('FORBIDDEN')
    expect(await refusalOf(house.query(c.homeClerk, 'conclusion.list', { meetingId: s.meetingId }))).toBe('FORBIDDEN')
  })
})

describe('khóa hồ sơ', () => {
  test('after the seal nothing of a conclusion changes, in the shared text neither', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026'])
    const docId = `conclusion:${s.item}`
    const store = makeStore(house.services.pool, 'test')
    await store.load(docId)
    await agree(s)
    await house.must(c.chairman, meetingEnd, { meetingId: s.meetingId })
    await house.must(c.secretary, meetingSealRecord, { meetingId: s.meetingId })
    const on = { meetingId: s.meetingId, lineId: s.lines[0] ?? '' }
    expect(codeOf(await house.run(c.secretary, conclusionEditLine, { ...on, text: 'khác', baseVersion: (await lineOf(s, on.lineId)).version }))).toBe('RECORD_SEALED')
    expect(codeOf(await house.run(c.secretary, conclusionRemoveLine, on))).toBe('RECORD_SEALED')
    expect(codeOf(await house.run(c.secretary, conclusionMarkLine, { ...on, lead: c.home }))).toBe('RECORD_SEALED')
    expect(codeOf(await agree(s))).toBe('RECORD_SEALED')
    expect(await conclusionAccess(house.services.pool, c.secretary, docId)).toMatchObject({ read: true, write: false })
    expect(await store.append(docId, [{ bytes: new Uint8Array([0, 0]), actorId: c.secretary.userId }], { title: '', text: 'x', lines: [] })).toEqual({ outcome: 'sealed' })
    expect(await lineOf(s, on.lineId)).toMatchObject({ text: 'Giao @syt xong ngày 15/12/2026', isTakenOut: false })
  })
})

describe('góp ý và tệp kèm kết luận', () => {
  test('conclusion.comment: nobody, bad input, not allowed, a line one may not see, success, repeated; settled by the desk', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026', 'Giao @snv xong ngày 16/12/2026'])
    const on = { meetingId: s.meetingId, itemId: s.item, commentId: uuid(), lineId: s.lines[0] ?? '', text: 'Xin thêm 5 ngày' }
    const id = uuid()
    expect(codeOf(await house.run(null, conclusionComment, on))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.healthHead, conclusionComment, { ...on, text: '  ' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.homeClerk, conclusionComment, on))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.healthHead, conclusionComment, { ...on, lineId: s.lines[1] ?? '' }))).toBe('NOT_FOUND')
    expect(codeOf(await house.run(c.healthHead, conclusionComment, { ...on, lineId: null }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.healthHead, conclusionComment, on, id))).toBe('ok')
    expect(await house.run(c.healthHead, conclusionComment, on, id)).toMatchObject({ replayed: true })
    expect(codeOf(await house.run(c.members[1] as Actor, conclusionComment, { ...on, commentId: uuid(), lineId: null }))).toBe('ok')
    expect((await desk(s)).comments).toMatchObject([{ text: 'Xin thêm 5 ngày', byLabel: c.healthHead.displayName, settledAt: null }, { lineId: null }])
    expect(JSON.stringify(await told(`meeting:${s.meetingId}`))).not.toContain('Xin thêm')
    expect(codeOf(await house.run(c.healthHead, conclusionSettleComment, { meetingId: s.meetingId, commentId: on.commentId }))).toBe('FORBIDDEN')
    await house.must(c.secretary, conclusionSettleComment, { meetingId: s.meetingId, commentId: on.commentId })
    expect((await desk(s)).comments?.[0]?.settledAt).toBe(house.clock.now.getTime())
  })

  test('thêm, sửa, gỡ tệp: not allowed, not ready, success, repeated; members get them with the agreement', async () => {
    const s = await sitting(['Thống nhất'])
    const file = async (by: Actor) => {
      const fileId = uuid()
      await house.services.db.storedFile.create({ data: { id: fileId, sha256: fileId, size: 10, mime: 'application/pdf', name: 'phu-luc.pdf', uploadedById: by.userId, createdAt: house.clock.now } })
      return fileId
    }
    const on = { meetingId: s.meetingId, itemId: s.item, id: uuid(), fileId: await file(c.secretary), title: 'Phụ lục' }
    expect(codeOf(await house.run(null, conclusionAddFile, on))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.members[1] as Actor, conclusionAddFile, on))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.secretary, conclusionAddFile, { ...on, title: '' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.secretary, conclusionAddFile, { ...on, fileId: await file(c.guest) }))).toBe('FILE_NOT_READY')
    const id = uuid()
    expect(codeOf(await house.run(c.secretary, conclusionAddFile, on, id))).toBe('ok')
    expect(await house.run(c.secretary, conclusionAddFile, on, id)).toMatchObject({ replayed: true })
    expect(JSON.stringify(await told(`meeting:${s.meetingId}`))).not.toContain('phu-luc')
    await agree(s)
    await house.must(c.secretary, conclusionRenameFile, { meetingId: s.meetingId, id: on.id, title: 'Phụ lục 1' })
    const room = async () => (await house.query(c.members[1] as Actor, 'session.view', { meetingId: s.meetingId })).view.conclusions?.[0]?.files
    expect(await room()).toMatchObject([{ title: 'Phụ lục 1', name: 'phu-luc.pdf' }])
    await house.must(c.secretary, conclusionRemoveFile, { meetingId: s.meetingId, id: on.id })
    expect(await room()).toEqual([])
    expect(codeOf(await house.run(c.secretary, conclusionRemoveFile, { meetingId: s.meetingId, id: on.id }))).toBe('NOT_FOUND')
  })
})

describe('văn bản chung và các dòng là một', () => {
  const store = () => makeStore(house.services.pool, 'test')
  const load = async (docId: string) => {
    const loaded = await store().load(docId)
    const doc = new Y.Doc()
    if (loaded?.state) Y.applyUpdate(doc, loaded.state)
    for (const u of loaded?.updates ?? []) Y.applyUpdate(doc, u.bytes)
    return doc
  }

  test('opened, it holds the lines written so far; a command writes into it, an edit of it writes the rows', async () => {
    const s = await sitting(['Một', 'Hai'])
    const docId = `conclusion:${s.item}`
    expect(readProjection(await load(docId), 'conclusion').lines).toEqual([{ id: s.lines[0], text: 'Một' }, { id: s.lines[1], text: 'Hai' }])
    const third = uuid()
    await house.must(c.secretary, conclusionAddLine, { meetingId: s.meetingId, itemId: s.item, lineId: third, text: 'Giữa', afterId: s.lines[0] ?? '' })
    await edit(s, s.lines[1] ?? '', 'Hai, sửa')
    await house.must(c.secretary, conclusionRemoveLine, { meetingId: s.meetingId, lineId: s.lines[0] ?? '' })
    const doc = await load(docId)
    expect(readProjection(doc, 'conclusion').lines).toEqual([{ id: third, text: 'Giữa' }, { id: s.lines[1], text: 'Hai, sửa' }])
    // A line made by a command has the very structure an editor gives it.
    const shape = (d: Y.Doc) => (d.get(ROOT_NAME, Y.XmlText).toDelta() as { insert: Y.XmlText }[]).map(b => [b.insert.getAttributes(), (b.insert.toDelta() as { insert: unknown }[]).map(x => (x.insert instanceof Y.Map ? x.insert.toJSON() : x.insert))])
    const made = new Y.Doc()
    Y.applyUpdate(made, seedLines([{ id: third, text: 'Giữa' }, { id: s.lines[1] ?? '', text: 'Hai, sửa' }], third))
    expect(shape(doc)).toEqual(shape(made))

    // Typed in the editor: stored with its rows, then told.
    const before = Y.encodeStateVector(doc)
    const line = (doc.get(ROOT_NAME, Y.XmlText).toDelta() as { insert: Y.XmlText }[])[0]?.insert
    line?.insert(line.length, ' – giao @syt xong ngày 15/12/2026')
    const projection = readProjection(doc, 'conclusion')
    expect(await store().append(docId, [{ bytes: Y.encodeStateAsUpdate(doc, before), actorId: c.secretary.userId }], projection)).toMatchObject({ outcome: 'stored' })
    const [row] = await house.database.query<{ text: string; version: number; toldVersion: number }>(`SELECT text, version, "toldVersion" FROM "ConclusionLine" WHERE id = $1`, [third])
    expect(row).toEqual({ text: 'Giữa – giao @syt xong ngày 15/12/2026', version: 2, toldVersion: 1 })
    expect(codeOf(await house.run(c.secretary, conclusionPublish, { itemId: s.item }))).toBe('FORBIDDEN')
    await house.must(systemActor, conclusionPublish, { itemId: s.item })
    expect(await lineOf(s, third)).toMatchObject({ version: 2, marks: { lead: { id: c.health }, deadlineOn: '2026-12-15' } })
    const events = (await told(`desk:${s.meetingId}`)).length
    await house.must(systemActor, conclusionPublish, { itemId: s.item })
    expect((await told(`desk:${s.meetingId}`)).length).toBe(events)
  })

  test('folding the events of desk and room gives what a fresh load gives', async () => {
    const s = await sitting(['Giao @syt xong ngày 15/12/2026', 'Hai'])
    await agree(s)
    await edit(s, s.lines[0] ?? '', 'Giao @snv xong ngày 15/12/2026')
    await house.must(c.secretary, conclusionRemoveLine, { meetingId: s.meetingId, lineId: s.lines[1] ?? '' })
    const folded = (await told(`desk:${s.meetingId}`)).reduce((v, e) => reduceDesk(v, e as never), { lines: [], comments: [], conclusionFiles: [], hidden: { items: [], papers: [] }, guests: [] } as Parameters<typeof reduceDesk>[0])
    expect(folded).toEqual(await desk(s))
    const room = await house.query(c.members[1] as Actor, 'session.view', { meetingId: s.meetingId })
    const live = (await told(`meeting:${s.meetingId}`)).filter(e => e.name === 'conclusion.agreed').reduce((v, e) => reduceSession(v, e as never), { ...room.view, conclusions: [] } as typeof room.view)
    expect(live.conclusions).toEqual(room.view.conclusions)
  })
})

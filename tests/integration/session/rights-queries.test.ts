import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Response as ExpressResponse } from 'express'
import type { Request } from 'express'
import { statusOf } from '#app/contracts/errors.ts'
import type { Actor, QueryContext } from '#server/command/context.ts'
import { queries } from '#server/features/index.ts'
import { makeLoadContext } from '#server/http/make-load-context.ts'
import type { WithLocals } from '#server/http/security.ts'
import { mayFollow, STREAM_KINDS } from '#server/policies/stream.ts'
import { agendaAccess } from '#server/policies/agenda.ts'
import { conclusionAccess } from '#server/policies/conclusion.ts'
import { scopePaper } from '#server/policies/paper.ts'
import { conclusionAddLine, meetingEnd } from '#app/contracts/meeting.ts'
import { chairAssign, meetingHandBack, meetingTakeOver } from '#app/contracts/people.ts'
import { presentationGrant, presentationRevoke } from '#app/contracts/presentation.ts'
import { agendaAddItem, presentationShow } from '#app/contracts/meeting.ts'
import { addPerson, type House, openHouse, refusalOf } from '#tests/support/build.ts'
import { asks, moreAsks } from '#tests/support/rights/asks.ts'
import { leaked, plant, type Planted } from '#tests/support/rights/planted.ts'
import { gaps, readRights, registryName } from '#tests/support/rights/table.ts'
import { buildWorld, mark, MARKED, ROLES, type World } from '#tests/support/rights/world.ts'
import { v7 as uuid } from 'uuid'

let house: House
let w: World
let p: Planted
beforeAll(async () => {
  house = await openHouse()
  w = await buildWorld(house)
  p = await plant(w)
})
afterAll(() => house.close())

type Query = (ctx: QueryContext, args: unknown) => Promise<unknown>
const table = readRights('truy vấn')

/** The answer of a query as text, or the code it was refused with. */
async function ask(actor: Actor, name: string, args: unknown): Promise<{ code: string; text: string }> {
  let text = ''
  const query = (queries as unknown as Record<string, Query>)[registryName(name)]
  if (!query) throw new Error(`no query ${name}`)
  const ctx: QueryContext = { db: house.services.db, actor, now: house.clock.now, calendar: house.services.calendar }
  const code = await refusalOf(query(ctx, args).then(found => (text = JSON.stringify(found))))
  return { code, text }
}
const argsOf = async (name: string): Promise<unknown> => {
  const make = name in moreAsks ? moreAsks[name]?.args : asks[name as keyof typeof asks]
  if (!make) throw new Error(`no arguments for ${name}`)
  return (make as (w: World, p: Planted) => unknown)(w, p)
}

describe('khách mời, báo chí, người dự thay và người ngoài: mọi truy vấn', () => {
  test('bảng quyền nêu đúng mọi truy vấn đang có, không thừa không thiếu', () => {
    expect(gaps(table, Object.keys(queries))).toEqual({ missing: [], stale: [] })
    expect(Object.keys(moreAsks).filter(n => !table.has(n))).toEqual([])
  })

  test('mỗi vai được trả lời hoặc bị từ chối đúng như bảng; câu trả lời không chứa điều vai đó không được thấy', async () => {
    const wrong: string[] = []
    for (const [name, answers] of table) {
      const args = await argsOf(name)
      for (const role of ROLES) {
        const actor = w.actorOf(role)
        if (!actor) continue
        const { code, text } = await ask(actor, name, args)
        const isAnswered = code === 'allowed'
        if (isAnswered !== (answers[role] !== 'không')) wrong.push(`${name}, ${role}: ${code}, bảng ghi ${answers[role]}`)
        else if (!isAnswered && ![401, 403, 404].includes(statusOf(code))) wrong.push(`${name}, ${role}: ${code} không phải từ chối về quyền`)
        for (const word of leaked(role, text)) wrong.push(`${name}, ${role}: lộ ${word}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('cùng câu hỏi ấy, bàn thư ký thấy điều người ngoài không thấy: từ chối là vì quyền, không vì dữ liệu trống', async () => {
    const seen = new Set<string>()
    for (const name of table.keys()) {
      const { text } = await ask(w.c.secretary, name, await argsOf(name))
      for (const word of text.match(MARKED) ?? []) seen.add(word)
    }
    const planted = ['title', 'presenter', 'paper'].flatMap(kind => ['done', 'now', 'next', 'hidden', 'last'].map(item => mark(item, kind)))
    const said = ['hidden.draft', 'now.draft', 'finance.named', 'comment.desk', 'chat.room', 'chat.line', 'guest.line', 'queue.subject', 'speech.note', 'absence.request', 'absence.reason', 'mandate.document', 'attendance.correction', 'conclusion.file', 'hall.message', 'task.title'].map(x => `dau.${x}`)
    expect([...planted, ...said].filter(word => !seen.has(word))).toEqual([])
  })

  test('chưa đăng nhập: mọi truy vấn đều đưa về trang đăng nhập', async () => {
    expect([...table].filter(([, answers]) => answers['chưa đăng nhập'] !== 'không').map(([name]) => name)).toEqual([])
    const req = { headers: {}, originalUrl: '/phien-hop', protocol: 'http', get: () => 'localhost', ip: '127.0.0.1' } as unknown as Request
    const nobody = await makeLoadContext(house.services, req, { locals: { nonce: '' } } as unknown as ExpressResponse & WithLocals)
    for (const name of Object.keys(queries) as (keyof typeof queries)[]) {
      const refused = await nobody.query(name, (await argsOf(name)) as never).catch((thrown: unknown) => thrown)
      expect(refused, name).toBeInstanceOf(Response)
      expect((refused as Response).headers.get('Location'), name).toBe('/dang-nhap?ve=%2Fphien-hop')
    }
  })
})

describe('người chủ trì thay, người giám sát, khách trình chiếu', () => {
  test('Phó Chủ tịch đang chủ trì theo phân công đọc như chủ trì: nội dung ẩn, bản soạn, kết luận đang viết, hồ sơ; trả lại thì thôi', async () => {
    const s = await w.session('running')
    const on = { meetingId: s.meetingId }
    await w.must(w.c.secretary, conclusionAddLine, { ...on, itemId: s.items.hidden, lineId: uuid(), text: mark('hidden', 'draft') })
    await w.must(w.c.secretary, chairAssign, { ...on, assignmentId: uuid(), participantId: s.idOf(w.vice), documentNumber: '45/GUQ-UBND', documentOn: '2026-11-25' })
    const { pool, db } = house.services
    const reads = async () => ({
      agenda: (await ask(w.vice, 'agenda.draft', on)).text.includes(mark('hidden', 'title')),
      versions: (await ask(w.vice, 'agenda.versions', on)).code,
      record: (await ask(w.vice, 'record.view', on)).text.includes(mark('hidden', 'draft')),
      seats: (await ask(w.vice, 'seating.print', on)).code,
      item: await agendaAccess(pool, w.vice, `item:${s.items.hidden}`).then(a => a.write),
      conclusion: await conclusionAccess(pool, w.vice, `conclusion:${s.items.now}`).then(a => a.write),
      paper: (await db.paper.count({ where: { AND: [{ id: s.papers.hidden }, scopePaper(w.vice)] } })) === 1,
      streams: (await Promise.all(['desk', 'agenda', 'sites'].map(kind => mayFollow(pool, { kind: 'person', actor: w.vice }, `${kind}:${s.meetingId}`)))).every(Boolean),
      edits: (await house.run(w.vice, agendaAddItem, { ...on, itemId: uuid(), title: 'Việc phát sinh' })).ok,
    })
    const member = { agenda: false, versions: 'allowed', record: false, seats: 'FORBIDDEN', item: false, conclusion: false, paper: false, streams: false, edits: false }
    expect(await reads()).toEqual(member)
    await w.must(w.c.chairman, meetingTakeOver, on)
    expect(await reads()).toEqual({ agenda: true, versions: 'allowed', record: true, seats: 'allowed', item: true, conclusion: true, paper: true, streams: true, edits: true })
    await w.must(w.c.chairman, meetingHandBack, on)
    expect(await reads()).toEqual(member)
  })

  test('người giám sát không thấy dòng kết luận, tài liệu của nội dung còn ẩn; phiên kết thúc thì thấy trong hồ sơ', async () => {
    const s = await w.session('running')
    const on = { meetingId: s.meetingId }
    for (const [itemId, word] of [[s.items.hidden, mark('hidden', 'draft')], [s.items.now, mark('now', 'draft')]] as const)
      await w.must(w.c.secretary, conclusionAddLine, { ...on, itemId, lineId: uuid(), text: word })
    const paper = () => house.services.db.paper.count({ where: { AND: [{ id: s.papers.hidden }, scopePaper(w.auditor)] } })
    const record = async () => (await ask(w.auditor, 'record.view', on)).text
    expect(await record()).toContain(mark('now', 'draft'))
    expect(await record()).not.toContain('dau.hidden')
    expect(await paper()).toBe(0)
    for (const name of ['session.view', 'directory.find', 'agenda.versions'])
      expect((await ask(w.auditor, name, name === 'directory.find' ? { text: 'dau hidden' } : on)).text, name).not.toContain('dau.hidden')
    await w.must(w.c.chairman, meetingEnd, on)
    expect(await record()).toContain(mark('hidden', 'draft'))
    expect(await paper()).toBe(1)
    // A member reads what was agreed to, and nothing of what stayed hidden, also afterwards.
    expect((await ask(w.second, 'record.view', on)).text).not.toContain('dau.hidden')
  })

  test('khách mời, báo chí không được trao quyền trình chiếu: nêu lý do; thành viên đổi thành khách thì quyền đã trao không còn', async () => {
    const s = await w.session('running')
    const on = { meetingId: s.meetingId }
    for (const role of ['khách, đang nội dung', 'báo chí'] as const)
      expect(await house.run(w.c.chairman, presentationGrant, { ...on, participantId: s.idOf(w.people[role]) }), role).toMatchObject({ ok: false, code: 'PRESENTING_GUEST' })
    const show = { ...on, paperId: s.papers.now, page: 1 }
    await w.must(w.c.chairman, presentationGrant, { ...on, participantId: s.idOf(w.c.substitute) })
    await w.must(w.c.substitute, presentationShow, show)
    await w.must(w.c.chairman, presentationRevoke, { ...on, participantId: s.idOf(w.c.substitute) })
    await w.must(w.c.chairman, presentationGrant, { ...on, participantId: s.idOf(w.c.substitute) })
    await house.services.db.meetingParticipant.update({ where: { id: s.idOf(w.c.substitute) }, data: { role: 'guest' } })
    expect(await house.run(w.c.substitute, presentationShow, show)).toMatchObject({ ok: false, code: 'PRESENTING_NOT_GRANTED' })
  })

  test('cán bộ của xã có điểm cầu mà được mời làm khách thì vẫn là khách: không theo cả phiên, không mở tài liệu ngoài phần được mời', async () => {
    const s = await w.session('running')
    const head = await addPerson(house, 'Chủ tịch UBND xã Tân Trào', [{ role: 'unit_head', unitId: w.unit.commune }])
    const { pool, db } = house.services
    const rights = async () => ({
      streams: (await Promise.all(['meeting', 'page', 'sites'].map(kind => mayFollow(pool, { kind: 'person', actor: head }, `${kind}:${s.meetingId}`)))).join(),
      papers: await db.paper.count({ where: { AND: [{ meetingId: s.meetingId }, scopePaper(head)] } }),
    })
    expect(await rights()).toEqual({ streams: 'true,true,true', papers: 4 })
    await db.meetingParticipant.create({ data: { id: uuid(), meetingId: s.meetingId, userId: head.userId, role: 'guest', label: head.displayName, rank: 960, guestItems: { create: { itemId: s.items.next } } } })
    expect(await rights()).toEqual({ streams: 'false,false,false', papers: 1 })
    expect((await ask(head, 'session.view', { meetingId: s.meetingId })).code).toBe('MEETING_PART_ONLY')
  })

  test('dòng sự kiện nào không có trong danh sách thì không ai theo được', async () => {
    expect(STREAM_KINDS.length).toBeGreaterThan(10)
    for (const stream of ['', 'meeting', 'constructor:x', `toString:${p.meetingId}`, `__proto__:${p.meetingId}`, `vote:${p.meetingId}`, `meeting:${p.meetingId}x`])
      expect(await mayFollow(house.services.pool, { kind: 'person', actor: w.c.secretary }, stream), stream).toBe(false)
  })
})

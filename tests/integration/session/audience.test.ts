import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { agendaHideItem, guestAllowSpeech, guestSetItems, meetingOpenToPress } from '#app/contracts/audience.ts'
import type { Answer, CommandDef, StreamEvent } from '#app/contracts/define.ts'
import {
  agendaAddItem,
  agendaIssue,
  agendaUpdateItem,
  attendanceCheckIn,
  meetingGoToItem,
  meetingOpen,
  meetingSetItemAside,
  presentationShow,
  speakingCall,
  speakingRequest,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import { withHidden } from '#app/live/reducers/hidden.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import { standing } from '#app/screens/session/derive.ts'
import type { Actor } from '#server/command/context.ts'
import { agendaAccess } from '#server/policies/agenda.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { catchUp } from '#server/outbox/catch-up.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let press: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  press = await addPerson(house, 'Phóng viên Báo Tuyên Quang', [{ role: 'guest', unitId: c.province }])
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = async (actor: Actor | null, def: CommandDef, input: unknown, id = uuid()): Promise<Answer> => house.services.runCommand(def.name, input, id, { actor, ip: null })

/** An issued session with the press on its list, a paper on every item, and nothing opened yet. */
async function sit(itemCount = 4) {
  const sitting = await buildSitting(house, c, itemCount)
  const on = { meetingId: sitting.meetingId }
  const { db } = house.services
  await db.meetingParticipant.create({ data: { id: uuid(), ...on, userId: press.userId, role: 'observer', label: press.displayName, rank: 950 } })
  const paper = new Map<string, string>()
  for (const [i, itemId] of sitting.items.entries()) {
    const file = await db.storedFile.create({ data: { id: uuid(), sha256: uuid(), name: `to-trinh-${i + 1}.pdf`, mime: 'application/pdf', size: 1000n, pages: 12, uploadedById: c.secretary.userId } })
    const row = await db.paper.create({ data: { id: uuid(), ...on, itemId, fileId: file.id, title: `Tờ trình ${i + 1}`, kind: 'main', addedById: c.secretary.userId } })
    paper.set(itemId, row.id)
  }
  await house.must(c.secretary, agendaIssue, on)
  const guest = await db.meetingParticipant.findUniqueOrThrow({ where: { meetingId_userId: { ...on, userId: c.guest.userId } } })
  const view = async (actor: Actor = c.substitute) => (await house.query(actor, 'session.view', on)).view
  const part = async (actor: Actor) => (await house.query(actor, 'part.view', on)).shared
  const told = async (stream: string): Promise<StreamEvent[]> => {
    const found = await catchUp(house.services.pool, `${stream}:${on.meetingId}`, 0)
    if (found.isReload) throw new Error('too many events')
    return found.events
  }
  return { on, items: sitting.items as [string, string, string, string], paper, guestId: guest.id, view, part, told }
}

async function open(on: { meetingId: string }) {
  for (const who of [c.chairman, c.members[1] as Actor]) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
}

describe('ẩn nội dung', () => {
  test('nội dung ẩn không có trên màn hình, dòng sự kiện, tệp, tìm kiếm, phiên bản của người dự; bàn thư ký vẫn thấy', async () => {
    const s = await sit()
    const secret = s.items[1]
    const before = await s.view()
    await house.must(c.secretary, agendaUpdateItem, { ...s.on, itemId: secret, presenter: 'Chánh Thanh tra' })
    await house.must(c.secretary, agendaHideItem, { ...s.on, itemId: secret, isHidden: true })
    const hiddenSince = (await s.told('meeting')).length
    // Everything that may be done to it while it is hidden.
    await house.must(c.secretary, agendaUpdateItem, { ...s.on, itemId: secret, minutes: 45 })
    await open(s.on)
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[0] })
    await house.must(c.chairman, meetingSetItemAside, { ...s.on, itemId: secret, act: 'hold_over', reason: 'Chờ ý kiến' })
    await house.must(c.chairman, meetingSetItemAside, { ...s.on, itemId: secret, act: 'take_back' })
    expect(codeOf(await send(c.chairman, presentationShow, { ...s.on, paperId: s.paper.get(secret), page: 1 }))).toBe('NOT_FOUND')
    const seen = await s.view()
    expect(seen.items.map(i => i.title)).toEqual(['Nội dung 1', 'Nội dung 3', 'Nội dung 4'])
    expect(standing(seen).map((_, i) => i + 1)).toEqual([1, 2, 3])
    const since = (await s.told('meeting')).slice(hiddenSince)
    expect(since.length).toBeGreaterThan(2)
    for (const text of [JSON.stringify(seen), JSON.stringify(since)]) for (const trace of [secret, 'Nội dung 2', 'Tờ trình 2', 'Chánh Thanh tra']) expect(text).not.toContain(trace)
    // a draft reader of another unit, the file door, the search, the issued versions
    expect((await agendaAccess(house.services.pool, c.healthHead, `item:${secret}`)).read).toBe(false)
    expect(await house.query(c.substitute, 'directory.find', { text: 'to trinh 2' })).toEqual([])
    await house.must(c.secretary, agendaAddItem, { ...s.on, itemId: uuid(), title: 'Việc công khai' })
    await house.must(c.secretary, agendaIssue, { ...s.on, reason: 'Bổ sung' })
    const versions = await house.query(c.substitute, 'agenda.versions', s.on)
    expect(JSON.stringify(versions)).not.toContain(secret)
    expect(JSON.stringify((await s.view()).items)).not.toContain('Nội dung 2')
    // the desk: at its place, with its paper
    const desk = (await house.query(c.chairman, 'desk.view', s.on)).view
    const whole = withHidden(await s.view(c.chairman), desk.hidden)
    expect(whole.items.map(i => i.title)).toEqual(['Nội dung 1', 'Nội dung 2', 'Nội dung 3', 'Nội dung 4', 'Việc công khai'])
    expect(whole.items[1]).toMatchObject({ isHidden: true, minutes: 45 })
    expect(whole.papers.filter(p => p.itemId === secret).map(p => p.title)).toEqual(['Tờ trình 2'])
    expect((await house.query(c.monitor, 'desk.view', s.on)).view.hidden.items.map(i => i.id)).toEqual([secret])
    expect(before.items).toHaveLength(4)
  })

  test('phiên chuyển đến thì nội dung hiện ở đúng chỗ, kèm tài liệu, trong một sự kiện', async () => {
    const s = await sit()
    const fresh = uuid()
    await house.must(c.secretary, agendaHideItem, { ...s.on, itemId: s.items[2], isHidden: true })
    // One that was never issued at all.
    await house.must(c.secretary, agendaAddItem, { ...s.on, itemId: fresh, title: 'Công tác cán bộ', beforeId: s.items[1] })
    await house.must(c.secretary, agendaHideItem, { ...s.on, itemId: fresh, isHidden: true })
    await open(s.on)
    let view = await s.view()
    let seq = (await s.told('meeting')).length
    const follow = async () => {
      const events = (await s.told('meeting')).slice(seq)
      seq += events.length
      view = events.reduce(reduceSession, view)
      return events
    }
    for (const [itemId, titles] of [
      [s.items[2], ['Nội dung 1', 'Nội dung 2', 'Nội dung 3', 'Nội dung 4']],
      [fresh, ['Nội dung 1', 'Công tác cán bộ', 'Nội dung 2', 'Nội dung 3', 'Nội dung 4']],
    ] as const) {
      await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId })
      const events = await follow()
      expect(events.map(e => e.name)).toEqual(['meeting.itemReached'])
      expect(view.items.map(i => i.title)).toEqual(titles)
      expect(view.items).toEqual((await s.view()).items)
    }
    expect(view.papers.map(p => p.title).sort()).toEqual(['Tờ trình 1', 'Tờ trình 2', 'Tờ trình 3', 'Tờ trình 4'])
    expect((await house.query(c.chairman, 'desk.view', s.on)).view.hidden.items).toEqual([])
  })

  test('thang kiểm tra: ẩn, hiện lại, đã bàn thì không ẩn', async () => {
    const s = await sit()
    const hide = { ...s.on, itemId: s.items[3], isHidden: true }
    const id = uuid()
    expect(codeOf(await send(null, agendaHideItem, hide))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(c.secretary, agendaHideItem, { ...hide, isHidden: 'x' }))).toBe('BAD_INPUT')
    for (const who of [c.members[1] as Actor, c.substitute, c.guest, press, c.homeClerk]) expect(codeOf(await send(who, agendaHideItem, hide))).toBe('FORBIDDEN')
    expect(codeOf(await send(c.secretary, agendaHideItem, hide, id))).toBe('ok')
    expect(await send(c.secretary, agendaHideItem, hide, id)).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await send(c.secretary, agendaHideItem, hide))).toBe('ITEM_HIDDEN_ALREADY')
    expect(codeOf(await send(c.chairman, meetingOpenToPress, { ...s.on, itemId: s.items[3], isOpen: true }))).toBe('ITEM_HIDDEN_ALREADY')
    expect(codeOf(await send(c.chairman, agendaHideItem, { ...hide, isHidden: false }))).toBe('ok')
    expect(codeOf(await send(c.chairman, agendaHideItem, { ...hide, isHidden: false }))).toBe('ITEM_SHOWN_ALREADY')
    expect((await s.view()).items).toHaveLength(4)
    await open(s.on)
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[3] })
    expect(codeOf(await send(c.chairman, agendaHideItem, hide))).toBe('ITEM_ALREADY_SEEN')
    expect(codeOf(await send(c.chairman, agendaHideItem, { ...hide, itemId: uuid() }))).toBe('ITEM_NOT_IN_MEETING')
  })
})

describe('khách mời', () => {
  test('chỉ thấy nội dung, tài liệu được mời; người khác, túc số, phiếu, hàng đợi thì không', async () => {
    const s = await sit()
    expect(await refusalOf(house.query(c.guest, 'session.view', s.on))).toBe('MEETING_PART_ONLY')
    const nothing = await s.part(c.guest)
    expect(nothing).toMatchObject({ items: [], call: { kind: 'none' }, chairLabel: c.chairman.displayName })
    await house.must(c.secretary, guestSetItems, { ...s.on, participantId: s.guestId, itemIds: [s.items[2]] })
    await open(s.on)
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[1] })
    const requestId = uuid()
    await house.must(c.members[1] as Actor, speakingRequest, { ...s.on, requestId, subject: 'Ý kiến của thành viên' })
    const part = await s.part(c.guest)
    expect(part.items.map(i => [i.title, i.papers.map(p => p.title)])).toEqual([['Nội dung 3', ['Tờ trình 3']]])
    expect(part).toMatchObject({ currentItemId: null, canAskToSpeak: false, call: { kind: 'wait', afterSeconds: 0, isNext: true } })
    const text = JSON.stringify(await house.query(c.guest, 'part.view', s.on))
    for (const trace of ['Nội dung 1', 'Nội dung 2', 'Nội dung 4', 'Tờ trình 1', 'Ý kiến của thành viên', 'Ủy viên', 'quorum', 'ballots', 'absenceReason', 'minutes']) expect(text).not.toContain(trace)
    const { pool } = house.services
    const reader = { kind: 'person' as const, actor: c.guest }
    expect(await mayFollow(pool, reader, `meeting:${s.on.meetingId}`)).toBe(false)
    expect(await mayFollow(pool, reader, `part:${s.on.meetingId}`)).toBe(true)
    expect(await mayFollow(pool, { kind: 'person', actor: c.substitute }, `part:${s.on.meetingId}`)).toBe(false)
    const found = await house.query(c.guest, 'directory.find', { text: 'to trinh' })
    expect(found.map(f => f.label)).toEqual(['Tờ trình 3'])
  })

  test('phát biểu ở nội dung của mình khi chủ trì cho; ngoài ra thì không', async () => {
    const s = await sit()
    await house.must(c.secretary, guestSetItems, { ...s.on, participantId: s.guestId, itemIds: [s.items[1]] })
    await open(s.on)
    await house.must(c.guest, attendanceCheckIn, s.on)
    const ask = () => send(c.guest, speakingRequest, { ...s.on, requestId: uuid(), subject: 'Ý kiến của HĐND' })
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[0] })
    expect(codeOf(await ask())).toBe('GUEST_NOT_ON_ITEM')
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[1] })
    expect((await s.part(c.guest)).canAskToSpeak).toBe(true)
    await house.must(c.chairman, guestAllowSpeech, { ...s.on, isAllowed: false })
    expect(codeOf(await ask())).toBe('GUEST_SPEECH_OFF')
    expect((await s.part(c.guest)).canAskToSpeak).toBe(false)
    await house.must(c.chairman, guestAllowSpeech, { ...s.on, isAllowed: true })
    expect(codeOf(await ask())).toBe('ok')
    expect((await house.query(c.guest, 'part.view', s.on)).own?.request).toMatchObject({ status: 'waiting', subject: 'Ý kiến của HĐND' })
  })

  test('thang kiểm tra: chia nội dung cho khách, cho phát biểu', async () => {
    const s = await sit()
    const set = { ...s.on, participantId: s.guestId, itemIds: [s.items[0], s.items[2]] }
    const id = uuid()
    expect(codeOf(await send(null, guestSetItems, set))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(c.secretary, guestSetItems, { ...set, itemIds: ['x'] }))).toBe('BAD_INPUT')
    for (const who of [c.members[1] as Actor, c.guest, press, c.substitute, c.homeClerk]) expect(codeOf(await send(who, guestSetItems, set))).toBe('FORBIDDEN')
    const member = (await s.view()).participants.find(p => p.role === 'member')
    expect(codeOf(await send(c.secretary, guestSetItems, { ...set, participantId: member?.id }))).toBe('GUEST_NOT_A_GUEST')
    expect(codeOf(await send(c.secretary, guestSetItems, { ...set, participantId: uuid() }))).toBe('NOT_FOUND')
    expect(await send(c.secretary, guestSetItems, { ...set, itemIds: [uuid()] })).toMatchObject({ ok: false, code: 'ITEM_NOT_IN_MEETING', fields: { itemIds: 'ITEM_NOT_IN_MEETING' } })
    expect(codeOf(await send(c.secretary, guestSetItems, set, id))).toBe('ok')
    expect(await send(c.secretary, guestSetItems, set, id)).toMatchObject({ ok: true, replayed: true })
    expect((await house.query(c.secretary, 'desk.view', s.on)).view.guests).toEqual([{ participantId: s.guestId, itemIds: [s.items[0], s.items[2]].sort() }])
    await house.must(c.secretary, guestSetItems, { ...set, itemIds: [] })
    expect((await s.part(c.guest)).items).toEqual([])
    for (const who of [c.members[1] as Actor, c.guest, press, c.homeClerk]) expect(codeOf(await send(who, guestAllowSpeech, { ...s.on, isAllowed: false }))).toBe('FORBIDDEN')
    expect(codeOf(await send(null, guestAllowSpeech, { ...s.on, isAllowed: false }))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(c.chairman, guestAllowSpeech, { ...s.on, isAllowed: 1 }))).toBe('BAD_INPUT')
  })
})

describe('báo chí, người quan sát', () => {
  test('chỉ thấy nội dung được mở; thảo luận và biểu quyết thì đóng (NĐ 191/2026)', async () => {
    const s = await sit()
    await open(s.on)
    expect((await s.part(press)).items).toEqual([])
    await house.must(c.chairman, meetingOpenToPress, { ...s.on, itemId: s.items[0], isOpen: true })
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[0] })
    const opened = await s.part(press)
    expect(opened).toMatchObject({ isClosedNow: false, call: null, currentItemId: s.items[0] })
    expect(opened.items.map(i => [i.title, i.papers.length])).toEqual([['Nội dung 1', 1]])
    const readable = async () => (await house.query(press, 'directory.find', { text: 'to trinh' })).map(f => f.label)
    expect(await readable()).toEqual(['Tờ trình 1'])
    const requestId = uuid()
    await house.must(c.members[1] as Actor, speakingRequest, { ...s.on, requestId, subject: 'Kinh phí' })
    expect((await s.part(press)).isClosedNow).toBe(false)
    await house.must(c.chairman, speakingCall, { ...s.on, requestId })
    const closed = await s.part(press)
    expect(closed).toMatchObject({ isClosedNow: true, items: [], currentItemId: null, presenting: null, isVoting: false })
    expect(await readable()).toEqual([])
    await house.must(c.chairman, meetingGoToItem, { ...s.on, itemId: s.items[1] })
    await house.must(c.chairman, meetingOpenToPress, { ...s.on, itemId: s.items[1], isOpen: true })
    expect((await s.part(press)).items.map(i => i.title)).toEqual(['Nội dung 1', 'Nội dung 2'])
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...s.on, voteId, question: 'Thông qua dự toán?' })
    expect(await s.part(press)).toMatchObject({ isClosedNow: true, currentItemId: null })
    await house.must(c.chairman, voteClose, { voteId })
    const after = JSON.stringify(await house.query(press, 'part.view', s.on))
    for (const trace of ['Thông qua dự toán', 'Nội dung 2', 'tán thành']) expect(after).not.toContain(trace)
    await house.must(c.chairman, meetingOpenToPress, { ...s.on, itemId: s.items[0], isOpen: false })
    expect((await s.part(press)).items).toEqual([])
  })

  test('thang kiểm tra: mở, đóng cho báo chí', async () => {
    const s = await sit()
    const open = { ...s.on, itemId: s.items[0], isOpen: true }
    const id = uuid()
    expect(codeOf(await send(null, meetingOpenToPress, open))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(c.chairman, meetingOpenToPress, { ...open, itemId: 'x' }))).toBe('BAD_INPUT')
    for (const who of [c.members[1] as Actor, c.guest, press, c.substitute, c.monitor]) expect(codeOf(await send(who, meetingOpenToPress, open))).toBe('FORBIDDEN')
    expect(codeOf(await send(c.secretary, meetingOpenToPress, open, id))).toBe('ok')
    expect(await send(c.secretary, meetingOpenToPress, open, id)).toMatchObject({ ok: true, replayed: true })
    const told = (await s.told('meeting')).length
    expect(codeOf(await send(c.chairman, meetingOpenToPress, open)), 'once more changes nothing').toBe('ok')
    expect((await s.told('meeting')).length).toBe(told)
    expect((await s.view()).items[0]).toMatchObject({ isOpenToPress: true })
    expect(codeOf(await send(c.chairman, meetingOpenToPress, { ...open, itemId: uuid() }))).toBe('ITEM_NOT_IN_MEETING')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { guestSetItems } from '#app/contracts/audience.ts'
import type { Answer, CommandDef, StreamEvent } from '#app/contracts/define.ts'
import { attendanceCheckIn, attendanceLeave, attendanceRecord, meetingEnd, meetingGoToItem, meetingOpen, meetingPause, speakingRequest, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import {
  absenceDecide, absenceRequest, absenceWithdraw, attendanceCheckInByDoor, attendanceCorrect, attendanceRenewDoor, chairAssign, chairContact, chairUnassign, meetingHandBack, meetingTakeOver,
  participantAdd, participantAddMembers, participantRemove, participantSetAbsence, participantSetSubstitute, participantUpdate,
} from '#app/contracts/people.ts'
import { LOST_CONTACT_SECONDS } from '#app/domain/meeting/presiding.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import { absentMembers } from '#app/screens/session/derive.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let vice: Actor
let deputy: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  vice = c.members[1] as Actor
  await house.services.db.position.create({ data: { id: uuid(), userId: vice.userId, unitId: c.province, role: 'vice_chairman', title: vice.displayName, validFrom: new Date('2025-07-01'), validTo: new Date('2031-06-30') } })
  deputy = await addPerson(house, 'Phó Giám đốc Sở Nội vụ', [{ role: 'unit_clerk', unitId: c.home }])
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = (actor: Actor | null, name: string, input: unknown, commandId = uuid()): Promise<Answer> => house.services.runCommand(name, input, commandId, { actor, ip: null })
const code = async (actor: Actor | null, def: CommandDef, input: unknown) => codeOf(await send(actor, def.name, input))

async function sit(opened = false) {
  const sitting = await buildSitting(house, c)
  const on = { meetingId: sitting.meetingId }
  const view = async (as: Actor = c.secretary) => (await house.query(as, 'session.view', on)).view
  const idOf = async (a: Actor) => (await view()).participants.find(p => p.userId === a.userId)?.id ?? ''
  if (opened) {
    await house.must(c.chairman, attendanceCheckIn, on)
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[0] ?? '' })
  }
  return { on, sitting, view, idOf }
}

/** not signed in → bad input → not allowed → success → repeated → once more */
async function climb(r: { def: CommandDef; input: object; by: Actor; notBy?: Actor; forbidden?: string; bad: object; again: string }) {
  const id = uuid()
  expect(await code(null, r.def, r.input), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(await code(r.by, r.def, r.bad), 'bad input').toBe('BAD_INPUT')
  expect(await code(r.notBy ?? c.homeClerk, r.def, r.input), 'not allowed').toBe(r.forbidden ?? 'FORBIDDEN')
  const first = await send(r.by, r.def.name, r.input, id)
  expect(first, 'success').toMatchObject({ ok: true })
  expect(await send(r.by, r.def.name, r.input, id), 'the same command again').toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
  expect(await code(r.by, r.def, r.input), 'once more as a new command').toBe(r.again)
}

/** The view of a screen that applied every event of the stream from the start equals a fresh one. */
async function followed(on: { meetingId: string }, start: Awaited<ReturnType<typeof house.query<'session.view'>>>) {
  const rows = await house.services.db.eventLog.findMany({ where: { stream: `meeting:${on.meetingId}`, seq: { gt: start.seq } }, orderBy: { seq: 'asc' } })
  return rows.reduce((v, r) => reduceSession(v, { stream: r.stream, seq: r.seq ?? 0, name: r.name, v: r.v, payload: r.payload, at: r.occurredAt.getTime(), actorId: r.actorId } as StreamEvent), start.view)
}

describe('thành phần phiên họp', () => {
  test('thêm, sửa, đưa ra: đủ bậc thang; màn hình theo kịp bằng sự kiện', async () => {
    const { on, view } = await sit()
    const start = await house.query(c.secretary, 'session.view', on)
    const participantId = uuid()
    const add = { ...on, participantId, userId: deputy.userId, role: 'guest', label: 'Phó Giám đốc Sở Nội vụ', rank: 300, inviteGrade: 'leader' }
    await climb({ def: participantAdd, input: add, by: c.secretary, notBy: c.members[1], bad: { ...add, role: 'king' }, again: 'CONFLICT' })
    expect(await code(c.secretary, participantAdd, { ...add, participantId: uuid() }), 'cùng một người lần thứ hai').toBe('PARTICIPANT_ALREADY_LISTED')
    expect(await code(c.secretary, participantAdd, { ...add, participantId: uuid(), userId: uuid() }), 'không có tài khoản').toBe('NOT_FOUND')
    const update = { ...on, participantId, role: 'observer', label: 'Phó Giám đốc Sở Nội vụ (quan sát)' }
    await climb({ def: participantUpdate, input: update, by: c.secretary, notBy: c.members[1], bad: { ...update, label: '' }, again: 'ok' })
    expect((await view()).participants.find(p => p.id === participantId)).toMatchObject({ role: 'observer', unitName: 'Sở Nội vụ', rank: 300, isVoter: false })
    expect((await house.query(c.monitor, 'people.desk', on)).view.details).toContainEqual({ participantId, inviteGrade: 'leader', mandateDocument: null })
    const remove = { ...on, participantId, reason: 'Mời nhầm' }
    await climb({ def: participantRemove, input: remove, by: c.secretary, notBy: c.members[1], bad: { ...on, participantId: 'x', reason: '' }, again: 'NOT_FOUND' })
    expect(await followed(on, start)).toEqual(await view())
    expect(await house.services.db.participantRemoval.findFirst({ where: { participantId } })).toMatchObject({ label: 'Phó Giám đốc Sở Nội vụ (quan sát)', reason: 'Mời nhầm' })
    // Rights changed: the person's screens are closed and asked anew, and the session is no longer theirs.
    expect(await house.services.db.eventLog.count({ where: { stream: `user:${deputy.userId}`, name: 'session.accessChanged' } })).toBeGreaterThanOrEqual(2)
    expect(await refusalOf(house.query(deputy, 'session.view', on))).toBe('NOT_FOUND')
    expect(await mayFollow(house.services.pool, { kind: 'person', actor: deputy }, `meeting:${on.meetingId}`)).toBe(false)
  })

  test('chủ trì và thành viên đương nhiệm không bị đưa ra; sau khai mạc danh sách đã chốt', async () => {
    const { on, idOf, view } = await sit()
    const [chairId, memberId] = [await idOf(c.chairman), await idOf(c.members[2] as Actor)]
    const reason = ''
    expect(await code(c.secretary, participantRemove, { ...on, participantId: chairId, reason })).toBe('PARTICIPANT_IS_CHAIR')
    expect(await code(c.secretary, participantRemove, { ...on, participantId: memberId, reason })).toBe('PARTICIPANT_IN_OFFICE')
    expect(await code(c.secretary, participantUpdate, { ...on, participantId: memberId, role: 'guest' })).toBe('PARTICIPANT_IN_OFFICE')
    await house.must(c.chairman, meetingOpen, on)
    expect(await code(c.secretary, participantRemove, { ...on, participantId: memberId, reason })).toBe('PARTICIPANT_FROZEN')
    expect(await code(c.secretary, participantUpdate, { ...on, participantId: memberId, role: 'observer' })).toBe('PARTICIPANT_FROZEN')
    expect((await view()).meeting.membersInOffice).toBe(5)
    expect(await code(c.secretary, participantAddMembers, on)).toBe('PARTICIPANT_FROZEN')
  })

  test('thành viên đương nhiệm còn thiếu được đề nghị và đưa vào trong một lần bấm', async () => {
    const { on, view } = await sit()
    const missing = c.members[4] as Actor
    await house.services.db.meetingParticipant.deleteMany({ where: { ...on, userId: missing.userId } })
    expect((await house.query(c.secretary, 'people.missing', on)).missing).toEqual([{ userId: missing.userId, label: missing.displayName }])
    expect(await code(c.homeClerk, participantAddMembers, on)).toBe('FORBIDDEN')
    expect(await house.must(c.secretary, participantAddMembers, on)).toEqual({ added: 1 })
    expect(await house.must(c.secretary, participantAddMembers, on)).toEqual({ added: 0 })
    expect((await view()).participants.filter(p => p.role === 'member' || p.role === 'chair')).toHaveLength(5)
  })

  test('trước khai mạc chọn chủ trì khác: chủ trì cũ thành thành viên, quyền điều hành theo ngay', async () => {
    const { on, idOf, view } = await sit()
    await house.must(c.secretary, participantUpdate, { ...on, participantId: await idOf(vice), role: 'chair' })
    expect((await view()).participants.filter(p => p.role === 'chair').map(p => p.userId)).toEqual([vice.userId])
    expect(await code(c.chairman, meetingOpen, on)).toBe('FORBIDDEN')
    expect(await code(vice, meetingOpen, on)).toBe('ok')
  })

  test('người dự thay: thay ai, văn bản nào; người đã vào phiên thì không thay được', async () => {
    const { on, idOf, view } = await sit()
    const forId = await idOf(c.members[3] as Actor)
    const input = { ...on, participantId: uuid(), userId: deputy.userId, forId, mandateDocument: '15/GUQ-SNV', level: 'deputy', isConsented: false }
    expect(await code(c.secretary, participantSetSubstitute, input)).toBe('PARTICIPANT_CONSENT_REQUIRED')
    await house.must(c.secretary, participantUpdate, { ...on, participantId: forId, inviteGrade: 'leader' })
    expect(await code(c.secretary, participantSetSubstitute, { ...input, forId: await idOf(c.chairman) })).toBe('PARTICIPANT_CHAIR_NO_SUBSTITUTE')
    expect(await code(c.secretary, participantSetSubstitute, { ...input, userId: c.members[2]?.userId, isConsented: true })).toBe('PARTICIPANT_IS_MEMBER')
    await climb({ def: participantSetSubstitute, input, by: c.secretary, notBy: c.members[2], bad: { ...input, mandateDocument: ' ' }, again: 'ok' })
    expect((await view()).participants.find(p => p.userId === deputy.userId)).toMatchObject({ role: 'substitute', substituteForId: forId, isVoter: false })
    expect((await house.query(c.secretary, 'people.desk', on)).view.details.find(d => d.mandateDocument)).toMatchObject({ mandateDocument: '15/GUQ-SNV' })
    expect(await code(c.secretary, participantSetSubstitute, { ...input, participantId: uuid(), userId: c.healthClerk.userId })).toBe('PARTICIPANT_HAS_SUBSTITUTE')
    // The one to be replaced came in person.
    const here = c.members[2] as Actor
    await house.must(here, attendanceCheckIn, on)
    const other = { ...input, participantId: uuid(), userId: c.healthClerk.userId, forId: await idOf(here), isConsented: true }
    expect(await code(c.secretary, participantSetSubstitute, other)).toBe('PARTICIPANT_ENTERED')
    await house.must(here, attendanceLeave, on)
    expect(await code(c.secretary, participantSetSubstitute, other), 'đã vào rồi ra').toBe('PARTICIPANT_ENTERED')
  })

  test('tìm người không dấu theo chức danh và đơn vị; người ngoài không tìm được', async () => {
    const { on } = await sit()
    const found = await house.query(c.secretary, 'people.find', { ...on, text: 'pho giam doc noi vu' })
    expect(found.map(f => f.name)).toEqual(['Phó Giám đốc Sở Nội vụ'])
    expect((await house.query(c.secretary, 'people.find', { ...on, text: 'so y te chuyen vien' })).map(f => f.name)).toEqual(['Chuyên viên Sở Y tế'])
    expect((await house.query(c.secretary, 'people.find', { ...on, text: 'pho chu tich hdnd' }))[0]).toMatchObject({ isListed: true })
    expect(await refusalOf(house.query(c.homeClerk, 'people.find', { ...on, text: 'so' }))).toBe('FORBIDDEN')
    expect(await refusalOf(house.query(c.members[2] as Actor, 'people.desk', on))).toBe('FORBIDDEN')
  })

  test('đưa ra giữa phiên: đăng ký phát biểu được rút, lời đã nói vẫn mang tên', async () => {
    const { on, sitting, idOf, view } = await sit(true)
    await house.must(c.secretary, guestSetItems, { ...on, participantId: await idOf(c.guest), itemIds: sitting.items })
    await house.must(c.guest, attendanceCheckIn, on)
    const requestId = uuid()
    await house.must(c.guest, speakingRequest, { ...on, requestId, subject: 'Ý kiến HĐND' })
    await house.must(c.secretary, participantRemove, { ...on, participantId: await idOf(c.guest), reason: 'Theo yêu cầu chủ trì' })
    expect((await view()).queue.find(q => q.id === requestId)).toMatchObject({ status: 'withdrawn', label: c.guest.displayName })
    expect(await code(c.guest, speakingRequest, { ...on, requestId: uuid(), subject: 'x' })).toBe('FORBIDDEN')
  })
})

describe('xin vắng mặt', () => {
  test('gửi, rút, duyệt, từ chối: đủ bậc thang và lịch sử giữ nguyên', async () => {
    const { on, view } = await sit()
    const a = c.members[2] as Actor
    const first = { ...on, requestId: uuid(), reason: 'Đi công tác Hà Nội' }
    await climb({ def: absenceRequest, input: first, by: a, bad: { ...first, reason: '' }, again: 'CONFLICT' })
    expect(await code(a, absenceRequest, { ...first, requestId: uuid() })).toBe('ABSENCE_ALREADY_WAITING')
    expect(await code(c.chairman, absenceRequest, { ...first, requestId: uuid() })).toBe('ABSENCE_CHAIR')
    await climb({ def: absenceWithdraw, input: { ...on, requestId: first.requestId }, by: a, notBy: c.members[3], forbidden: 'ABSENCE_NOT_YOURS', bad: on, again: 'ABSENCE_ALREADY_DECIDED' })
    const second = { ...first, requestId: uuid() }
    await house.must(a, absenceRequest, second)
    expect((await send(c.chairman, absenceDecide.name, { ...on, requestId: second.requestId, act: 'refuse' }))).toMatchObject({ ok: false, code: 'ABSENCE_REASON_REQUIRED', fields: { reason: 'ABSENCE_REASON_REQUIRED' } })
    const refuse = { ...on, requestId: second.requestId, act: 'refuse', reason: 'Cần đủ thành viên biểu quyết' }
    await climb({ def: absenceDecide, input: refuse, by: c.chairman, notBy: c.members[3], bad: { ...refuse, act: 'nod' }, again: 'ABSENCE_ALREADY_DECIDED' })
    expect(absentMembers(await view()).find(m => m.label === a.displayName)?.reason ?? null).toBeNull()
    const third = { ...first, requestId: uuid() }
    await house.must(a, absenceRequest, third)
    await house.must(c.secretary, absenceDecide, { ...on, requestId: third.requestId, act: 'approve' })
    await house.must(c.chairman, meetingOpen, on)
    expect(absentMembers(await view()).find(m => m.label === a.displayName)).toMatchObject({ reason: 'Đi công tác Hà Nội' })
    const seen = (await house.query(c.chairman, 'people.desk', on)).view.absences
    expect(seen.map(s => s.status)).toEqual(['withdrawn', 'refused', 'approved'])
    expect(seen[1]).toMatchObject({ decidedLabel: c.chairman.displayName, decisionReason: 'Cần đủ thành viên biểu quyết' })
    // Nothing of a request reaches the room before it is granted, and never the refused reason.
    const room = await house.services.db.eventLog.findMany({ where: { stream: `meeting:${on.meetingId}` }, select: { name: true } })
    expect(room.map(r => r.name)).not.toContain('absence.changed')
    expect((await house.query(a, 'people.mine', on)).requests).toHaveLength(3)
    expect((await house.query(c.members[3] as Actor, 'people.mine', on)).requests).toEqual([])
  })

  test('đã đến thì không còn là vắng; người dự thay đề nghị phải thuộc đơn vị mình', async () => {
    const { on } = await sit()
    const a = c.members[2] as Actor
    const request = { ...on, requestId: uuid(), reason: 'Ốm' }
    expect(await code(a, absenceRequest, { ...request, substituteUserId: c.healthClerk.userId })).toBe('NOT_FOUND')
    await house.must(a, absenceRequest, request)
    await house.must(a, attendanceCheckIn, on)
    expect(await code(c.chairman, absenceDecide, { ...on, requestId: request.requestId, act: 'approve' })).toBe('ABSENCE_PRESENT')
    expect(await code(a, absenceRequest, { ...request, requestId: uuid() })).toBe('ABSENCE_PRESENT')
  })

  test('thư ký ghi vắng có lý do; người đang có mặt thì không', async () => {
    const { on, idOf, view } = await sit()
    const participantId = await idOf(c.members[3] as Actor)
    const input = { ...on, participantId, reason: 'Họp Quốc hội' }
    await climb({ def: participantSetAbsence, input, by: c.secretary, notBy: c.members[2], bad: { ...input, reason: '' }, again: 'ok' })
    expect((await view()).participants.find(p => p.id === participantId)?.absenceReason).toBe('Họp Quốc hội')
    await house.must(c.secretary, participantSetAbsence, { ...input, reason: null })
    await house.must(c.members[3] as Actor, attendanceCheckIn, on)
    expect(await code(c.secretary, participantSetAbsence, input)).toBe('PARTICIPANT_PRESENT')
  })
})

describe('điểm danh', () => {
  test('một thành viên điểm danh trên ba máy cùng lúc: chỉ một lần có mặt', async () => {
    const { on, view } = await sit()
    const a = c.members[2] as Actor
    const answers = await Promise.all([1, 2, 3].map(() => house.run(a, attendanceCheckIn, on)))
    expect(answers.map(codeOf).sort()).toEqual(['ATTENDANCE_ALREADY_PRESENT', 'ATTENDANCE_ALREADY_PRESENT', 'ok'])
    expect((await view()).participants.find(p => p.userId === a.userId)?.intervals).toHaveLength(1)
  })

  test('giờ của máy chủ là ranh giới: giờ tương lai của thư ký bị từ chối, đồng hồ máy dự họp không được hỏi', async () => {
    const { on, idOf, view } = await sit()
    const a = c.members[2] as Actor
    const input = { ...on, participantId: await idOf(a), act: 'arrive' }
    expect(await send(c.secretary, attendanceRecord.name, { ...input, at: house.clock.now.getTime() + 3 * 3_600_000 })).toMatchObject({ ok: false, code: 'ATTENDANCE_TIME_WRONG', fields: { at: 'ATTENDANCE_TIME_WRONG' } })
    // A device three hours ahead cannot say when it came: an own time in its message is not read.
    expect(await code(a, attendanceCheckIn, { ...on, at: house.clock.now.getTime() + 3 * 3_600_000 })).toBe('ok')
    expect((await view()).participants.find(p => p.userId === a.userId)?.intervals[0]?.arrivedAt).toBe(house.clock.now.getTime())
  })

  test('mã ở cửa: đổi mỗi phút, hết hạn sau ba phút, làm giả và mã cũ bị từ chối', async () => {
    const { on, view } = await sit()
    const other = await sit()
    const origin = 'https://hop.tuyenquang.gov.vn'
    const codeOfPath = (url: string) => url.replace(`${origin}/diem-danh/`, '')
    const door = await house.query(c.secretary, 'attendance.doorCode', { ...on, origin })
    const shown = codeOfPath(door.url)
    const a = c.members[2] as Actor
    expect(await refusalOf(house.query(a, 'attendance.doorCode', { ...on, origin }))).toBe('FORBIDDEN')
    expect(await code(a, attendanceCheckInByDoor, { code: shown.slice(0, -1) + (shown.endsWith('A') ? 'B' : 'A') })).toBe('DOOR_CODE_WRONG')
    expect(await code(a, attendanceCheckInByDoor, { code: 'khong-phai-ma' })).toBe('DOOR_CODE_WRONG')
    const [, step, sig] = shown.split('.')
    const elsewhere = codeOfPath((await house.query(c.secretary, 'attendance.doorCode', { ...other.on, origin })).url).split('.')[0]
    expect(await code(a, attendanceCheckInByDoor, { code: `${elsewhere}.${step}.${sig}` }), 'chữ ký của phiên khác').toBe('DOOR_CODE_WRONG')
    expect(await house.query(a, 'attendance.door', { code: shown })).toMatchObject({ kind: 'ready', label: a.displayName, arrivedAt: null })
    expect(await house.query(c.homeClerk, 'attendance.door', { code: shown })).toMatchObject({ kind: 'not_invited' })
    await climb({ def: attendanceCheckInByDoor, input: { code: shown }, by: a, bad: { code: 1 }, again: 'ATTENDANCE_ALREADY_PRESENT' })
    expect((await view()).participants.find(p => p.userId === a.userId)?.intervals[0]).toMatchObject({ how: 'door_code', leftAt: null })
    const printed = codeOfPath((await house.query(c.secretary, 'attendance.doorCode', { ...on, origin, isPrinted: true })).url)
    const b = c.members[3] as Actor
    house.clock.forward(2 * 60_000)
    expect(await house.query(b, 'attendance.door', { code: shown }), 'quét rồi đăng nhập mất hai phút').toMatchObject({ kind: 'ready' })
    house.clock.forward(60_000)
    expect(await code(b, attendanceCheckInByDoor, { code: shown })).toBe('DOOR_CODE_EXPIRED')
    expect(await house.query(b, 'attendance.door', { code: shown })).toEqual({ kind: 'refused', code: 'DOOR_CODE_EXPIRED' })
    expect(await house.query(b, 'attendance.door', { code: printed })).toMatchObject({ kind: 'ready' })
    await climb({ def: attendanceRenewDoor, input: on, by: c.secretary, notBy: b, bad: {}, again: 'ok' })
    expect(await code(b, attendanceCheckInByDoor, { code: printed }), 'bản in bị thay mã').toBe('DOOR_CODE_WRONG')
  })

  test('đính chính có lý do: giờ cũ còn đọc được, giờ tương lai và chồng lấn bị từ chối', async () => {
    const { on, view, idOf } = await sit(true)
    const a = c.members[2] as Actor
    await house.must(a, attendanceCheckIn, on)
    const stay = (await view()).participants.find(p => p.userId === a.userId)?.intervals[0]
    const at = stay?.arrivedAt ?? 0
    const input = { ...on, participantId: await idOf(a), intervalId: stay?.id, after: { arrivedAt: at - 600_000, leftAt: null }, reason: 'Vào phòng sớm, máy chưa bật' }
    expect(await code(c.secretary, attendanceCorrect, { ...input, after: { arrivedAt: house.clock.now.getTime() + 60_000, leftAt: null } })).toBe('ATTENDANCE_TIME_WRONG')
    await climb({ def: attendanceCorrect, input, by: c.secretary, notBy: a, bad: { ...input, reason: '' }, again: 'ATTENDANCE_UNCHANGED' })
    await house.must(c.secretary, attendanceCorrect, { ...input, intervalId: stay?.id ?? '', after: null, reason: 'Ghi nhầm người' })
    const after = (await view()).participants.find(p => p.userId === a.userId)
    expect(after).toMatchObject({ isPresent: false, intervals: [] })
    expect((await house.query(c.secretary, 'people.desk', on)).view.corrections.map(x => [x.before.arrivedAt, x.after?.arrivedAt ?? null, x.reason])).toEqual([
      [at, at - 600_000, 'Vào phòng sớm, máy chưa bật'],
      [at - 600_000, null, 'Ghi nhầm người'],
    ])
    expect((await view()).quorum.present).toBe(1)
  })
})

describe('chủ trì thay theo văn bản phân công', () => {
  test('phân công, bỏ phân công: đủ bậc thang', async () => {
    const { on, idOf } = await sit()
    const input = { ...on, assignmentId: uuid(), participantId: await idOf(vice), documentNumber: '45/GUQ-UBND', documentOn: '2026-11-25' }
    expect(await code(c.secretary, chairAssign, { ...input, participantId: await idOf(c.members[3] as Actor) })).toBe('ASSIGNMENT_NOT_VICE_CHAIR')
    expect(await code(c.secretary, chairAssign, { ...input, participantId: await idOf(c.chairman) })).toBe('ASSIGNMENT_IS_CHAIR')
    await climb({ def: chairAssign, input, by: c.secretary, notBy: vice, bad: { ...input, documentNumber: '' }, again: 'CONFLICT' })
    expect((await house.query(vice, 'people.mine', on)).assignment).toMatchObject({ documentNumber: '45/GUQ-UBND', documentOn: '2026-11-25', userId: vice.userId })
    await climb({ def: chairUnassign, input: on, by: c.chairman, notBy: vice, bad: {}, again: 'ASSIGNMENT_MISSING' })
    expect((await house.query(vice, 'people.mine', on)).assignment).toBeNull()
    expect(await code(vice, meetingTakeOver, on)).toBe('ASSIGNMENT_MISSING')
  })

  test('chủ trì mất liên lạc giữa biểu quyết: Phó Chủ tịch nhận điều hành, đóng biểu quyết; phiếu Chủ tịch vẫn là của Chủ tịch', async () => {
    const { on, idOf, view } = await sit(true)
    const start = await house.query(c.secretary, 'session.view', on)
    await house.must(c.chairman, chairAssign, { ...on, assignmentId: uuid(), participantId: await idOf(vice), documentNumber: '45/GUQ-UBND', documentOn: '2026-11-25' })
    for (const m of c.members.slice(1)) await house.must(m, attendanceCheckIn, on)
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua?' })
    await house.must(c.chairman, voteCast, { voteId, choice: 'for' })
    await house.must(vice, voteCast, { voteId, choice: 'against' })
    expect(await code(vice, voteClose, { voteId }), 'chưa nhận điều hành').toBe('FORBIDDEN')
    expect(await send(vice, meetingTakeOver.name, on)).toMatchObject({ ok: false, code: 'TAKEOVER_CHAIR_HERE', params: { seconds: LOST_CONTACT_SECONDS } })
    const contact = { ...on, userId: c.chairman.userId, isLost: true }
    expect(await code(c.secretary, chairContact, contact), 'only the program itself').toBe('FORBIDDEN')
    await house.must(systemActor, chairContact, contact)
    house.clock.forward((LOST_CONTACT_SECONDS - 1) * 1000)
    expect(await code(vice, meetingTakeOver, on)).toBe('TAKEOVER_CHAIR_HERE')
    house.clock.forward(1000)
    expect(await mayFollow(house.services.pool, { kind: 'person', actor: vice }, `desk:${on.meetingId}`)).toBe(false)
    await climb({ def: meetingTakeOver, input: on, by: vice, notBy: c.members[2], forbidden: 'TAKEOVER_NOT_ASSIGNEE', bad: {}, again: 'TAKEOVER_ALREADY' })
    expect(await mayFollow(house.services.pool, { kind: 'person', actor: vice }, `desk:${on.meetingId}`)).toBe(true)
    const took = house.clock.now.getTime()
    expect((await view()).presiding).toEqual({ participantId: await idOf(vice), label: vice.displayName, since: took, document: '45/GUQ-UBND' })
    // The chair is back on the line: reads on, but one presides at a time.
    expect(await code(c.chairman, voteClose, { voteId })).toBe('MEETING_TAKEN_OVER')
    expect((await house.query(c.chairman, 'session.view', on)).me.abilities).toMatchObject({ control: false, desk: true })
    expect((await house.query(vice, 'session.view', on)).me.abilities).toMatchObject({ control: true, desk: true })
    expect(await code(c.secretary, chairUnassign, on)).toBe('ASSIGNMENT_IN_USE')
    await house.must(c.chairman, voteCast, { voteId, choice: 'for' })
    // 1 for (the Chairman), 1 against: equal votes follow the Chairman's side, not that of who presides.
    await house.must(vice, voteClose, { voteId })
    expect((await view()).votes.find(v => v.id === voteId)?.ballots?.find(b => b.label === c.chairman.displayName)?.choice).toBe('for')
    house.clock.forward(60_000)
    await climb({ def: meetingHandBack, input: on, by: c.chairman, notBy: c.members[2], forbidden: 'TAKEOVER_NOT_ASSIGNEE', bad: {}, again: 'HANDBACK_NOT_TAKEN' })
    expect(await code(vice, meetingPause, on)).toBe('FORBIDDEN')
    expect(await code(c.chairman, meetingPause, on)).toBe('ok')
    expect(await house.services.db.presidingInterval.findMany({ where: on })).toMatchObject([{ label: vice.displayName, how: 'lost_contact', document: '45/GUQ-UBND', from: new Date(took), to: new Date(took + 60_000) }])
    // The record tells both turns.
    expect((await house.query(c.secretary, 'record.view', on)).extras.acts.filter(a => a.act === 'taken_over' || a.act === 'handed_back')).toMatchObject([
      { act: 'taken_over', at: took, byLabel: vice.displayName, reason: `${vice.displayName}, 45/GUQ-UBND` },
      { act: 'handed_back', at: took + 60_000, byLabel: c.chairman.displayName, reason: null },
    ])
    expect(await followed(on, start)).toEqual(await view())
  })

  test('chủ trì giao điều hành, hai máy bấm cùng lúc; kết thúc phiên chốt khoảng thời gian', async () => {
    const { on, idOf } = await sit(true)
    await house.must(c.secretary, chairAssign, { ...on, assignmentId: uuid(), participantId: await idOf(vice), documentNumber: '46/GUQ-UBND', documentOn: '2026-11-26' })
    const both = await Promise.all([house.run(c.chairman, meetingTakeOver, on), house.run(c.chairman, meetingTakeOver, on)])
    expect(both.map(codeOf).sort()).toEqual(['TAKEOVER_ALREADY', 'ok'])
    house.clock.forward(1000)
    await house.must(vice, meetingEnd, on)
    expect(await house.services.db.presidingInterval.findMany({ where: on })).toMatchObject([{ how: 'handed_over', to: house.clock.now }])
  })

  test('chủ trì vắng từ đầu: Phó Chủ tịch được phân công nhận điều hành rồi khai mạc', async () => {
    const { on, idOf } = await sit()
    await house.must(c.secretary, chairAssign, { ...on, assignmentId: uuid(), participantId: await idOf(vice), documentNumber: '47/GUQ-UBND', documentOn: '2026-11-26' })
    expect(await code(vice, meetingOpen, on)).toBe('FORBIDDEN')
    await house.must(vice, meetingTakeOver, on)
    expect(await code(vice, meetingOpen, on)).toBe('ok')
  })
})

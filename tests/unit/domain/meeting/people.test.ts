import { describe, expect, test } from 'vitest'
import { canAskAbsence, decideAbsence } from '#app/domain/meeting/absence.ts'
import { correct } from '#app/domain/meeting/attendance.ts'
import { canAdd, canChangeRole, canRemove, canSetAbsence, canSubstitute, needsConsent, type Seat } from '#app/domain/meeting/people.ts'
import { canAssign, decideHandBack, decideTakeOver, LOST_CONTACT_SECONDS } from '#app/domain/meeting/presiding.ts'

const codeOf = (v: { ok: boolean; code?: string }): string => (v.ok ? 'ok' : (v.code ?? ''))
const seat = (over: Partial<Seat> = {}): Seat => ({ role: 'guest', isInOffice: false, isPresent: false, hasEntered: false, ...over })
const member = (over: Partial<Seat> = {}) => seat({ role: 'member', isInOffice: true, ...over })

describe('thành phần phiên họp', () => {
  test.each([
    ['khách mời mới', { state: 'invited', isListed: false, role: 'guest', hasChair: true }, 'ok'],
    ['thêm hai lần', { state: 'invited', isListed: true, role: 'guest', hasChair: true }, 'PARTICIPANT_ALREADY_LISTED'],
    ['dự thay mà không nêu thay ai', { state: 'invited', isListed: false, role: 'substitute', hasChair: true }, 'PARTICIPANT_SUBSTITUTE_NEEDS_TARGET'],
    ['chủ trì mới trước khai mạc', { state: 'invited', isListed: false, role: 'chair', hasChair: true }, 'ok'],
    ['chủ trì mới sau khai mạc', { state: 'running', isListed: false, role: 'chair', hasChair: true }, 'PARTICIPANT_CHAIR_FIXED'],
    ['phiên đã kết thúc', { state: 'ended', isListed: false, role: 'guest', hasChair: true }, 'MEETING_ALREADY_ENDED'],
  ] as const)('thêm: %s', (_, facts, code) => expect(codeOf(canAdd(facts))).toBe(code))

  test.each([
    ['khách mời thành quan sát', 'running', seat(), 'observer', 'ok'],
    ['giữ nguyên', 'running', seat({ role: 'chair' }), 'chair', 'ok'],
    ['chủ trì thành khách', 'invited', seat({ role: 'chair' }), 'guest', 'PARTICIPANT_IS_CHAIR'],
    ['thành viên thành khách trước khai mạc', 'invited', member(), 'guest', 'PARTICIPANT_IN_OFFICE'],
    ['thành viên thành khách sau khai mạc', 'running', member(), 'guest', 'PARTICIPANT_FROZEN'],
    ['thành viên thành chủ trì trước khai mạc', 'invited', member(), 'chair', 'ok'],
    ['thành viên thành chủ trì sau khai mạc', 'paused', member(), 'chair', 'PARTICIPANT_CHAIR_FIXED'],
    ['khách thành dự thay', 'running', seat(), 'substitute', 'PARTICIPANT_SUBSTITUTE_NEEDS_TARGET'],
  ] as const)('đổi tư cách: %s', (_, state, one, to, code) => expect(codeOf(canChangeRole({ state, seat: one, to }))).toBe(code))

  test.each([
    ['khách mời', 'running', seat(), false, 'ok'],
    ['chủ trì', 'invited', seat({ role: 'chair', isInOffice: true }), false, 'PARTICIPANT_IS_CHAIR'],
    ['thành viên đương nhiệm trước khai mạc', 'invited', member(), false, 'PARTICIPANT_IN_OFFICE'],
    ['thành viên đã chốt khi khai mạc', 'running', member(), false, 'PARTICIPANT_FROZEN'],
    ['người thôi làm thành viên', 'invited', seat({ role: 'member' }), false, 'ok'],
    ['người đang phát biểu', 'running', seat(), true, 'PARTICIPANT_SPEAKING'],
  ] as const)('đưa ra khỏi thành phần: %s', (_, state, one, isSpeaking, code) => expect(codeOf(canRemove({ state, seat: one, isSpeaking }))).toBe(code))

  test.each([
    ['thủ trưởng', 'head', 'deputy', true],
    ['không ghi cấp mời', null, 'deputy', true],
    ['đại diện lãnh đạo, cấp phó', 'leader', 'deputy', false],
    ['đại diện lãnh đạo, cấp dưới', 'leader', 'lower', true],
    ['cán bộ', 'staff', 'lower', false],
  ] as const)('cấp mời %s: chủ trì phải đồng ý hay không', (_, grade, level, needs) => expect(needsConsent(grade, level)).toBe(needs))

  const sub = { state: 'invited', target: member(), hasOtherSubstitute: false, own: null, isOwnInOffice: false, grade: 'leader', level: 'deputy', isConsented: false } as const
  test.each([
    ['đúng thể thức', {}, 'ok'],
    ['người được thay đang có mặt', { target: member({ isPresent: true, hasEntered: true }) }, 'PARTICIPANT_ENTERED'],
    ['người được thay đã vào rồi ra', { target: member({ hasEntered: true }) }, 'PARTICIPANT_ENTERED'],
    ['thay chủ trì', { target: member({ role: 'chair' }) }, 'PARTICIPANT_CHAIR_NO_SUBSTITUTE'],
    ['thay người dự thay', { target: seat({ role: 'substitute' }) }, 'PARTICIPANT_SUBSTITUTE_OF_SUBSTITUTE'],
    ['thành viên thay thành viên', { isOwnInOffice: true }, 'PARTICIPANT_IS_MEMBER'],
    ['khách mời thay', { own: seat() }, 'PARTICIPANT_ALREADY_LISTED'],
    ['đã có người khác thay', { hasOtherSubstitute: true }, 'PARTICIPANT_HAS_SUBSTITUTE'],
    ['cấp dưới, chủ trì chưa đồng ý', { level: 'lower' }, 'PARTICIPANT_CONSENT_REQUIRED'],
    ['cấp dưới, chủ trì đã đồng ý', { level: 'lower', isConsented: true }, 'ok'],
  ] as const)('cử người dự thay: %s', (_, over, code) => expect(codeOf(canSubstitute({ ...sub, ...over } as Parameters<typeof canSubstitute>[0]))).toBe(code))

  test('ghi vắng có lý do: không cho người đang ngồi trong phòng', () => {
    expect(codeOf(canSetAbsence({ state: 'running', seat: member() }))).toBe('ok')
    expect(codeOf(canSetAbsence({ state: 'running', seat: member({ isPresent: true }) }))).toBe('PARTICIPANT_PRESENT')
  })
})

describe('xin vắng mặt', () => {
  const ask = { meeting: 'invited', role: 'member', isPresent: false, isWaiting: false, reason: 'Đi công tác' } as const
  test.each([
    ['có lý do', {}, 'ok'],
    ['không lý do', { reason: ' ' }, 'ABSENCE_REASON_REQUIRED'],
    ['đang chờ duyệt', { isWaiting: true }, 'ABSENCE_ALREADY_WAITING'],
    ['đang có mặt', { isPresent: true }, 'ABSENCE_PRESENT'],
    ['chủ trì', { role: 'chair' }, 'ABSENCE_CHAIR'],
    ['phiên đang soạn', { meeting: 'draft' }, 'MEETING_NOT_STARTED'],
    ['phiên đã kết thúc', { meeting: 'ended' }, 'MEETING_ALREADY_ENDED'],
  ] as const)('gửi đơn: %s', (_, over, code) => expect(codeOf(canAskAbsence({ ...ask, ...over }))).toBe(code))

  const decide = { meeting: 'running', state: 'pending', act: 'approve', isOwn: false, isPresent: false, reason: '' } as const
  test.each([
    ['duyệt', {}, 'approved'],
    ['từ chối có lý do', { act: 'refuse', reason: 'Cần biểu quyết' }, 'refused'],
    ['từ chối không lý do', { act: 'refuse' }, 'ABSENCE_REASON_REQUIRED'],
    ['rút đơn của mình', { act: 'withdraw', isOwn: true }, 'withdrawn'],
    ['rút đơn người khác', { act: 'withdraw' }, 'ABSENCE_NOT_YOURS'],
    ['duyệt hai lần', { state: 'approved' }, 'ABSENCE_ALREADY_DECIDED'],
    ['duyệt đơn đã rút', { state: 'withdrawn' }, 'ABSENCE_ALREADY_DECIDED'],
    ['duyệt khi người đó đã đến', { isPresent: true }, 'ABSENCE_PRESENT'],
  ] as const)('xử lý: %s', (_, over, result) => {
    const v = decideAbsence({ ...decide, ...over })
    expect(v.ok ? v.to : v.code).toBe(result)
  })
})

describe('đính chính điểm danh', () => {
  const stays = [
    { id: 'a', arrivedAt: 1000, leftAt: 2000 },
    { id: 'b', arrivedAt: 3000, leftAt: null },
  ]
  test.each([
    ['sớm hơn', { id: 'b', after: { arrivedAt: 2500, leftAt: null } }, 'ok'],
    ['bỏ hẳn', { id: 'a', after: null }, 'ok'],
    ['chồng lên lần trước', { id: 'b', after: { arrivedAt: 1500, leftAt: null } }, 'ATTENDANCE_OVERLAP'],
    ['không đổi gì', { id: 'b', after: { arrivedAt: 3000, leftAt: null } }, 'ATTENDANCE_UNCHANGED'],
    ['giờ còn chưa tới', { id: 'b', after: { arrivedAt: 9000, leftAt: null } }, 'ATTENDANCE_TIME_WRONG'],
    ['rời trước khi đến', { id: 'a', after: { arrivedAt: 1000, leftAt: 900 } }, 'ATTENDANCE_TIME_WRONG'],
    ['lần không có', { id: 'x', after: null }, 'ATTENDANCE_NOT_PRESENT'],
  ] as const)('%s', (_, change, code) => expect(codeOf(correct(stays, { ...change, now: 5000, isOver: false }))).toBe(code))
  test('sau khi kết thúc không để ai còn trong phòng', () => {
    expect(codeOf(correct(stays, { id: 'b', after: { arrivedAt: 2500, leftAt: null }, now: 5000, isOver: true }))).toBe('ATTENDANCE_TIME_WRONG')
  })
})

describe('chủ trì thay', () => {
  const assign = { state: 'invited', kind: 'regular', isChair: false, isInOffice: true, isViceChairman: true, isPresidingNow: false } as const
  test.each([
    ['Phó Chủ tịch', {}, 'ok'],
    ['ủy viên', { isViceChairman: false }, 'ASSIGNMENT_NOT_VICE_CHAIR'],
    ['Phó Chủ tịch đã thôi giữ chức', { isInOffice: false }, 'ASSIGNMENT_NOT_VICE_CHAIR'],
    ['ủy viên ở cuộc họp khác', { kind: 'other', isViceChairman: false }, 'ok'],
    ['chính chủ trì', { isChair: true }, 'ASSIGNMENT_IS_CHAIR'],
    ['đang có người điều hành thay', { isPresidingNow: true }, 'ASSIGNMENT_IN_USE'],
    ['phiên đã kết thúc', { state: 'ended' }, 'MEETING_ALREADY_ENDED'],
  ] as const)('phân công: %s', (_, over, code) => expect(codeOf(canAssign({ ...assign, ...over }))).toBe(code))

  const now = 1_000_000
  const take = { state: 'running', by: 'assignee', hasAssignment: true, isTaken: false, isChairPresent: true, chairLostAt: null, now } as const
  test.each([
    ['chủ trì còn trên máy', {}, 'TAKEOVER_CHAIR_HERE'],
    ['máy chủ trì vừa mất liên lạc', { chairLostAt: now - 5_000 }, 'TAKEOVER_CHAIR_HERE'],
    ['máy chủ trì mất liên lạc đủ lâu', { chairLostAt: now - LOST_CONTACT_SECONDS * 1000 }, 'lost_contact'],
    ['chủ trì vắng', { isChairPresent: false }, 'absent'],
    ['chủ trì giao', { by: 'chair' }, 'handed_over'],
    ['người khác', { by: 'other', isChairPresent: false }, 'TAKEOVER_NOT_ASSIGNEE'],
    ['không có văn bản', { by: 'chair', hasAssignment: false }, 'ASSIGNMENT_MISSING'],
    ['đã nhận rồi', { isTaken: true }, 'TAKEOVER_ALREADY'],
    ['phiên đang soạn', { state: 'draft' }, 'MEETING_NOT_STARTED'],
  ] as const)('nhận điều hành: %s', (_, over, result) => {
    const v = decideTakeOver({ ...take, ...over })
    expect(v.ok ? v.how : v.code).toBe(result)
  })
  test.each([
    ['người đang điều hành thay', 'presiding', true, 'ok'],
    ['chủ trì', 'chair', true, 'ok'],
    ['người khác', 'other', true, 'TAKEOVER_NOT_ASSIGNEE'],
    ['không có ai điều hành thay', 'chair', false, 'HANDBACK_NOT_TAKEN'],
  ] as const)('trả lại: %s', (_, by, isTaken, code) => expect(codeOf(decideHandBack({ state: 'running', by, isTaken }))).toBe(code))
})

import { z } from 'zod'
import { CivilDate, command, event, Id, Moment, signal, Text } from './define.ts'
import { ParticipantRole, ParticipantView, PresidingView, QuorumView } from './meeting.ts'

// ───────────── Views: desk:{id} only, unless said otherwise ─────────────

/** Cấp mời: thủ trưởng, đại diện lãnh đạo, cán bộ – decides who may come instead. */
export const InviteGrade = z.enum(['head', 'leader', 'staff'])

/** What only the desk knows of a participant. */
export const SeatDetail = z.object({ participantId: Id, inviteGrade: InviteGrade.nullable(), mandateDocument: z.string().nullable() })

/** Xin vắng mặt, with its decision. */
export const AbsenceView = z.object({
  id: Id,
  participantId: Id,
  label: z.string(),
  reason: z.string(),
  substituteUserId: Id.nullable(),
  substituteLabel: z.string().nullable(),
  status: z.enum(['pending', 'approved', 'refused', 'withdrawn']),
  requestedAt: Moment,
  decidedAt: Moment.nullable(),
  decidedLabel: z.string().nullable(),
  decisionReason: z.string().nullable(),
})

/** One stay as it stands in a correction. */
export const StayView = z.object({ arrivedAt: Moment, leftAt: Moment.nullable() })
/** Đính chính điểm danh: what stood, what stands (null = struck out), who, why. */
export const CorrectionView = z.object({
  id: Id,
  participantId: Id,
  before: StayView,
  after: StayView.nullable(),
  reason: z.string(),
  byLabel: z.string(),
  at: Moment,
})

/** Văn bản phân công chủ trì thay (khoản 4 Điều 40). */
export const AssignmentView = z.object({ id: Id, participantId: Id, userId: Id, label: z.string(), documentNumber: z.string(), documentOn: CivilDate })

/** The people's side of the desk, whole. */
export const PeopleDeskView = z.object({
  details: z.array(SeatDetail),
  absences: z.array(AbsenceView),
  corrections: z.array(CorrectionView),
  assignment: AssignmentView.nullable(),
})

/** Người tìm thấy khi thêm thành phần. */
export const PersonFound = z.object({ userId: Id, name: z.string(), titles: z.array(z.string()), unitName: z.string(), isListed: z.boolean() })

// ───────────── Commands ─────────────

const OnMeeting = z.object({ meetingId: Id })
const OnPerson = z.object({ meetingId: Id, participantId: Id })
const Rank = z.number().int().min(1).max(9999)

/** Thêm người dự họp; participantId is chosen by the browser. A substitute is entered by participant.setSubstitute. */
export const participantAdd = command('participant.add', {
  input: OnPerson.extend({ userId: Id, role: ParticipantRole, label: Text(200).optional(), unitName: Text(200).optional(), rank: Rank.optional(), inviteGrade: InviteGrade.nullable().optional() }),
})
/** Đưa các thành viên UBND đương nhiệm còn thiếu vào thành phần. */
export const participantAddMembers = command('participant.addMembers', { input: OnMeeting, output: z.object({ added: z.number().int() }) })
/** Sửa tư cách, chức danh, đơn vị, thứ tự, cấp mời. Naming a new chair before the opening makes the old one a member. */
export const participantUpdate = command('participant.update', {
  input: OnPerson.extend({ role: ParticipantRole.optional(), label: Text(200, 1).optional(), unitName: Text(200).optional(), rank: Rank.optional(), inviteGrade: InviteGrade.nullable().optional() }),
})
/** Cử người dự thay: for whom, by which document; who must agree follows from the invitation's grade. */
export const participantSetSubstitute = command('participant.setSubstitute', {
  input: OnPerson.extend({ userId: Id, forId: Id, mandateDocument: Text(300, 1), level: z.enum(['deputy', 'lower']), isConsented: z.boolean() }),
})
/** Ghi vắng có lý do; null takes the note back. */
export const participantSetAbsence = command('participant.setAbsence', { input: OnPerson.extend({ reason: Text(500, 1).nullable() }) })
/** Đưa ra khỏi thành phần. */
export const participantRemove = command('participant.remove', { input: OnPerson.extend({ reason: Text(300) }) })

/** Xin vắng mặt, with the colleague proposed to sit in. */
export const absenceRequest = command('absence.request', {
  input: z.object({ meetingId: Id, requestId: Id, reason: Text(500, 1), substituteUserId: Id.nullable().optional() }),
})
const OnAbsence = z.object({ meetingId: Id, requestId: Id })
/** Rút đơn xin vắng. */
export const absenceWithdraw = command('absence.withdraw', { input: OnAbsence })
/** Duyệt báo vắng, Từ chối báo vắng (nêu lý do). */
export const absenceDecide = command('absence.decide', { input: OnAbsence.extend({ act: z.enum(['approve', 'refuse']), reason: Text(500).optional() }) })

/** Điểm danh bằng mã ở cửa phòng họp. */
export const attendanceCheckInByDoor = command('attendance.checkInByDoor', { input: z.object({ code: z.string().max(200) }), output: z.object({ meetingId: Id }) })
/** Đổi mã cửa: every code shown or printed before is worthless. */
export const attendanceRenewDoor = command('attendance.renewDoor', { input: OnMeeting })
/** Đính chính một lần có mặt: other times, or struck out; the old one is kept. */
export const attendanceCorrect = command('attendance.correct', {
  input: OnPerson.extend({ intervalId: Id, after: z.object({ arrivedAt: Moment, leftAt: Moment.nullable() }).nullable(), reason: Text(300, 1) }),
})

/** Ghi văn bản phân công chủ trì thay. The one in force before is replaced. */
export const chairAssign = command('meeting.assignChair', {
  input: z.object({ meetingId: Id, assignmentId: Id, participantId: Id, documentNumber: Text(100, 1), documentOn: CivilDate }),
})
/** Bỏ phân công chủ trì thay. */
export const chairUnassign = command('meeting.unassignChair', { input: OnMeeting })
/** Giao điều hành (chủ trì) hoặc nhận điều hành (người được phân công). */
export const meetingTakeOver = command('meeting.takeOver', { input: OnMeeting })
/** Trả lại, nhận lại quyền điều hành. */
export const meetingHandBack = command('meeting.handBack', { input: OnMeeting })
/** The chair's devices are gone or back: told by the live line, so that a takeover is judged by what is stored. */
export const chairContact = command('meeting.noteChairContact', { door: 'system', input: z.object({ meetingId: Id, userId: Id, isLost: z.boolean() }) })

// ───────────── Events ─────────────

/** Thành phần thay đổi – meeting:{id}. */
export const participantChanged = event('participant.changed', { payload: z.object({ participants: z.array(ParticipantView), quorum: QuorumView }) })
/** Người dự đã được đưa ra khỏi thành phần – meeting:{id}. */
export const participantRemoved = event('participant.removed', { payload: z.object({ participantId: Id, quorum: QuorumView }) })
/** Cấp mời, văn bản cử – desk:{id}. */
export const seatDetailChanged = event('participant.detailChanged', { payload: z.object({ details: z.array(SeatDetail) }) })
/** Xin vắng, duyệt, từ chối, rút – desk:{id} and the person's own user:{id}. */
export const absenceChanged = event('absence.changed', { payload: z.object({ meetingId: Id, absence: AbsenceView }) })
/** Đính chính điểm danh – desk:{id}. */
export const attendanceCorrected = event('attendance.corrected', { payload: z.object({ correction: CorrectionView }) })
/** Phân công chủ trì thay – desk:{id} and the assignee's user:{id}. */
export const assignmentChanged = event('meeting.assignmentChanged', { payload: z.object({ meetingId: Id, assignment: AssignmentView.nullable() }) })
/** Người điều hành thay đổi – meeting:{id}. */
export const presidingChanged = event('meeting.presidingChanged', {
  payload: z.object({ act: z.enum(['taken_over', 'handed_over', 'handed_back']), presiding: PresidingView.nullable() }),
})
/** Máy của chủ trì mất liên lạc, có lại – desk:{id} and the assignee's user:{id}. */
export const chairContactChanged = event('meeting.chairContact', { payload: z.object({ meetingId: Id, lostAt: Moment.nullable() }) })
/** Mã cửa đổi – audit only. */
export const doorRenewed = event('attendance.doorRenewed', { payload: z.object({ meetingId: Id }) })

// ───────────── Signals ─────────────

/** Ai đang trên máy, ai mất liên lạc từ lúc nào – desk:{id}; at most two a second. */
export const presenceChanged = signal('presence.changed', z.object({ online: z.array(Id), lost: z.array(z.object({ userId: Id, since: Moment })) }))

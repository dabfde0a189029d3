import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'

// ───────────── Views ─────────────

/** Người dự tại điểm cầu: on the list of participants like everybody; here only what concerns the shared device. */
export const SitePersonView = z.object({
  participantId: Id,
  hasPin: z.boolean(),
  /** the person set the PIN from an account of their own: only such a PIN confirms a ballot */
  isOwnPin: z.boolean(),
  /** wrong tries have closed it until then */
  lockedUntil: Moment.nullable(),
})
/** Điểm cầu: the room of a commune, one shared device or a few, run by a clerk of that unit. */
export const SiteView = z.object({ id: Id, unitId: Id, name: z.string(), people: z.array(SitePersonView) })

/** Mã PIN: six digits. */
export const Pin = z.string().regex(/^\d{6}$/)

/** What a PIN proved. A wrong one is an answer, not a refusal: the try itself must be kept. */
export const PinAnswer = z.object({ isConfirmed: z.boolean(), triesLeft: z.number().int(), lockedUntil: Moment.nullable() })

// ───────────── Commands ─────────────

const OnMeeting = z.object({ meetingId: Id })
const OnSite = OnMeeting.extend({ siteId: Id })
const OnPerson = OnMeeting.extend({ participantId: Id })

/** Mở điểm cầu cho tất cả xã, phường đương nhiệm còn thiếu. */
export const siteAddCommunes = command('site.addCommunes', { input: OnMeeting, output: z.object({ added: z.number().int() }) })
/** Mở một điểm cầu. */
export const siteAdd = command('site.add', { input: OnSite.extend({ unitId: Id }) })
/** Bỏ điểm cầu; refused while somebody sits there. */
export const siteRemove = command('site.remove', { input: OnSite })
/** Thêm người dự tại điểm cầu, by the clerk who runs it; a person without an account or device. */
export const siteAddPerson = command('site.addPerson', { input: OnSite.extend({ participantId: Id, name: Text(200, 1), position: Text(200, 1) }) })
/** Bỏ người dự khỏi điểm cầu: a name entered here goes, a person with an account stays on the list. */
export const siteRemovePerson = command('site.removePerson', { input: OnPerson })
/** Xếp người đã có trong thành phần vào điểm cầu; null = back to the hall. */
export const sitePlace = command('site.place', { input: OnPerson.extend({ siteId: Id.nullable() }) })
/** Đặt mã PIN lần đầu tại điểm cầu, for a person who has none. */
export const siteSetPin = command('site.setPin', { input: OnPerson.extend({ pin: Pin }) })
/** Xóa mã PIN đã đặt tại điểm cầu, so that the person sets another. */
export const siteResetPin = command('site.resetPin', { input: OnPerson })
/** Đặt, đổi mã PIN của mình, from one's own account; the password is asked for, because the PIN stands for the person's ballot. */
export const ownPinSet = command('account.setPin', { input: z.object({ pin: Pin, password: z.string().max(1000) }) })
/** Xác nhận có mặt, rời phiên bằng mã PIN. */
export const siteConfirmPresence = command('site.confirmPresence', {
  input: OnPerson.extend({ pin: Pin, act: z.enum(['arrive', 'leave']) }),
  output: PinAnswer,
})
/** Đăng ký phát biểu cho người dự có tên, by the clerk of the room. */
export const siteRequestSpeaking = command('site.requestSpeaking', { input: OnPerson.extend({ requestId: Id, subject: Text(300) }) })
/** Bỏ phiếu tại điểm cầu bằng mã PIN của chính mình: a grant for one ballot, used by vote.cast. */
export const siteConfirmBallot = command('site.confirmBallot', {
  input: OnPerson.extend({ voteId: Id, pin: Pin, grantId: Id }),
  output: PinAnswer.extend({ grantId: Id.nullable() }),
})

// ───────────── Events ─────────────

/** Điểm cầu thay đổi – sites:{meetingId}; null = closed. */
export const siteChanged = event('site.changed', { payload: z.object({ siteId: Id, site: SiteView.nullable() }) })
/** Mã PIN được đặt, xóa, bị khóa – audit only, never the PIN. */
export const pinActed = event('site.pinActed', { payload: z.object({ userId: Id, act: z.enum(['set', 'reset', 'wrong', 'locked']) }) })

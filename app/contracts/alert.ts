import { z } from 'zod'
import { CivilDate, command, event, Id, Text } from './define.ts'

const Audience = z.enum(['clerk', 'head', 'office', 'chairman'])
const Channel = z.enum(['app', 'email', 'push', 'sms'])
const OuterChannel = z.enum(['email', 'push', 'sms'])
/** minutes of the day in Viet Nam, 0 to 1439 */
const Minute = z.number().int().min(0).max(1439)
const Quiet = z.object({ from: Minute, to: Minute })

/** Quy tắc cảnh báo hạn; the same shape as `AlertRules` of the rule. `offset`: working days from the deadline, before it below 0. */
export const AlertRules = z.object({
  steps: z.array(z.object({ offset: z.number().int().min(-1000).max(1000), audience: z.array(Audience).max(4), channels: z.array(Channel).max(4) })).max(100),
  hour: z.number().int().min(0).max(23),
  minute: z.number().int().min(0).max(59),
  quiet: Quiet.nullable(),
  isQuietOnDaysOff: z.boolean(),
})
/** Ngưỡng cảnh báo sớm; the same shape as `WarningThresholds` of the rule. */
export const WarningThresholds = z.object({
  silentDays: z.number().int(),
  coordinatorSilentDays: z.number().int(),
  latePercent: z.number().int(),
  lateAtLeast: z.number().int(),
  withinDays: z.number().int(),
})

/** Phát cảnh báo hạn – system only: who is told of what, and by which way; once per person and step, however often it runs. */
export const alertDeliver = command('alert.deliver', { door: 'system', input: z.object({ alertIds: z.array(Id).min(1).max(200) }), output: z.object({ taken: z.number().int(), told: z.number().int() }) })
/** Báo chuông – system only: one line in the bell per person and day. */
export const alertRing = command('alert.ring', { door: 'system', input: z.object({ messageIds: z.array(Id).min(1).max(200) }), output: z.object({ rung: z.number().int() }) })
/** Báo bản tin vừa gửi, vừa hỏng cho màn hình theo dõi – system only: the carrier itself writes rows and tells nobody. */
export const alertTell = command('alert.tell', { door: 'system', input: z.object({ messageIds: z.array(Id).min(1).max(200) }) })
/** Bản tin, cảnh báo đã hẹn vừa đổi – stream sendings:office. How it went, never what it says. */
export const sendingsMoved = event('sendings.moved', {
  payload: z.object({
    messages: z.array(z.object({ id: Id, status: z.string(), attempts: z.number().int(), dueAt: z.number().int(), doneAt: z.number().int().nullable(), reason: z.string().nullable(), detail: z.string().nullable() })),
    /** planned alerts that were worked out */
    alertIds: z.array(Id),
    counts: z.object({ planned: z.number().int(), waiting: z.number().int(), sent: z.number().int(), failed: z.number().int() }),
  }),
})
/** Lập lại cảnh báo đã hẹn của các nhiệm vụ – system only, from the rows and the rules in force. */
export const alertReplan = command('alert.replan', { door: 'system', input: z.object({ taskIds: z.array(Id).min(1).max(1000) }), output: z.object({ planned: z.number().int() }) })
/** Ghi lại cảnh báo sớm lần đầu nêu – system only, so that its hit rate can be told. */
export const warningNote = command('warning.note', { door: 'system', input: z.object({ taskIds: z.array(Id).min(1).max(1000) }), output: z.object({ raised: z.number().int() }) })

/** Sửa quy tắc cảnh báo và ngưỡng cảnh báo sớm (quản trị); `baseAt` = when the rules shown were saved, null = never. */
export const alertRulesSet = command('alertRules.set', {
  input: z.object({ rules: AlertRules, warning: WarningThresholds, baseAt: z.number().int().nullable(), reason: Text(500, 1) }),
})
/** Quy tắc cảnh báo đã sửa – audit, and the stream alerts:rules nobody follows: the rows are planned anew on it. */
export const alertRulesChanged = event('alertRules.changed', { payload: z.object({ rules: AlertRules, warning: WarningThresholds }) })

/** Cách nhận cảnh báo của mình: ways beside the bell, own quiet hours (null = as the rules say), where letters and messages go. */
export const alertPreferenceSet = command('alertPreference.set', {
  input: z.object({
    channels: z.array(OuterChannel).max(3),
    quiet: Quiet.nullable(),
    isOnDaysOffToo: z.boolean(),
    email: z.string().max(200),
    phone: z.string().max(30),
  }),
})
/** Bật thông báo đẩy trên máy này: what the browser gives out. */
export const pushSubscribe = command('push.subscribe', {
  input: z.object({ endpoint: z.url().max(1000), p256dh: z.string().regex(/^[A-Za-z0-9_-]{80,100}={0,2}$/), auth: z.string().regex(/^[A-Za-z0-9_-]{16,30}={0,2}$/) }),
})
/** Tắt thông báo đẩy trên máy này. */
export const pushUnsubscribe = command('push.unsubscribe', { input: z.object({ endpoint: z.string().max(1000) }) })

/** Báo vắng mặt và người thay: one's own; a head for the unit's people, an administrator for anybody. */
export const substitutionDeclare = command('substitution.declare', {
  input: z.object({ id: Id, userId: Id.optional(), substituteId: Id, fromOn: CivilDate, toOn: CivilDate, reason: Text(300) }),
})
/** Kết thúc việc thay. */
export const substitutionEnd = command('substitution.end', { input: z.object({ id: Id }) })
/** Người thay – audit only: for whom, who, when. */
export const substitutionActed = event('substitution.acted', {
  payload: z.object({ act: z.enum(['declared', 'ended']), id: Id, userId: Id, substituteId: Id, fromOn: CivilDate, toOn: CivilDate, reason: z.string() }),
})

/** Gửi lại bản tin không gửi được hoặc không rõ đã đến chưa (Văn phòng, quản trị). */
export const alertResend = command('alertMessage.resend', { input: z.object({ messageIds: z.array(Id).min(1).max(200) }), output: z.object({ count: z.number().int() }) })
/** Bản tin được cho gửi lại – audit only. */
export const alertResent = event('alertMessage.resent', { payload: z.object({ messageIds: z.array(Id) }) })

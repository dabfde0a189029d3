import { addWorkingDays, atTimeInVietnam, type CivilDate, civilDateInVietnam, endOfDayInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import type { CardStatus } from './machine.ts'

/** Đồng ý, Không đồng ý, Ý kiến khác. */
export type CardChoice = 'for' | 'against' | 'other'

export type AnswerRefusal =
  | 'CARD_NOT_A_MEMBER'
  | 'CARD_TERM_ENDED'
  | 'CARD_NOT_SENT'
  | 'CARD_RECALLED'
  | 'CARD_REPLACED'
  | 'CARD_ENDED'
  | 'CARD_ANSWER_FIXED'
  | 'CARD_TEXT_REQUIRED'

type Facts = {
  status: CardStatus
  /** the moment it ends: an answer at or after it is too late, also while the closing job is late */
  closesAt: number | null
  now: number
}

/** Whether the card still takes something from a member or their staff. The border is server time. */
const stillOpen = ({ status, closesAt, now }: Facts): Verdict<AnswerRefusal> => {
  if (status === 'recalled') return refused('CARD_RECALLED')
  if (status === 'replaced') return refused('CARD_REPLACED')
  if (status === 'closed' || status === 'concluded' || (status === 'sent' && closesAt !== null && now >= closesAt)) return refused('CARD_ENDED')
  return status === 'sent' ? allowed : refused('CARD_NOT_SENT')
}

/**
 * Whether this answer counts. `isOnList`: on the list of members in office frozen at sending; `isInOffice`: still so today –
 * a head dismissed yesterday has no card any more. "Ý kiến khác" says nothing without its words.
 */
export const canAnswer = (facts: Facts & { isOnList: boolean; isInOffice: boolean; hasAnswered: boolean; isChangeAllowed: boolean; choice: CardChoice; text: string; hasFile: boolean }): Verdict<AnswerRefusal> => {
  if (!facts.isOnList) return refused('CARD_NOT_A_MEMBER')
  const open = stillOpen(facts)
  if (!open.ok) return open
  if (!facts.isInOffice) return refused('CARD_TERM_ENDED')
  if (facts.hasAnswered && !facts.isChangeAllowed) return refused('CARD_ANSWER_FIXED')
  // A file alone is no answer to a question one has to choose on.
  if (facts.choice === 'other' && facts.text.trim() === '') return refused('CARD_TEXT_REQUIRED')
  return allowed
}

/** Staff propose while the card is open and its member has not answered for good. */
export const canPropose = (facts: Facts): Verdict<AnswerRefusal> => stillOpen(facts)

export type DaysRange = { min: number; max: number }
/** Where no rule set says otherwise. */
const WIDEST: DaysRange = { min: 1, max: 30 }

/** Whether so many working days may be given; the range comes from the rule set of the day. */
export const canGiveDays = (days: number, range: DaysRange | null): Verdict<'CARD_DAYS_WRONG'> => {
  const { min, max } = range ?? WIDEST
  return days >= min && days <= max ? allowed : refused('CARD_DAYS_WRONG', { min, max })
}

/** "5 ngày làm việc": the day of sending is not counted, the last one counts to its end. */
export const deadlineAfter = (calendar: WorkCalendar, sentAt: number, days: number): { deadlineOn: CivilDate; closesAt: number } => {
  const deadlineOn = addWorkingDays(calendar, civilDateInVietnam(sentAt), days)
  return { deadlineOn, closesAt: endOfDayInVietnam(deadlineOn) + 1 }
}

/** Gia hạn: so many working days after the old last day, and only while the card still runs. */
export const extendBy = (facts: { calendar: WorkCalendar; deadlineOn: CivilDate; closesAt: number; now: number; days: number }): { ok: true; deadlineOn: CivilDate; closesAt: number } | { ok: false; code: 'CARD_EXTEND_ENDED' } => {
  if (facts.now >= facts.closesAt) return { ok: false, code: 'CARD_EXTEND_ENDED' }
  const deadlineOn = addWorkingDays(facts.calendar, facts.deadlineOn, facts.days)
  return { ok: true, deadlineOn, closesAt: endOfDayInVietnam(deadlineOn) + 1 }
}

/** The morning before the last day (8:00 of the working day before); null when that has passed. */
export const remindAt = (calendar: WorkCalendar, deadlineOn: CivilDate, now: number): number | null => {
  const at = atTimeInVietnam(addWorkingDays(calendar, deadlineOn, -1), 8, 0)
  return at > now ? at : null
}

/** Who may end a card before its day: the desk once nobody is left to answer; the clock at the end. */
export const canClose = (facts: { closesAt: number | null; now: number; waiting: number; isSystem: boolean }): Verdict<'CARD_NOT_ALL_ANSWERED' | 'CARD_NOT_DUE'> => {
  const isDue = facts.closesAt !== null && facts.now >= facts.closesAt
  if (isDue) return allowed
  if (facts.isSystem) return refused('CARD_NOT_DUE')
  return facts.waiting === 0 ? allowed : refused('CARD_NOT_ALL_ANSWERED', { waiting: facts.waiting })
}

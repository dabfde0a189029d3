import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'

/**
 * Gia hạn: a request of the lead unit with its reason, decided by whoever gave the task or the Office. The deadline first
 * given is kept for ever; only a later day is an extension, and one request waits at a time.
 */
export type ExtensionRefusal =
  | 'TASK_EXTENSION_NO_DEADLINE'
  | 'TASK_EXTENSION_WAITING'
  | 'TASK_EXTENSION_NOT_LATER'
  | 'TASK_EXTENSION_PAST'
  | 'TASK_EXTENSION_DECIDED'

/** Whether a day can stand as the new deadline: later than the one in force, and not already gone. */
const canStand = (deadlineOn: CivilDate, newOn: CivilDate, today: CivilDate): Verdict<ExtensionRefusal> => {
  if (newOn <= deadlineOn) return refused('TASK_EXTENSION_NOT_LATER')
  if (newOn < today) return refused('TASK_EXTENSION_PAST')
  return allowed
}

/** Đề nghị gia hạn. A task already late may still ask: the lateness stays in its history. */
export const canAskExtension = (facts: { deadlineOn: CivilDate | null; isWaiting: boolean; newOn: CivilDate; today: CivilDate }): Verdict<ExtensionRefusal> => {
  if (facts.deadlineOn === null) return refused('TASK_EXTENSION_NO_DEADLINE')
  if (facts.isWaiting) return refused('TASK_EXTENSION_WAITING')
  return canStand(facts.deadlineOn, facts.newOn, facts.today)
}

/** Duyệt (for the day asked for or another) or không duyệt. Two people deciding at once: the second finds it decided. */
export const canDecideExtension = (facts: { status: string; deadlineOn: CivilDate | null; grantedOn: CivilDate | null; today: CivilDate }): Verdict<ExtensionRefusal> => {
  if (facts.status !== 'waiting') return refused('TASK_EXTENSION_DECIDED')
  if (facts.grantedOn === null) return allowed
  if (facts.deadlineOn === null) return refused('TASK_EXTENSION_NO_DEADLINE')
  return canStand(facts.deadlineOn, facts.grantedOn, facts.today)
}

import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import type { TaskAct, TaskState } from './machine.ts'

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

type Asking = { state: TaskState; deadlineOn: CivilDate | null; extensionAskedOn?: CivilDate | null | undefined }

/** A unit under way waits for a word on its deadline. */
export const isExtensionWaiting = (task: Omit<Asking, 'deadlineOn'>): boolean => task.state === 'in_progress' && !!task.extensionAskedOn

/** Of the acts the state allows, those that make sense: asking where there is a deadline and nothing waits, deciding where something does. */
export const withoutIdleExtension = (acts: readonly TaskAct[], task: Asking): TaskAct[] =>
  acts.filter(act => {
    if (act === 'requestExtension') return task.deadlineOn !== null && !task.extensionAskedOn
    return act !== 'decideExtension' || !!task.extensionAskedOn
  })

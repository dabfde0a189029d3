import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import type { TaskState } from './machine.ts'

/**
 * Việc con: what a lead unit gives on to a unit below it or to a person of its own. Its dates lie inside its parent's, so that
 * a parent is never late through a day it allowed; who is above it never depends on itself.
 */
export type TreeRefusal =
  | 'TASK_CHILD_BEFORE_PARENT'
  | 'TASK_CHILD_AFTER_PARENT'
  | 'TASK_CHILD_NEEDS_DEADLINE'
  | 'TASK_CHILD_PAST'
  | 'TASK_TOO_DEEP'
  | 'TASK_CYCLE'
  | 'TASK_CHILDREN_OPEN'
  | 'TASK_UNIT_NOT_BELOW'

/** Tỉnh → sở hoặc xã → phòng, người. */
export const DEFAULT_MAX_DEPTH = 3

/** The dates of a sub-task: from the day its parent was given to the parent's own deadline; none only where the parent has none. */
export const fitsParent = (facts: { parentAssignedOn: CivilDate | null; parentDeadlineOn: CivilDate | null; deadlineOn: CivilDate | null }): Verdict<TreeRefusal> => {
  const { parentAssignedOn, parentDeadlineOn, deadlineOn } = facts
  if (deadlineOn === null) return parentDeadlineOn === null ? allowed : refused('TASK_CHILD_NEEDS_DEADLINE', { day: parentDeadlineOn })
  if (parentAssignedOn !== null && deadlineOn < parentAssignedOn) return refused('TASK_CHILD_BEFORE_PARENT', { day: parentAssignedOn })
  if (parentDeadlineOn !== null && deadlineOn > parentDeadlineOn) return refused('TASK_CHILD_AFTER_PARENT', { day: parentDeadlineOn })
  return allowed
}

/** A new sub-task under `parent`. A day already gone can't be worked to, whatever the parent's deadline. */
export const canAddChild = (facts: {
  parentDepth: number
  maxDepth: number
  parentAssignedOn: CivilDate | null
  parentDeadlineOn: CivilDate | null
  deadlineOn: CivilDate | null
  today: CivilDate
}): Verdict<TreeRefusal> => {
  if (facts.parentDepth + 1 > facts.maxDepth) return refused('TASK_TOO_DEEP', { n: facts.maxDepth })
  const fits = fitsParent(facts)
  if (!fits.ok) return fits
  if (facts.deadlineOn !== null && facts.deadlineOn < facts.today) return refused('TASK_CHILD_PAST')
  return allowed
}

/** Puts a task with all that hangs on it (`height` levels) under another one: never under itself or one of its own. */
export const canAttach = (facts: {
  taskId: string
  height: number
  parent: { id: string; depth: number; ancestorIds: readonly string[]; assignedOn: CivilDate | null; deadlineOn: CivilDate | null }
  deadlineOn: CivilDate | null
  maxDepth: number
}): Verdict<TreeRefusal> => {
  const { parent } = facts
  if (parent.id === facts.taskId || parent.ancestorIds.includes(facts.taskId)) return refused('TASK_CYCLE')
  if (parent.depth + 1 + facts.height > facts.maxDepth) return refused('TASK_TOO_DEEP', { n: facts.maxDepth })
  return fitsParent({ parentAssignedOn: parent.assignedOn, parentDeadlineOn: parent.deadlineOn, deadlineOn: facts.deadlineOn })
}

const COMMUNES = ['commune', 'ward']
/** Whom a unit may give work to: its own people, a department also communes; between equals work is coordinated, not given. */
export const mayGiveTo = (from: { id: string; kind: string }, to: { id: string; kind: string; parentId: string | null }): Verdict<TreeRefusal> => {
  if (from.id === to.id || to.parentId === from.id || from.kind === 'office' || from.kind === 'province') return allowed
  if (!COMMUNES.includes(from.kind) && COMMUNES.includes(to.kind)) return allowed
  return refused('TASK_UNIT_NOT_BELOW')
}

export type ChildFact = { state: TaskState; progress: number }
const counts = (c: Pick<ChildFact, 'state'>): boolean => c.state !== 'recalled' && c.state !== 'draft'
const isOpen = (c: Pick<ChildFact, 'state'>): boolean => counts(c) && c.state !== 'done'

/** Trình kết quả of a parent (and its recall with others at once): its sub-tasks are finished or recalled first, unless the kind of task says otherwise. */
export const canSubmitOver = (children: readonly Pick<ChildFact, 'state'>[], mayLeaveChildren: boolean): Verdict<TreeRefusal> => {
  const open = children.filter(isOpen).length
  return open === 0 || mayLeaveChildren ? allowed : refused('TASK_CHILDREN_OPEN', { n: open })
}

export type RollUp = { total: number; done: number; waiting: number; percent: number | null }

/**
 * What the sub-tasks come to: each counts the same, a finished one 100, recalled ones not at all. Shown beside what the lead
 * unit reports itself, never written over it. null = nothing to count.
 */
export const rollUp = (children: readonly ChildFact[]): RollUp => {
  const counted = children.filter(counts)
  const sum = counted.reduce((n, c) => n + (c.state === 'done' ? 100 : c.progress), 0)
  return {
    total: counted.length,
    done: counted.filter(c => c.state === 'done').length,
    waiting: counted.filter(c => c.state === 'waiting_confirmation').length,
    percent: counted.length === 0 ? null : Math.round(sum / counted.length),
  }
}


import { refused, type Refused } from '#app/domain/verdict.ts'
import { isMarked, isSameWork, lacksOf, type Marks } from './marks.ts'

/** Đồng ý kết luận: what one "yes" of the chair does to each line of an item. */

export type AgreedLine = { text: string; marks: Marks | null }
export type LineFacts = {
  id: string
  version: number
  text: string
  marks: Marks | null
  /** taken out of the text after it had been agreed to */
  isRemoved: boolean
  agreed: AgreedLine | null
  /** the task it has become, and whether that task can still change */
  task: { isOpen: boolean } | null
}

export type AgreeRefusal = 'CONCLUSION_EMPTY' | 'CONCLUSION_CHANGED_MEANWHILE' | 'CONCLUSION_INCOMPLETE' | 'CONCLUSION_NOTHING_NEW'

export type LinePlan = { id: string; act: 'create' | 'amend' | 'recall' | 'keep' }

/** Text or given work differ from what was agreed; a line agreed to and taken out differs too. */
export const hasChanged = (l: Pick<LineFacts, 'text' | 'marks' | 'isRemoved' | 'agreed'>): boolean =>
  l.agreed !== null && (l.isRemoved || l.text !== l.agreed.text || !isSameWork(l.marks, l.agreed.marks))

/**
 * Decides the act. `seen` is what the chair's screen showed: a line written meanwhile was not agreed to. `accepted` are
 * lines the chair agrees to although something is missing: without a lead unit they become no task, without a deadline
 * a task without one. `incomplete` in the refusal counts the others.
 */
export function decideAgree(
  lines: readonly LineFacts[],
  seen: ReadonlyMap<string, number>,
  accepted: ReadonlySet<string>,
): { ok: true; plan: LinePlan[] } | (Refused<AgreeRefusal> & { incomplete?: number }) {
  const standing = lines.filter(l => !l.isRemoved && l.text.trim() !== '')
  const known = lines.filter(l => l.agreed !== null || (!l.isRemoved && l.text.trim() !== ''))
  if (standing.length === 0 && !lines.some(l => l.agreed)) return refused('CONCLUSION_EMPTY')
  if (known.length !== seen.size || known.some(l => seen.get(l.id) !== l.version)) return refused('CONCLUSION_CHANGED_MEANWHILE')
  if (known.every(l => l.agreed !== null && !hasChanged(l))) return refused('CONCLUSION_NOTHING_NEW')
  const incomplete = standing.filter(l => (l.task === null || hasChanged(l)) && lacksOf(l.marks).length > 0 && !accepted.has(l.id))
  if (incomplete.length > 0) return { ...refused('CONCLUSION_INCOMPLETE'), incomplete: incomplete.length }
  return { ok: true, plan: known.map(l => ({ id: l.id, act: actOn(l) })) }
}

function actOn(l: LineFacts): LinePlan['act'] {
  if (l.isRemoved || l.text.trim() === '') return l.task?.isOpen ? 'recall' : 'keep'
  if (l.task === null) return isMarked(l.marks) && l.marks.lead !== null ? 'create' : 'keep'
  if (!hasChanged(l) || !l.task.isOpen) return 'keep'
  return l.marks?.lead ? 'amend' : 'recall'
}

/** Thu hồi: only while no unit has taken up what the act gave. */
export const mayRecall = (states: readonly string[]): boolean => states.every(s => s === 'assigned')

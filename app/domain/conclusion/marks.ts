import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import type { LineReading, MarkField, Question } from './parse-line.ts'

/** What a line gives: to whom, with whom, until when. `deadline.on` null = said to have none; null = not said. */
export type Marks = {
  lead: string | null
  coordinators: string[]
  deadline: { on: CivilDate | null } | null
  questions: Question[]
  /** set by a person, not read from the text */
  byHand: MarkField[]
}

/** What a person set, with the words the text had for it then: other words later make it void, the text speaks again. */
export type Hand = {
  lead?: { value: string | null; words: string } | undefined
  coordinators?: { value: string[]; words: string } | undefined
  deadline?: { value: { on: CivilDate | null } | null; words: string } | undefined
}

export const noMarks: Marks = { lead: null, coordinators: [], deadline: null, questions: [], byHand: [] }

/** The words of a line that speak about one field. */
export function wordsOf(read: LineReading, field: MarkField): string {
  const asked = read.questions.filter(q => q.field === field).map(q => q.words)
  const said = field === 'lead' ? [read.lead?.words] : field === 'coordinators' ? read.coordinators.map(c => c.words) : [read.deadline?.words]
  return [...said, ...asked].filter(Boolean).join(' | ')
}

/** Marks of a line: what a person set, else what the text says. `hand` comes back without what has become void. */
export function settleMarks(read: LineReading, hand: Hand): { marks: Marks; hand: Hand } {
  const holds = (field: MarkField): boolean => hand[field] !== undefined && hand[field]?.words === wordsOf(read, field)
  const kept: Hand = {}
  if (holds('lead')) kept.lead = hand.lead
  if (holds('coordinators')) kept.coordinators = hand.coordinators
  if (holds('deadline')) kept.deadline = hand.deadline
  const byHand = (['lead', 'coordinators', 'deadline'] as const).filter(f => kept[f] !== undefined)
  const lead = kept.lead ? kept.lead.value : (read.lead?.unitId ?? null)
  const coordinators = (kept.coordinators ? kept.coordinators.value : read.coordinators.map(c => c.unitId)).filter((id, i, all) => id !== lead && all.indexOf(id) === i)
  const deadline = kept.deadline ? kept.deadline.value : read.deadline ? { on: read.deadline.on } : null
  return { marks: { lead, coordinators, deadline, questions: read.questions.filter(q => !byHand.includes(q.field)), byHand }, hand: kept }
}

/** A line that gives work, however incompletely. */
export const isMarked = (m: Marks | null): m is Marks => m !== null && (m.lead !== null || m.coordinators.length > 0 || m.deadline !== null || m.questions.length > 0)

/** Units a line names. */
export const namedUnits = (m: Marks | null): string[] => (m ? [...new Set([...(m.lead ? [m.lead] : []), ...m.coordinators])] : [])

/** The same work given to the same units until the same day. */
export const isSameWork = (a: Marks | null, b: Marks | null): boolean => {
  const key = (m: Marks | null) => (m ? JSON.stringify([m.lead, [...m.coordinators].sort(), m.deadline]) : 'none')
  return key(a && isMarked(a) ? a : null) === key(b && isMarked(b) ? b : null)
}

/** What is missing before the line can become a task: shown before the chair agrees. */
export type Lack = 'lead' | 'deadline' | 'question'
export const lacksOf = (m: Marks | null): Lack[] => {
  if (!isMarked(m)) return []
  const lacks: Lack[] = []
  if (m.lead === null) lacks.push('lead')
  if (m.deadline === null) lacks.push('deadline')
  if (m.questions.some(q => q.field === 'coordinators' || q.kind === 'two_tasks')) lacks.push('question')
  return lacks
}

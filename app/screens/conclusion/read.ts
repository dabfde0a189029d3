import type { z } from 'zod'
import type { ConclusionCommentView, ConclusionFileView, ConclusionView, MarksView } from '#app/contracts/conclusion.ts'
import type { Line } from '#app/screens/session/derive.ts'

// What the screens of a conclusion read out of its lines. Pure.

export type Marks = z.output<typeof MarksView>
export type Agreed = z.output<typeof ConclusionView>
export type Comment = z.output<typeof ConclusionCommentView>
export type File = z.output<typeof ConclusionFileView>

/** Lines of an item that say something, with the number people read; lines taken out keep their place without one. */
export function numbered(lines: readonly Line[], itemId: string | null): { line: Line; n: number | null }[] {
  let n = 0
  return lines.filter(l => l.itemId === itemId && (l.text.trim() !== '' || l.agreed)).map(line => ({ line, n: isGone(line) ? null : (n += 1) }))
}
export const isGone = (l: Line): boolean => l.isTakenOut === true || l.text.trim() === ''

export type Lack = 'lead' | 'deadline' | 'question'
/** What is missing before a marked line can become a task; the server decides by the same rule (domain/conclusion). */
export function lacksOf(m: Marks | null | undefined): Lack[] {
  if (!m) return []
  const lacks: Lack[] = []
  if (!m.lead) lacks.push('lead')
  if (m.deadlineOn === null && !m.isUndated) lacks.push('deadline')
  if (m.questions.some(q => q.field === 'coordinators' || q.kind === 'two_tasks')) lacks.push('question')
  return lacks
}

/** What one "Đồng ý" would do to the lines as they are seen now. */
export function agreement(rows: readonly { line: Line; n: number | null }[]) {
  const isNew = (l: Line): boolean => !l.agreed
  const changed = rows.filter(r => r.line.agreed?.isChanged)
  const standing = rows.filter(r => !isGone(r.line))
  return {
    isFirst: rows.every(r => isNew(r.line)),
    hasNews: standing.some(r => isNew(r.line)) || changed.length > 0,
    incomplete: standing.filter(r => (!r.line.task || r.line.agreed?.isChanged) && lacksOf(r.line.marks).length > 0),
    create: standing.filter(r => !r.line.task && r.line.marks?.lead),
    amend: changed.filter(r => !isGone(r.line) && r.line.task && r.line.marks?.lead),
    recall: changed.filter(r => r.line.task && (isGone(r.line) || !r.line.marks?.lead)),
    seen: rows.map(r => ({ id: r.line.id, version: r.line.version })),
  }
}

import { type PlanRow, twinKey } from './rows.ts'
import type { PlanTerm } from './term.ts'

/** What becomes of a row: given, mended first, there already, like one that is there, given all the same, there but not alike. */
export type Fate = 'new' | 'error' | 'same' | 'twin' | 'kept' | 'different'
/** A task or a duty that exists; `content` without its product. */
export type KnownTask = { code: string; taskId: string | null; content: string; leadUnitId: string; coordinatorIds: readonly string[]; term: PlanTerm }
export type Known = { byCode: ReadonlyMap<string, KnownTask>; byWords: ReadonlyMap<string, KnownTask> }
export type CheckedRow = PlanRow & { fate: Fate; /** what it is like */ twin: { code: string; taskId: string | null; row: number | null } | null }

/** By number and by unit with words. */
export const knownBy = (all: readonly KnownTask[]): Known => ({ byCode: new Map(all.map(k => [k.code, k])), byWords: new Map(all.map(k => [twinKey(k.leadUnitId, k.content), k])) })

const termKey = (t: PlanTerm): string => (t.kind === 'duty' ? `${t.every}/${t.dueMonth}/${t.dueDay}` : t.kind === 'date' ? t.date : t.kind)
const isAlike = (row: PlanRow, known: KnownTask): boolean =>
  row.term !== null && termKey(row.term) === termKey(known.term) && [...row.coordinatorIds].sort().join() === [...known.coordinatorIds].sort().join()

/**
 * The fate of every row of a plan, in the order of the sheet. `kept`: rows somebody wants given although they are like
 * another. What is there by the row's own number but says something else is no twin to be given again: it is different.
 */
export function fatesOf(rows: readonly PlanRow[], known: Known, kept: ReadonlySet<number>): CheckedRow[] {
  const seen = new Map<string, number>()
  return rows.map((row): CheckedRow => {
    if (row.issues.some(i => !i.isWarning) || !row.leadUnitId || !row.term) return { ...row, fate: 'error', twin: null }
    const byCode = known.byCode.get(row.code)
    const key = twinKey(row.leadUnitId, row.content)
    const like = byCode ?? known.byWords.get(key)
    const twinFate = kept.has(row.row) ? 'kept' : 'twin'
    if (like) {
      const twin = { code: like.code, taskId: like.taskId, row: null }
      if (twinKey(like.leadUnitId, like.content) === key && isAlike(row, like)) return { ...row, fate: 'same', twin }
      return { ...row, fate: byCode ? 'different' : twinFate, twin }
    }
    const before = seen.get(key)
    if (before !== undefined) return { ...row, fate: twinFate, twin: { code: '', taskId: null, row: before } }
    seen.set(key, row.row)
    return { ...row, fate: 'new', twin: null }
  })
}

/** Rows like a task that is there, or like another row. */
export const isTwin = (r: CheckedRow): boolean => r.fate === 'twin' || r.fate === 'kept' || r.fate === 'different'
/** Rows an import gives. */
export const isGiven = (r: CheckedRow): boolean => r.fate === 'new' || r.fate === 'kept'

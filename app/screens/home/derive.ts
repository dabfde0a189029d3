import type { Done, LateReason } from '#app/domain/task/waiting-acts.ts'
import { foreseen, lateReason } from '#app/domain/task/waiting-acts.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import type { Card } from '#app/live/reducers/board.ts'
import type { Pending, RefusedAct } from '#app/live/outbox.ts'
import { errorText } from '#app/text/errors.ts'
import { workText as w } from '#app/text/my-work.ts'

export type Obstacle = keyof typeof w.obstacle
export const OBSTACLES = Object.keys(w.obstacle) as Obstacle[]
/** Steps of a report by thumb; the last one hands the result in. */
export const STEPS = [20, 40, 60, 80, 100] as const

type Input = { taskId?: string; demandId?: string; unitId?: string; percent?: number; note?: string; productRef?: string; fileIds?: string[] }
export const inputOf = (p: Pending): Input => (p.input ?? {}) as Input
export type HereAct = 'accept' | 'acceptPart' | 'report' | 'submit' | 'answer' | 'other'
const known: readonly string[] = ['accept', 'acceptPart', 'report', 'submit', 'answer']
export const actOf = (p: Pending): HereAct => {
  const name = p.name.replace('task.', '')
  return known.includes(name) ? (name as HereAct) : 'other'
}

/** What is written for somebody who only touched: obstacles and words, or the plain fact. */
export function noteOf({ percent, obstacles, words }: { percent: number; obstacles: readonly Obstacle[]; words: string }): string {
  const isDone = percent === 100
  const parts = [...(isDone ? [] : obstacles.map(o => `${w.obstacle[o]}.`)), words.trim()].filter(Boolean)
  if (words.trim() !== '' && obstacles.length === 0) return words.trim()
  return [isDone ? (words.trim() ? '' : w.noteDone) : w.noteOf(percent), ...parts].filter(Boolean).join(' ')
}

const isStep = (act: HereAct): act is Done['act'] => act === 'accept' || act === 'report' || act === 'submit'
/** The task as it will stand once what waits here is recorded. */
export const aheadOf = (card: Card, waiting: readonly Pending[]) =>
  foreseen(
    card,
    waiting.flatMap(p => {
      const act = actOf(p)
      return isStep(act) ? [{ act, percent: inputOf(p).percent }] : []
    }),
  )

/** "60%, mới ở máy này". */
export function hereLine(p: Pending): string {
  const act = actOf(p)
  return act === 'report' ? w.here.report(inputOf(p).percent ?? 0) : w.here[act]
}
export function doneLine(p: Pending): string {
  const act = actOf(p)
  return act === 'report' ? w.doneHere.report(inputOf(p).percent ?? 0) : w.doneHere[act]
}

/** Acts that came too late, a task at a time, with the first reason: what follows from it needs no second one. */
export function lateGroups(refused: readonly RefusedAct[]): { key: string; title: string; why: string; acts: RefusedAct[] }[] {
  const groups = new Map<string, RefusedAct[]>()
  for (const act of refused) {
    const key = inputOf(act).taskId ?? act.id
    groups.set(key, [...(groups.get(key) ?? []), act])
  }
  return [...groups].map(([key, acts]) => ({ key, title: acts[0]?.shownAs ?? '', why: acts[0] ? whyLate(acts[0]) : '', acts }))
}
function whyLate(p: RefusedAct): string {
  const reason: LateReason = lateReason({ act: actOf(p), code: p.code, state: (p.params?.state as TaskState | undefined) ?? null })
  return reason === 'file' || reason === 'other' ? errorText(p.code, p.params) : w.late[reason]
}

/** Pages kept on the device are as many as a thin line carries without being felt. */
const MOST_KEPT = 15
/** The list itself and the tasks one has in hand, in the order of the list; a mark changes with what its page shows. */
export function pagesToKeep(cards: readonly Card[], unitIds: readonly string[], asked: readonly string[]): { path: string; mark: string }[] {
  const own = cards.filter(c => unitIds.includes(c.leadUnitId) || asked.includes(c.id)).slice(0, MOST_KEPT)
  return [{ path: '/viec-cho-toi', mark: [...cards.map(c => `${c.id}.${c.version}`), ...asked].join(' ') }, ...own.map(c => ({ path: `/nhiem-vu/${c.id}`, mark: `${c.version}` }))]
}

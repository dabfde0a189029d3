import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { isOver, type ItemState, type MeetingState } from '#app/domain/meeting/machine.ts'

/** Nội dung biểu quyết chuẩn bị sẵn của phiên, and running through the list of them. */

export const MAX_PLANNED = 100

export type PlanRefusal = 'PLAN_MEETING_OVER' | 'PLAN_HELD' | 'PLAN_ITEM_ASIDE' | 'PLAN_FULL' | 'PLAN_EMPTY' | 'PLAN_RUN_ON' | 'PLAN_RUN_OFF' | 'VOTE_SESSION_NOT_RUNNING'

/** waiting → open → held; a vote that was cancelled leaves it waiting again. */
export type PlannedState = 'waiting' | 'open' | 'held'
export const plannedState = (vote: { status: string } | null | undefined): PlannedState => (vote?.status === 'open' ? 'open' : vote?.status === 'closed' ? 'held' : 'waiting')

/** Rút, để lại: nothing is put to the vote on it. */
export const isAside = (item: ItemState): boolean => item === 'withdrawn' || item === 'held_over'

/** Adding, changing, moving and removing: until it was put to the vote, and while the session is not over. */
export const canPlan = (f: { meeting: MeetingState; state: PlannedState; item: ItemState; count: number; isNew: boolean }): Verdict<PlanRefusal> => {
  if (isOver(f.meeting)) return refused('PLAN_MEETING_OVER')
  if (f.state !== 'waiting') return refused('PLAN_HELD')
  if (isAside(f.item)) return refused('PLAN_ITEM_ASIDE')
  return f.isNew && f.count >= MAX_PLANNED ? refused('PLAN_FULL') : allowed
}

/** Mở biểu quyết theo danh sách: what every vote asks for is asked elsewhere; here, that it was not held yet and its item stands. */
export const canOpenPlanned = (f: { state: PlannedState; item: ItemState }): Verdict<PlanRefusal> => {
  if (f.state !== 'waiting') return refused('PLAN_HELD')
  return isAside(f.item) ? refused('PLAN_ITEM_ASIDE') : allowed
}

/** Bắt đầu, kết thúc duyệt danh sách: begun while the session runs, ended at any time. */
export const canRun = (f: { meeting: MeetingState; isRunning: boolean; waiting: number; act: 'start' | 'end' }): Verdict<PlanRefusal> => {
  if (f.act === 'end') return f.isRunning ? allowed : refused('PLAN_RUN_OFF')
  if (isOver(f.meeting)) return refused('PLAN_MEETING_OVER')
  if (f.meeting !== 'running') return refused('VOTE_SESSION_NOT_RUNNING')
  if (f.isRunning) return refused('PLAN_RUN_ON')
  return f.waiting === 0 ? refused('PLAN_EMPTY') : allowed
}

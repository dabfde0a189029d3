import type { TaskState } from './machine.ts'

/**
 * Việc làm khi không có mạng: acts that wait on a device until the line is back. Which goes next, what the person sees
 * meanwhile, and what is said when one of them comes too late.
 */

/** `files`: none; still only on this device; all of them with the server. */
export type WaitingFiles = 'none' | 'here' | 'sent'
export type Waiting = { lane: string; files: WaitingFiles }

/**
 * What depends on what: acts on one task go in the order they were done, everything else in one row. A photo of twenty
 * megabytes on its way holds back the acts on its own task and nobody's ballot.
 */
export function laneOf(input: unknown): string {
  const taskId = typeof input === 'object' && input !== null && 'taskId' in input ? (input as { taskId: unknown }).taskId : null
  return typeof taskId === 'string' ? taskId : ''
}

const firstOfLane = (list: readonly Waiting[], at: number): boolean => !list.slice(0, at).some(w => w.lane === list[at]?.lane)

/** Place of the act that is sent now; -1 = each one waits for its files, or there is none. */
export const nextToSend = (list: readonly Waiting[]): number => list.findIndex((w, i) => w.files !== 'here' && firstOfLane(list, i))

/** Place of the act whose files are brought now; -1 = there is none. Files may travel before the acts ahead of theirs are answered. */
export const nextToBring = (list: readonly Waiting[]): number => list.findIndex(w => w.files === 'here')

export type Standing = { state: TaskState; progress: number; isSentBack: boolean }
export type Done = { act: 'accept' | 'report' | 'submit'; percent?: number | undefined }

/** How a task will stand once the acts waiting here are recorded: what the person may do next without a line. An act that does not fit changes nothing. */
export function foreseen(now: Standing, waiting: readonly Done[]): Standing {
  return waiting.reduce<Standing>((s, { act, percent }) => {
    if (act === 'accept') return s.state === 'assigned' ? { ...s, state: 'in_progress' } : s
    if (s.state !== 'in_progress') return s
    return act === 'report' ? { ...s, progress: percent ?? s.progress } : { state: 'waiting_confirmation', progress: 100, isSentBack: false }
  }, now)
}

export type LateReason = 'recalled' | 'paused' | 'moved' | 'accepted_already' | 'handed_in_already' | 'not_accepted' | 'returned' | 'file' | 'other'

/**
 * Why an act that waited was not recorded. `code` is the server's refusal, `state` where the task stood when it came in (null when
 * the server did not say). `other` = the sentence of the code says it best.
 */
export function lateReason({ act, code, state }: { act: string; code: string; state: TaskState | null }): LateReason {
  if (code === 'NOT_FOUND' || code === 'TASK_NOT_YOURS') return 'moved'
  if (code.startsWith('FILE_')) return 'file'
  if (code !== 'TASK_WRONG_STATE' || state === null) return 'other'
  if (state === 'recalled' || state === 'paused') return state
  if (state === 'refused') return 'returned'
  if (act === 'accept') return 'accepted_already'
  if (state === 'waiting_confirmation' || state === 'done') return 'handed_in_already'
  return state === 'assigned' ? 'not_accepted' : 'other'
}

/** An act that was tried again by itself as long as the server only could not answer just now. */
export const isPassing = (code: string): boolean => code === 'NO_ANSWER' || code === 'SERVER_BUSY' || code === 'TOO_MANY' || code === 'NOT_SIGNED_IN'

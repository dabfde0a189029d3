import type { DeadlineCode } from './deadline.ts'

/** One task as the rates see it. Routine work stands outside every rate. */
export type RatedTask = { code: DeadlineCode; kind?: 'dated' | 'undated' | 'routine' }

/** `rate` between 0 and 1; null when nothing is completed yet, which is not the same as 0%. */
export type OnTimeRate = { onTime: number; completed: number; rate: number | null }

export type DeadlineCounts = Record<DeadlineCode, number>

const isRated = (task: RatedTask): boolean => task.kind !== 'routine'

/** How many tasks stand in each deadline state. */
export const countByDeadline = (tasks: readonly RatedTask[]): DeadlineCounts => {
  const counts: DeadlineCounts = {
    in_time: 0,
    soon: 0,
    overdue: 0,
    waiting: 0,
    done_on_time: 0,
    done_late: 0,
    sent_back: 0,
    paused: 0,
    none: 0,
  }
  for (const task of tasks) if (isRated(task)) counts[task.code] += 1
  return counts
}

/** On-time rate over completed tasks with a deadline: late-but-done stays in the denominator. */
export const onTimeRate = (tasks: readonly RatedTask[]): OnTimeRate => {
  const { done_on_time: onTime, done_late: late } = countByDeadline(tasks)
  const completed = onTime + late
  return { onTime, completed, rate: completed === 0 ? null : onTime / completed }
}

/** One decimal with a comma. Never rounded up to 100% or down to 0% while that is not the whole truth. */
export const formatPercent = (part: number, whole: number): string => {
  const tenths = Math.round((part * 1000) / whole)
  const honest = part < whole ? Math.min(tenths, 999) : tenths
  return `${String((part > 0 ? Math.max(honest, 1) : honest) / 10).replace('.', ',')}%`
}

/** "89,7% = 61 đúng hạn / 68 đã hoàn thành"; without completed tasks a sentence instead of a figure. */
export const formatRate = ({ onTime, completed }: OnTimeRate): string =>
  completed === 0
    ? 'Chưa có nhiệm vụ hoàn thành'
    : `${formatPercent(onTime, completed)} = ${onTime} đúng hạn / ${completed} đã hoàn thành`

import type { ReactNode } from 'react'
import type { DeadlineCode } from '#app/domain/task/deadline.ts'
import { formatDate } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { AlarmClock, CalendarClock, CircleCheck, CircleCheckBig, CirclePause, Hourglass, InfinityIcon, TriangleAlert, Undo2 } from './icon.tsx'

export type Tone = 'neutral' | 'act' | 'soon' | 'late' | 'ok'

export const toneClass: Record<Tone, string> = {
  neutral: 'bg-surface-2 border-line text-text-2',
  act: 'bg-act-soft border-act-line text-act',
  soon: 'bg-soon-soft border-soon-line text-soon',
  late: 'bg-late-soft border-late-line text-late',
  ok: 'bg-ok-soft border-ok-line text-ok',
}

/** State = icon + word + colour. Not clickable. `isLarge` for touch screens. */
export function Chip({ tone = 'neutral', icon, isLarge, className, title, children }: { tone?: Tone; icon?: ReactNode; isLarge?: boolean; className?: string; title?: string; children: ReactNode }) {
  return (
    <span title={title} className={cx('inline-flex w-fit items-center gap-1.5 rounded-sm border font-semibold', isLarge ? 'min-h-8 px-2.5 py-1 text-md' : 'min-h-6 px-2 text-[0.78rem] leading-5', toneClass[tone], className)}>
      {icon}
      <span>{children}</span>
    </span>
  )
}

const deadlineLook: Record<DeadlineCode, { tone: Tone; Icon: typeof AlarmClock }> = {
  in_time: { tone: 'neutral', Icon: CalendarClock },
  soon: { tone: 'soon', Icon: AlarmClock },
  overdue: { tone: 'late', Icon: TriangleAlert },
  waiting: { tone: 'act', Icon: Hourglass },
  done_on_time: { tone: 'ok', Icon: CircleCheck },
  done_late: { tone: 'soon', Icon: CircleCheckBig },
  sent_back: { tone: 'soon', Icon: Undo2 },
  paused: { tone: 'neutral', Icon: CirclePause },
  none: { tone: 'neutral', Icon: InfinityIcon },
}

/** The words of a deadline state, also used where there is no room for a chip. */
export function deadlineLabel({ code, workingDaysLeft, workingDaysLate }: { code: DeadlineCode; workingDaysLeft: number | null; workingDaysLate: number | null }): string {
  const t = shellText.deadline
  switch (code) {
    case 'soon':
      return t.soon(workingDaysLeft ?? 0)
    case 'overdue':
      return t.overdue(workingDaysLate ?? 0)
    case 'done_late':
      return t.done_late(workingDaysLate ?? 0)
    default:
      return t[code]
  }
}

/** Deadline of a task in words; `deadlineOn` (civil date) becomes the tooltip. */
export function DeadlineChip({
  code,
  workingDaysLeft = null,
  workingDaysLate = null,
  deadlineOn,
  isLarge,
}: {
  code: DeadlineCode
  workingDaysLeft?: number | null
  workingDaysLate?: number | null
  deadlineOn?: string | null
  isLarge?: boolean
}) {
  const { tone, Icon } = deadlineLook[code]
  return (
    <Chip tone={tone} isLarge={isLarge} icon={<Icon aria-hidden />} title={deadlineOn ? shellText.deadline.on(formatDate(deadlineOn)) : undefined}>
      {deadlineLabel({ code, workingDaysLeft, workingDaysLate })}
    </Chip>
  )
}

/** A count beside a word. */
export function CountBadge({ count, isStrong, label }: { count: number; isStrong?: boolean; label?: string }) {
  return (
    <span aria-label={label} className={cx('inline-flex min-w-6 items-center justify-center rounded-full px-1.5 text-xs leading-5 font-semibold', isStrong ? 'bg-act text-on-act' : 'bg-surface-3 text-text-2')}>
      {count}
    </span>
  )
}

import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { DeadlineChip } from '#app/components/chip.tsx'
import { CircleAlert, Ellipsis, Smartphone } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import type { DeadlineState } from '#app/domain/task/deadline.ts'
import type { Pending } from '#app/live/outbox.ts'
import type { Card } from '#app/live/reducers/board.ts'
import { formatDayMonth, formatTime } from '#app/text/format.ts'
import { workText as w } from '#app/text/my-work.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { hereLine } from './derive.ts'

/** A piece of work that waits: on a phone a card whose act lies under the thumb, on a wide screen a row. */
export function WorkRow({ to, title, facts, head, here, percent, problem, act, onMore }: { to: string; title: string; facts: ReactNode; head: ReactNode; here: readonly Pending[]; percent: Readonly<Record<string, number>>; problem?: string | undefined; act: ReactNode; onMore?: () => void }) {
  return (
    <li className="flex flex-col gap-2.5 rounded-xl border border-line bg-surface p-4 md:grid md:grid-cols-[minmax(0,1fr)_auto] md:items-center md:gap-x-4 md:gap-y-1.5 md:rounded-none md:border-x-0 md:border-b-0 md:bg-transparent md:py-3 md:first:border-t-0">
      <div className="flex items-center justify-between gap-2 md:col-start-2 md:row-start-1 md:justify-end">{head}</div>
      <div className="min-w-0 md:col-start-1 md:row-span-2 md:row-start-1">
        <Link to={to} className="line-clamp-3 text-lg font-semibold hover:text-act hover:underline max-md:-my-1 max-md:py-1 md:line-clamp-2 md:text-md">
          {title}
        </Link>
        <div className="text-sm text-text-3">{facts}</div>
        {here.map(p => (
          <p key={p.id} role="status" className="mt-1.5 flex flex-wrap items-center gap-x-1.5 text-sm font-semibold text-soon">
            <Smartphone aria-hidden />
            {hereLine(p)}
            <span className="font-normal text-text-3">
              {formatTime(p.at)}
              {p.files && ` · ${w.withFiles(p.files.length)}`}
              {percent[p.id] !== undefined && ` · ${w.sendingFiles(percent[p.id] ?? 0)}`}
            </span>
          </p>
        ))}
        {problem && (
          <p role="alert" className="mt-1.5 flex items-start gap-1.5 text-sm text-late">
            <CircleAlert aria-hidden className="mt-0.5 shrink-0" />
            {problem}
          </p>
        )}
      </div>
      {(act || onMore) && (
        <div className="flex gap-2 md:col-start-2 md:row-start-2 md:justify-end">
          {act}
          {onMore && (
            <IconButton label={w.more(title)} className="size-12! border border-line-strong md:size-9! pointer-coarse:md:size-11!" onClick={onMore}>
              <Ellipsis aria-hidden />
            </IconButton>
          )}
        </div>
      )}
    </li>
  )
}

/** Wide under a thumb, as small as its words under a pointer. */
export function RowButton({ isStrong, isSending, icon, label, children, onClick }: { isStrong?: boolean; isSending?: boolean; icon?: ReactNode; label: string; children: ReactNode; onClick: () => void }) {
  return (
    <Button variant={isStrong ? 'primary' : 'outline'} size="lg" icon={icon} isSending={isSending ?? false} aria-label={label} className="grow md:min-h-9 md:grow-0 md:rounded-md md:px-3.5 md:text-base pointer-coarse:md:min-h-11" onClick={onClick}>
      {children}
    </Button>
  )
}

export function DeadlineHead({ card, deadline }: { card: Card; deadline: DeadlineState }) {
  return (
    <>
      <DeadlineChip code={deadline.code} workingDaysLeft={deadline.workingDaysLeft} workingDaysLate={deadline.workingDaysLate} deadlineOn={card.deadlineOn} />
      {card.deadlineOn && <span className="text-sm whitespace-nowrap text-text-3">{t.dueOn(formatDayMonth(card.deadlineOn))}</span>}
    </>
  )
}

/** Who gave it, from what; how far it is. */
export function CardFacts({ card, isOffice }: { card: Card; isOffice: boolean }) {
  return (
    <>
      <p>{[isOffice ? card.leadUnitName : card.giverLabel && w.givenBy(card.giverLabel), card.code, card.sourceLabel].filter(Boolean).join(' · ')}</p>
      {!isOffice && card.state === 'in_progress' && card.progress > 0 && <ProgressBar percent={card.progress} label={t.columnProgress} className="mt-1 max-w-64" />}
    </>
  )
}

import { Check } from '#app/components/icon.tsx'
import { cx } from '#app/components/cx.ts'
import { formatDuration } from '#app/text/format.ts'
import { sessionText as t } from '#app/text/session.ts'
import { openVote, standing, type Item, type Session } from './derive.ts'

function itemState(view: Session, item: Item): string {
  if (openVote(view)?.itemId === item.id) return t.voting
  if (item.id === view.meeting.currentItemId && item.status === 'presenting') return t.itemStatus.presenting
  if (item.status === 'pending') return t.minutes(item.minutes)
  return item.spentSeconds > 0 ? `${t.itemStatus[item.status]}, ${formatDuration(item.spentSeconds)}` : t.itemStatus[item.status]
}

/** The agenda with its numbers; with `onPick` every item is a button that names the act. */
export function AgendaList({ view, onPick, canPick }: { view: Session; onPick?: (item: Item, n: number) => void; canPick?: boolean }) {
  return (
    <ol aria-label={t.agenda} className="flex flex-col gap-1">
      {standing(view).map((item, i) => {
        const isHere = item.id === view.meeting.currentItemId
        const isDone = item.status === 'concluded' || item.status === 'held_over'
        const body = (
          <>
            <span aria-hidden className={cx('mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold', isHere ? 'bg-act text-on-act' : isDone ? 'bg-ok-soft text-ok' : 'bg-surface-3 text-text-2')}>
              {isDone && !isHere ? <Check /> : i + 1}
            </span>
            <span className="min-w-0">
              <span className={cx('block text-md', isHere || isDone ? 'font-semibold' : 'text-text-2')}>{item.title || t.untitled}</span>
              <span className={cx('block text-sm', isHere ? 'font-semibold text-act' : 'text-text-3')}>{itemState(view, item)}</span>
            </span>
          </>
        )
        const frame = cx('flex w-full items-start gap-2.5 rounded-xl border px-2.5 py-2.5 text-left', isHere ? 'border-2 border-act bg-surface' : 'border-transparent')
        return (
          <li key={item.id} aria-current={isHere ? 'step' : undefined}>
            {onPick ? (
              <button type="button" disabled={!canPick || isHere} aria-label={isHere ? t.itemName(i + 1, item.title) : t.goToItem(i + 1, item.title)} className={cx(frame, canPick && !isHere && 'hover:bg-surface-2')} onClick={() => onPick(item, i + 1)}>
                {body}
              </button>
            ) : (
              <div className={frame}>{body}</div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

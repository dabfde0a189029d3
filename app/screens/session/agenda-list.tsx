import { Check, CirclePause, Ellipsis, Eye, EyeOff } from '#app/components/icon.tsx'
import { Button, IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { audienceText } from '#app/text/audience.ts'
import { formatDuration } from '#app/text/format.ts'
import { sessionText as t } from '#app/text/session.ts'
import { AudienceMarks } from './audience-dialog.tsx'
import { openVote, standing, withdrawn, type Item, type Session } from './derive.ts'

function itemState(view: Session, item: Item): string {
  if (openVote(view)?.itemId === item.id) return t.voting
  if (item.id === view.meeting.currentItemId && item.status === 'presenting') return t.itemStatus.presenting
  if (item.status === 'pending') return t.minutes(item.minutes)
  return item.spentSeconds > 0 ? `${t.itemStatus[item.status]}, ${formatDuration(item.spentSeconds)}` : t.itemStatus[item.status]
}

type Props = {
  view: Session
  onPick?: (item: Item, n: number) => void
  canPick?: boolean
  /** to hold over or withdraw an item (n = its number), or to take it back (n = 0) */
  onAside?: (item: Item, n: number) => void
  /** who may see an item: hidden, open to the press */
  onAudience?: (item: Item, n: number) => void
}

/** The agenda with its numbers; with `onPick` every item is a button that names the act. What was withdrawn stands below, without one. */
export function AgendaList({ view, onPick, canPick, onAside, onAudience }: Props) {
  const gone = withdrawn(view)
  return (
    <>
      <ol aria-label={t.agenda} className="flex flex-col gap-1">
        {standing(view).map((item, i) => {
          const isHere = item.id === view.meeting.currentItemId
          const isHeldOver = item.status === 'held_over'
          const isDone = item.status === 'concluded'
          const body = (
            <>
              <span
                aria-hidden
                className={cx(
                  'mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
                  isHere ? 'bg-act text-on-act' : isDone ? 'bg-ok-soft text-ok' : isHeldOver ? 'bg-soon-soft text-soon' : 'bg-surface-3 text-text-2',
                )}
              >
                {isDone && !isHere ? <Check /> : isHeldOver ? <CirclePause /> : i + 1}
              </span>
              <span className="min-w-0">
                <span className={cx('block text-md', isHere || isDone ? 'font-semibold' : 'text-text-2')}>{item.title || t.untitled}</span>
                <span className={cx('block text-sm', isHere ? 'font-semibold text-act' : 'text-text-3')}>{itemState(view, item)}</span>
                {item.asideReason && <span className="block text-sm text-text-3">{t.aside.because(item.asideReason)}</span>}
                <AudienceMarks item={item} />
              </span>
            </>
          )
          const frame = cx('flex w-full min-w-0 items-start gap-2.5 rounded-xl border px-2.5 py-2.5 text-left', isHere ? 'border-2 border-act bg-surface' : 'border-transparent')
          return (
            <li key={item.id} aria-current={isHere ? 'step' : undefined} className="relative">
              {onPick ? (
                <button type="button" disabled={!canPick || isHere} aria-label={isHere ? t.itemName(i + 1, item.title) : t.goToItem(i + 1, item.title)} className={cx(frame, canPick && !isHere && 'hover:bg-surface-2')} onClick={() => onPick(item, i + 1)}>
                  {body}
                </button>
              ) : (
                <div className={frame}>{body}</div>
              )}
              {onAudience && item.status !== 'concluded' && (
                <IconButton className="absolute right-10 bottom-0.5" label={audienceText.who.open(i + 1, item.title)} onClick={() => onAudience(item, i + 1)}>
                  {item.isHidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
                </IconButton>
              )}
              {onAside && (item.status === 'pending' || item.status === 'presenting') && (
                <IconButton className="absolute right-0.5 bottom-0.5" label={t.aside.open(i + 1, item.title)} onClick={() => onAside(item, i + 1)}>
                  <Ellipsis aria-hidden />
                </IconButton>
              )}
              {onAside && isHeldOver && (
                <Button size="sm" className="mb-2 ml-12" aria-label={t.aside.takeBackOne(item.title)} onClick={() => onAside(item, 0)}>
                  {t.aside.takeBack}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
      {gone.length > 0 && (
        <section aria-label={t.aside.withdrawn} className="border-t border-line px-2.5 pt-3 text-sm">
          <h3 className="font-semibold text-text-3">{t.aside.withdrawn}</h3>
          <ul className="mt-1 flex flex-col gap-2">
            {gone.map(item => (
              <li key={item.id}>
                <span className="block text-text-2 line-through">{item.title || t.untitled}</span>
                {item.asideReason && <span className="block text-text-3">{t.aside.because(item.asideReason)}</span>}
                {onAside && (
                  <Button size="sm" className="mt-1" aria-label={t.aside.takeBackOne(item.title)} onClick={() => onAside(item, 0)}>
                    {t.aside.takeBack}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

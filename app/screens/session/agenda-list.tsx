import { memo, useEffect, useRef } from 'react'
import { Check, CirclePause, Ellipsis, Eye, EyeOff } from '#app/components/icon.tsx'
import { Button, IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { agendaMarks } from '#app/text/agenda-marks.ts'
import { audienceText } from '#app/text/audience.ts'
import { formatDuration } from '#app/text/format.ts'
import { sessionText as t } from '#app/text/session.ts'
import { AudienceMarks } from './audience-dialog.tsx'
import { openVote, standing, withdrawn, type Item, type Session } from './derive.ts'

function itemState(item: Item, isHere: boolean, isVoting: boolean): string {
  if (isVoting) return t.voting
  if (isHere && item.status === 'presenting') return t.itemStatus.presenting
  if (item.adoption) return agendaMarks.adopted[item.adoption.how](item.adoption.at)
  if (item.status === 'pending') return item.isUndisputed ? agendaMarks.inBlock : t.minutes(item.minutes)
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
type Acts = Pick<Props, 'onPick' | 'onAside' | 'onAudience'>

/** The agenda with its numbers; with `onPick` every item is a button that names the act. What was withdrawn stands below, without one. */
export function AgendaList({ view, onPick, canPick, onAside, onAudience }: Props) {
  const gone = withdrawn(view)
  const votingOn = openVote(view)?.itemId
  // The rows keep one set of acts for life, so that an event draws only the rows it changes.
  const latest = useRef<Acts>({})
  latest.current = { onPick, onAside, onAudience }
  const acts = useRef({
    pick: (item: Item, n: number) => latest.current.onPick?.(item, n),
    aside: (item: Item, n: number) => latest.current.onAside?.(item, n),
    audience: (item: Item, n: number) => latest.current.onAudience?.(item, n),
  }).current
  // A console's list comes along to the item in hand, unless a pointer is on it.
  const list = useRef<HTMLOListElement>(null)
  const hereId = view.meeting.currentItemId
  const follows = onPick !== undefined
  useEffect(() => {
    if (follows && hereId && list.current && !list.current.matches(':hover')) list.current.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [follows, hereId])
  return (
    <>
      <ol ref={list} aria-label={t.agenda} className="flex flex-col gap-1">
        {standing(view).map((item, i) => (
          <Row
            key={item.id}
            item={item}
            n={i + 1}
            isHere={item.id === hereId}
            isVoting={item.id === votingOn}
            isButton={onPick !== undefined}
            canPick={canPick ?? false}
            hasAside={onAside !== undefined}
            hasAudience={onAudience !== undefined}
            acts={acts}
          />
        ))}
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

type RowProps = {
  item: Item
  n: number
  isHere: boolean
  isVoting: boolean
  isButton: boolean
  canPick: boolean
  hasAside: boolean
  hasAudience: boolean
  acts: Record<'pick' | 'aside' | 'audience', (item: Item, n: number) => void>
}

const Row = memo(function Row({ item, n, isHere, isVoting, isButton, canPick, hasAside, hasAudience, acts }: RowProps) {
  const isHeldOver = item.status === 'held_over'
  const isDone = item.status === 'concluded'
  const mayAside = hasAside && (item.status === 'pending' || item.status === 'presenting')
  const mayAudience = hasAudience && item.status !== 'concluded'
  const hasSigns = mayAside || mayAudience
  const hasMore = !!item.asideReason || item.isHidden || item.isOpenToPress
  const body = (
    <>
      <span
        aria-hidden
        className={cx(
          'mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
          isHere ? 'bg-act text-on-act' : isDone ? 'bg-ok-soft text-ok' : isHeldOver ? 'bg-soon-soft text-soon' : 'bg-surface-3 text-text-2',
        )}
      >
        {isDone && !isHere ? <Check /> : isHeldOver ? <CirclePause /> : n}
      </span>
      <span className="min-w-0">
        <span className={cx('block text-md', isHere || isDone ? 'font-semibold' : 'text-text-2')}>{item.title || t.untitled}</span>
        {item.urgentReason && <span className="block text-sm font-semibold text-soon">{agendaMarks.urgent(item.urgentReason)}</span>}
        {item.objection && item.status === 'pending' && <span className="block text-sm text-text-3">{agendaMarks.objected(item.objection.byLabel, item.objection.reason)}</span>}
        <span className={cx('block text-sm', isHere ? 'font-semibold text-act' : 'text-text-3')}>
          {itemState(item, isHere, isVoting)}
          {/* Room for the signs at the end of the row, so that no word lies under them. */}
          {hasSigns && !hasMore && <span aria-hidden className={cx('inline-block h-px', mayAside && mayAudience ? 'w-20' : 'w-10')} />}
        </span>
        {item.asideReason && <span className="block text-sm text-text-3">{t.aside.because(item.asideReason)}</span>}
        <AudienceMarks item={item} />
        {hasSigns && hasMore && <span aria-hidden className="block h-7" />}
      </span>
    </>
  )
  const frame = cx('flex w-full min-w-0 items-start gap-2.5 rounded-xl border px-2.5 py-2.5 text-left', isHere ? 'border-2 border-act bg-surface' : 'border-transparent')
  return (
    <li aria-current={isHere ? 'step' : undefined} className="relative">
      {isButton ? (
        <button type="button" disabled={!canPick || isHere} aria-label={isHere ? t.itemName(n, item.title) : t.goToItem(n, item.title)} className={cx(frame, canPick && !isHere && 'hover:bg-surface-2')} onClick={() => acts.pick(item, n)}>
          {body}
        </button>
      ) : (
        <div className={frame}>{body}</div>
      )}
      {mayAudience && (
        <IconButton className={cx('absolute bottom-0.5', mayAside ? 'right-10' : 'right-0.5')} label={audienceText.who.open(n, item.title)} onClick={() => acts.audience(item, n)}>
          {item.isHidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      )}
      {mayAside && (
        <IconButton className="absolute right-0.5 bottom-0.5" label={t.aside.open(n, item.title)} onClick={() => acts.aside(item, n)}>
          <Ellipsis aria-hidden />
        </IconButton>
      )}
      {hasAside && isHeldOver && (
        <Button size="sm" className="mb-2 ml-12" aria-label={t.aside.takeBackOne(item.title)} onClick={() => acts.aside(item, 0)}>
          {t.aside.takeBack}
        </Button>
      )}
    </li>
  )
})

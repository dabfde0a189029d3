import { CircleCheck, Hourglass } from '#app/components/icon.tsx'
import { cx } from '#app/components/cx.ts'
import { byVotes } from '#app/domain/voting/options.ts'
import type { Vote } from '#app/screens/session/derive.ts'
import { votingText } from '#app/text/voting.ts'

const t = votingText.options
/** So many of a long list stand open; the rest is asked for. */
const FIRST = 8

/** Votes of each option, the most voted first; what was chosen is marked with icon and word. Before a secret count: the list only. */
export function OptionResults({ vote, limit = FIRST }: { vote: Vote; limit?: number }) {
  const { options, optionVotes } = vote
  if (!options) return null
  const order = optionVotes ? byVotes(optionVotes) : options.list.map((_, i) => i)
  const rest = order.slice(limit)
  return (
    <div>
      <OptionList vote={vote} order={order.slice(0, limit)} />
      {rest.length > 0 && (
        <details>
          <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{t.more(rest.length)}</summary>
          <OptionList vote={vote} order={rest} />
        </details>
      )}
    </div>
  )
}

function OptionList({ vote, order }: { vote: Vote; order: readonly number[] }) {
  const { options, optionVotes, result } = vote
  return (
    <ul className="divide-y divide-line">
      {order.map(i => {
        const votes = optionVotes?.[i]
        const isChosen = result?.chosen?.includes(i) ?? false
        const isTied = result?.tied?.includes(i) ?? false
        return (
          <li key={i} className="py-2">
            <span className="flex items-start justify-between gap-3">
              <span className={cx('min-w-0 break-words', isChosen && 'font-semibold')}>{options?.list[i]}</span>
              {votes !== undefined && <strong className="shrink-0 tabular-nums">{t.votes(votes)}</strong>}
            </span>
            {votes !== undefined && (
              <span className="mt-1 block h-2 rounded-full bg-surface-3" aria-hidden>
                <span className={cx('block h-2 rounded-full', isChosen ? 'bg-vote-for' : 'bg-vote-none')} style={{ width: `${Math.min(100, (votes / Math.max(1, vote.base)) * 100)}%` }} />
              </span>
            )}
            {(isChosen || isTied) && (
              <span className={cx('mt-1 flex items-center gap-1.5 text-sm font-semibold', isChosen ? 'text-ok' : 'text-soon')}>
                {isChosen ? <CircleCheck aria-hidden /> : <Hourglass aria-hidden />}
                {isChosen ? t.isChosen : t.isTied}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

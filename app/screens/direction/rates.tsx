import { Link } from '@remix-run/react'
import { useState } from 'react'
import { Card } from '#app/components/card.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { CircleHelp } from '#app/components/icon.tsx'
import { behind, type Dimension, RATE_PARTS } from '#app/domain/task/board.ts'
import { type Figures, type Rate, type RateKey, ratesOf } from '#app/domain/task/figures.ts'
import { type TaskFilter, writeFilter } from '#app/domain/task/filter.ts'
import { directionText as t, rateText } from '#app/text/direction.ts'
import { formatNumber } from '#app/text/format.ts'

/** A rate of one row, or of all (`rowKey` null), opened to be explained. */
export type Explained = { name: string; rowKey: string | null; rate: Rate }

export function useExplained() {
  const [explained, setExplained] = useState<Explained | null>(null)
  return { explained, explain: setExplained, close: () => setExplained(null) }
}

/** Tỷ lệ: every one with what is divided by what; pressing it explains. */
export function Rates({ total, onExplain }: { total: Figures; onExplain: (e: Explained) => void }) {
  return (
    <Card title={t.ratesTitle} aside={total.done_late > 0 ? t.averageLate(formatNumber(total.lateDays / total.done_late, 1)) : undefined}>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 2xl:grid-cols-4">
        {ratesOf(total).map(rate => (
          <div key={rate.key} className="min-w-0">
            <dt className="text-text-2">{t.rate[rate.key]}</dt>
            <dd>
              <RateButton rate={rate} name={t.all} onPress={() => onExplain({ name: t.all, rowKey: null, rate })} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

export function RateButton({ rate, name, onPress }: { rate: Rate; name: string; onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={`${name}: ${t.rate[rate.key]} ${rateText(rate)}. ${t.explain(t.rate[rate.key])}`}
      className="inline-flex min-h-8 items-center gap-1.5 rounded-sm font-semibold whitespace-nowrap tabular-nums hover:text-act hover:underline pointer-coarse:min-h-11"
    >
      {rateText(rate)}
      <CircleHelp aria-hidden className="text-text-3" />
    </button>
  )
}

/** What is divided by what, with the rows behind both, and how such figures are read. */
export function RateDialog({ explained, filter, by, onClose }: { explained: Explained | null; filter: TaskFilter; by: Dimension; onClose: () => void }) {
  return (
    <Dialog isOpen={explained !== null} onClose={onClose} title={explained ? t.rate[explained.rate.key] : t.ratesTitle}>
      {explained && (
        <div className="flex flex-col gap-3">
          <p className="text-text-2">{explained.name}</p>
          <p className="text-card font-semibold tabular-nums">{rateText(explained.rate)}</p>
          <p>{t.formula[explained.rate.key]}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <Side label={t.part} n={explained.rate.part} figure={RATE_PARTS[explained.rate.key].part} explained={explained} filter={filter} by={by} />
            <Side label={t.whole} n={explained.rate.whole} figure={RATE_PARTS[explained.rate.key].whole} explained={explained} filter={filter} by={by} />
          </dl>
          {explained.rate.whole === 0 && <p className="text-soon">{t.nothingToDivide}</p>}
          <h3 className="border-t border-line pt-3 font-semibold">{t.howTitle}</h3>
          <ul className="flex list-disc flex-col gap-1 pl-5 text-text-2">
            {t.how.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}

type Figure = (typeof RATE_PARTS)[RateKey]['part']
function Side({ label, n, figure, explained, filter, by }: { label: string; n: number; figure: Figure; explained: Explained; filter: TaskFilter; by: Dimension }) {
  return (
    <>
      <dt className="text-text-3">{label}</dt>
      <dd>
        <strong className="tabular-nums">{n}</strong>{' '}
        {n > 0 ? (
          <Link className="text-act underline underline-offset-2" to={`/nhiem-vu?${writeFilter(behind(filter, by, explained.rowKey, figure))}`}>
            {t.figures[figure]}
          </Link>
        ) : (
          t.figures[figure]
        )}
      </dd>
    </>
  )
}

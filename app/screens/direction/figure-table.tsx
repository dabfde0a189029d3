import { Link } from '@remix-run/react'
import { type ReactNode, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { AlarmClock, ArrowDown, ArrowUp, TriangleAlert } from '#app/components/icon.tsx'
import { behind, type ColumnKey, type Dimension, type Order, type OrderKey, type Row, writeOrder } from '#app/domain/task/board.ts'
import { type Figures, type Group, type Place, ratesOf, sizeOf } from '#app/domain/task/figures.ts'
import { type TaskFilter, writeFilter } from '#app/domain/task/filter.ts'
import { directionText as t } from '#app/text/direction.ts'
import { type Explained, RateButton } from './rates.tsx'

/** Columns under the two headings they add up to. */
const GROUPED: readonly { head: ColumnKey; parts: readonly ColumnKey[] }[] = [
  { head: 'open', parts: ['overdue', 'soon', 'in_time', 'waiting', 'sent_back', 'paused', 'none'] },
  { head: 'done', parts: ['done_on_time', 'done_late', 'done_none'] },
]

type Props = { rows: readonly Row[]; total: Figures; filter: TaskFilter; by: Dimension; order: Order; touched: readonly string[]; to: (change: Record<string, string | null>) => string; onExplain: (e: Explained) => void }

/** of a phone, before it is asked for more: the order says which come first */
const PHONE_ROWS = 15

const linkTo = (filter: TaskFilter, by: Dimension, key: string | null, figure: Place | Group): string => `/nhiem-vu?${writeFilter(behind(filter, by, key, figure))}`

/** Số liệu: a row of figures each; every figure that is not nothing opens its rows. On a phone one block a row. */
export function FigureTable(props: Props) {
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <div role="region" aria-label={t.by[props.by]} tabIndex={0} className="overflow-x-auto rounded-md max-md:hidden print:overflow-visible">
        <Wide {...props} />
      </div>
      <ul className="flex flex-col divide-y divide-line md:hidden print:hidden">
        {[{ key: null, name: t.all, figures: props.total }, ...props.rows.slice(0, isWhole ? undefined : PHONE_ROWS)].map(row => (
          <li key={row.key ?? ''} className={cx('py-3', row.key !== null && props.touched.includes(row.key) && 'flash')}>
            <p className="flex items-baseline justify-between gap-3">
              <strong className="font-semibold">{row.key === null ? row.name : <RowName row={row as Row} {...props} />}</strong>
              <RateOf row={row} onExplain={props.onExplain} />
            </p>
            <Bar figures={row.figures} most={row.figures} />
            <p className="mt-1 flex flex-wrap gap-x-4">
              {(['overdue', 'soon', 'waiting', 'open', 'done_on_time', 'done_late'] as const).map(figure => (
                <span key={figure} className="inline-flex items-baseline gap-1.5">
                  <Cell row={row} figure={figure} filter={props.filter} by={props.by} />
                  <span className="text-sm text-text-3">{t.figures[figure]}</span>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
      {!isWhole && props.rows.length > PHONE_ROWS && (
        <Button className="mt-2 w-full md:hidden" onClick={() => setWhole(true)}>
          {t.showRows(props.rows.length)}
        </Button>
      )}
    </>
  )
}

function Wide({ rows, total, filter, by, order, touched, to, onExplain }: Props) {
  const head = (key: OrderKey, label: string, className?: string) => {
    const isThis = order.key === key
    const isDown = isThis ? !order.isDown : key !== 'name'
    return (
      <th scope="col" aria-sort={isThis ? (order.isDown ? 'descending' : 'ascending') : undefined} className={cx('px-1.5 py-1.5 align-bottom font-semibold', key !== 'name' && 'text-right', className)}>
        <Link to={to({ sap: writeOrder({ key, isDown }) })} preventScrollReset aria-label={t.sortBy(label)} className="inline-flex min-h-6 items-center gap-0.5 hover:text-act hover:underline pointer-coarse:min-h-11">
          {label}
          {isThis && (order.isDown ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
        </Link>
      </th>
    )
  }
  const most = rows.reduce((f, r) => (sizeOf(r.figures, 'open') > sizeOf(f, 'open') ? r.figures : f), rows[0]?.figures ?? total)
  const line = (row: { key: string | null; name: string; figures: Figures }, name: ReactNode) => (
    <>
      <th scope="row" className="sticky left-0 z-10 min-w-48 bg-surface py-1.5 pr-3 text-left font-normal">
        {name}
        <Bar figures={row.figures} most={row.key === null ? row.figures : most} />
      </th>
      <Figure row={row} figure="followed" filter={filter} by={by} />
      {GROUPED.map(g => (
        <Figures key={g.head} row={row} group={g} filter={filter} by={by} />
      ))}
      <Figure row={row} figure="extended" filter={filter} by={by} className="border-l border-line" />
      <Figure row={row} figure="routine" filter={filter} by={by} />
      <td className="border-l border-line py-1.5 pl-2 text-right">
        <RateOf row={row} onExplain={onExplain} />
      </td>
    </>
  )
  return (
    <table className="w-full text-md">
      <caption className="sr-only">{t.by[by]}</caption>
      <thead className="text-xs text-text-3">
        <tr>
          <td colSpan={2} />
          {GROUPED.map(g => (
            <th key={g.head} scope="colgroup" colSpan={g.parts.length + 1} className="border-l border-line px-1.5 pt-1 text-left text-sm font-semibold text-text-2">
              {t.columns[g.head]}
            </th>
          ))}
          <td colSpan={3} className="border-l border-line" />
        </tr>
        <tr className="border-b border-line-strong">
          {head('name', t.nameHead[by], 'sticky left-0 z-10 bg-surface pl-0 text-left')}
          {head('followed', t.columns.followed)}
          {GROUPED.map(g => [head(g.head, t.all, 'border-l border-line'), ...g.parts.map(p => head(p, t.columns[p]))])}
          {head('extended', t.columns.extended, 'border-l border-line')}
          {head('routine', t.columns.routine)}
          {head('onTime', t.rate.onTime, 'border-l border-line')}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        <tr className="font-semibold">{line({ key: null, name: t.all, figures: total }, t.all)}</tr>
        {rows.map(row => (
          <tr key={row.key} className={cx('break-inside-avoid', touched.includes(row.key) && 'flash')}>
            {line(row, <RowName row={row} by={by} filter={filter} to={to} />)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A unit's name opens its tasks; any other narrows the board to it, by unit. */
function RowName({ row, by, filter, to }: Pick<Props, 'by' | 'filter' | 'to'> & { row: Row }) {
  const look = 'inline-flex min-h-6 items-center hover:text-act hover:underline pointer-coarse:min-h-11'
  if (by === 'unit') {
    return (
      <Link className={look} to={linkTo(filter, by, row.key, 'followed')}>
        {row.name}
      </Link>
    )
  }
  const narrow: Record<string, string> = by === 'field' ? { 'linh-vuc': row.key } : by === 'source' ? { nguon: row.key } : { 'lanh-dao': row.key }
  return (
    <Link className={look} to={to({ ...narrow, theo: null, sap: null })} title={t.narrow(row.name)}>
      {row.name}
    </Link>
  )
}

type CellProps = { row: { key: string | null; name: string; figures: Figures }; figure: Place | Group; filter: TaskFilter; by: Dimension }

function Figures({ group, ...at }: Omit<CellProps, 'figure'> & { group: (typeof GROUPED)[number] }) {
  return (
    <>
      <Figure {...at} figure={group.head} className="border-l border-line" />
      {group.parts.map(p => (
        <Figure key={p} {...at} figure={p} />
      ))}
    </>
  )
}
const Figure = ({ className, ...at }: CellProps & { className?: string }) => (
  <td className={cx('px-1.5 py-1.5 text-right tabular-nums', className)}>
    <Cell {...at} />
  </td>
)

/** Red and a sign only where there is something to see. */
function Cell({ row, figure, filter, by }: CellProps) {
  const n = sizeOf(row.figures, figure)
  if (n === 0) return <span className="text-text-3 tabular-nums">0</span>
  const isLate = figure === 'overdue'
  const isSoon = figure === 'soon'
  return (
    <Link
      to={linkTo(filter, by, row.key, figure)}
      aria-label={t.rows(n, t.figures[figure], row.name)}
      className={cx('inline-flex min-h-6 min-w-6 items-center justify-end gap-1 tabular-nums underline decoration-line-strong underline-offset-2 hover:text-act hover:decoration-act pointer-coarse:min-h-11 pointer-coarse:min-w-11', isLate && 'font-semibold text-late', isSoon && 'font-semibold text-soon')}
    >
      {isLate && <TriangleAlert aria-hidden />}
      {isSoon && <AlarmClock aria-hidden />}
      {n}
    </Link>
  )
}

function RateOf({ row, onExplain }: { row: CellProps['row']; onExplain: (e: Explained) => void }) {
  const rate = ratesOf(row.figures)[0]
  return rate ? <RateButton rate={rate} name={row.name} onPress={() => onExplain({ name: row.name, rowKey: row.key, rate })} /> : null
}

/** How much of the open work is late and near; as long as the row's part of the longest. */
function Bar({ figures, most }: { figures: Figures; most: Figures }) {
  const [open, longest] = [sizeOf(figures, 'open'), Math.max(1, sizeOf(most, 'open'))]
  if (open === 0) return null
  return (
    <span aria-hidden title={t.barOf(figures.overdue, figures.soon, open)} className="mt-1 flex h-1.5 overflow-hidden rounded-full" style={{ width: `${(open / longest) * 100}%` }}>
      <span className="bg-late" style={{ width: `${(figures.overdue / open) * 100}%` }} />
      <span className="bg-soon-line" style={{ width: `${(figures.soon / open) * 100}%` }} />
      <span className="flex-1 bg-surface-3" />
    </span>
  )
}

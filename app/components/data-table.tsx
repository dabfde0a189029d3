import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Column<R> = {
  key: string
  head: ReactNode
  cell: (row: R) => ReactNode
  /** figures stand right, so that columns can be compared */
  isFigure?: boolean
  /** this cell names the row */
  isHead?: boolean
  className?: string
  /** how the heading announces the order the rows stand in */
  sort?: 'ascending' | 'descending' | 'none'
}

/**
 * A plain table with a caption for readers. Wider than its place it scrolls sideways by itself, by keyboard too; on paper
 * it is never cut.
 */
export function DataTable<R>({ caption, columns, rows, rowKey, className }: { caption: string; columns: readonly Column<R>[]; rows: readonly R[]; rowKey: (row: R) => string; className?: string }) {
  return (
    <div role="region" aria-label={caption} tabIndex={0} className={cx('overflow-x-auto rounded-md print:overflow-visible', className)}>
      <table className="w-full text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-xs text-text-3">
          <tr className="border-b border-line">
            {columns.map(c => (
              <th key={c.key} scope="col" aria-sort={c.sort === 'none' ? undefined : c.sort} className={cx('py-2 pr-3 font-semibold last:pr-0', c.isFigure && 'text-right', c.className)}>
                {c.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(r => (
            <tr key={rowKey(r)} className="break-inside-avoid">
              {columns.map(c =>
                c.isHead ? (
                  <th key={c.key} scope="row" className={cx('py-2 pr-3 align-top font-semibold last:pr-0', c.className)}>
                    {c.cell(r)}
                  </th>
                ) : (
                  <td key={c.key} className={cx('py-2 pr-3 align-top last:pr-0', c.isFigure && 'text-right tabular-nums', c.className)}>
                    {c.cell(r)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

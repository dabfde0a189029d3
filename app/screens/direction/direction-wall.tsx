import { useNavigate, useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import { cx } from '#app/components/cx.ts'
import { AlarmClock, CircleCheck, Inbox, TriangleAlert } from '#app/components/icon.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import type { Row } from '#app/domain/task/board.ts'
import { ratesOf, sizeOf } from '#app/domain/task/figures.ts'
import { HallScreen } from '#app/screens/hall-display/hall-frame.tsx'
import { directionText as t, periodText, rateText } from '#app/text/direction.ts'
import { formatTime } from '#app/text/format.ts'
import { didText } from './feed.tsx'
import { type DirectionData, useDirection } from './use-direction.ts'

const ROWS = 6
const LINES = 2
/** Nobody can scroll a wall: rows that don't fit come in turn. */
const TURN_MS = 15_000

/** Bảng chỉ đạo, điều hành trên màn hình lớn: read from the far end of a room, so few figures and all of them large. Esc goes back. */
export function DirectionWall({ data }: { data: DirectionData }) {
  const { view, total, now } = useDirection(data, TURN_MS)
  const [params] = useSearchParams()
  const navigate = useNavigate()
  useKeys({ Escape: () => navigate(`/dieu-hanh?${params}`) })
  const pages = Math.max(1, Math.ceil(view.rows.length / ROWS))
  const page = Math.floor((now - data.now) / TURN_MS) % pages
  const rows = view.rows.slice(page * ROWS, (page + 1) * ROWS)
  const most = Math.max(1, ...view.rows.map(r => sizeOf(r.figures, 'open')))
  const onTime = ratesOf(total)[0]
  return (
    <HallScreen title={`${t.title} · ${periodText(data.filter)}`} label={t.wall} now={data.now}>
      <div className="mt-8 grid grid-cols-4 gap-6">
        <Big icon={<TriangleAlert aria-hidden />} label={t.tileLate} figure={total.overdue} className={total.overdue > 0 ? 'border-late-line text-late' : undefined} />
        <Big icon={<AlarmClock aria-hidden />} label={t.columns.soon} figure={total.soon} className={total.soon > 0 ? 'border-soon-line text-soon' : undefined} />
        <Big icon={<Inbox aria-hidden />} label={t.wallWaiting} figure={view.waiting.total} className="border-act-line text-act" />
        {onTime && <Big icon={<CircleCheck aria-hidden />} label={onTime.whole === 0 ? t.tileRate : `${t.tileRate} ${onTime.part}/${onTime.whole}`} figure={onTime.whole === 0 ? '–' : (rateText(onTime).split(' = ')[1] ?? '')} />}
      </div>
      <table className="mt-8 w-full text-[42px] leading-[58px] tabular-nums">
        <caption className="sr-only">{t.by[data.by]}</caption>
        <thead className="text-[36px] text-text-2">
          <tr>
            <th scope="col" className="text-left font-semibold">
              {t.nameHead[data.by]}
              {pages > 1 && ` (${page + 1}/${pages})`}
            </th>
            <th scope="col" className="w-[220px] text-right font-semibold">{t.columns.overdue}</th>
            <th scope="col" className="w-[280px] text-right font-semibold">{t.columns.soon}</th>
            <th scope="col" className="w-[220px] text-right font-semibold">{t.columns.open}</th>
          </tr>
        </thead>
        <tbody className="divide-y-2 divide-line">
          {rows.map(row => (
            <WallRow key={row.key} row={row} most={most} isTouched={view.touched.includes(row.key)} />
          ))}
        </tbody>
      </table>
      <ol aria-label={t.stream} className="mt-auto flex flex-col gap-1 border-t-2 border-line pt-4 text-[36px] leading-[50px] text-text-2">
        {view.feed.slice(0, LINES).map(line => (
          <li key={line.seq} className="truncate">
            <time className="mr-4 tabular-nums">{formatTime(line.at)}</time>
            <strong className="font-semibold text-text">{line.unitName || line.byLabel}</strong> {didText(line.act)} {line.title}
          </li>
        ))}
      </ol>
    </HallScreen>
  )
}

function Big({ icon, label, figure, className }: { icon: ReactNode; label: string; figure: number | string; className?: string | undefined }) {
  return (
    <section aria-label={label} className={cx('rounded-2xl border-4 bg-surface px-8 py-5', className ?? 'border-line text-text')}>
      <p className="flex items-center gap-4 text-[36px] leading-[50px] font-semibold whitespace-nowrap [&_svg]:size-10">
        {icon}
        {label}
      </p>
      <strong className="block text-[112px] leading-[128px] tabular-nums">{figure}</strong>
    </section>
  )
}

function WallRow({ row, most, isTouched }: { row: Row; most: number; isTouched: boolean }) {
  const open = sizeOf(row.figures, 'open')
  const width = (n: number) => ({ width: `${(n / most) * 100}%` })
  return (
    <tr className={cx(isTouched && 'flash')}>
      <th scope="row" className="max-w-0 py-1 pr-6 text-left font-normal">
        <span className="block truncate">{row.name}</span>
        <span aria-hidden className="flex h-3 overflow-hidden rounded-full bg-surface-2">
          <span className="bg-late" style={width(row.figures.overdue)} />
          <span className="bg-soon-line" style={width(row.figures.soon)} />
          <span className="bg-line-strong" style={width(open - row.figures.overdue - row.figures.soon)} />
        </span>
      </th>
      <td className={cx('text-right', row.figures.overdue > 0 && 'font-semibold text-late')}>{row.figures.overdue}</td>
      <td className={cx('text-right', row.figures.soon > 0 && 'font-semibold text-soon')}>{row.figures.soon}</td>
      <td className="text-right">{open}</td>
    </tr>
  )
}

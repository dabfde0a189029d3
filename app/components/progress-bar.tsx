import { cx } from './cx.ts'

/** Share of work done, 0–100, with its figure in words. */
export function ProgressBar({ percent, label, isFigureHidden, className }: { percent: number; label: string; isFigureHidden?: boolean; className?: string }) {
  const share = Math.max(0, Math.min(100, Math.round(percent)))
  return (
    <span className={cx('flex items-center gap-2', className)}>
      <span role="progressbar" aria-label={label} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100} className="h-1.5 min-w-10 flex-1 overflow-hidden rounded-full bg-surface-3">
        <span className="block h-full rounded-full bg-text-2" style={{ width: `${share}%` }} />
      </span>
      {!isFigureHidden && <span className="w-10 text-right text-sm text-text-2">{share}%</span>}
    </span>
  )
}

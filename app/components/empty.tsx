import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** What would be here, and the first act. */
export function Empty({ icon, title, children, action, className }: { icon: ReactNode; title: ReactNode; children?: ReactNode; action?: ReactNode; className?: string }) {
  return (
    <div className={cx('flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong px-6 py-8 text-center', className)}>
      <span className="text-2xl text-text-3">{icon}</span>
      <p className="text-md font-semibold">{title}</p>
      {children && <p className="max-w-prose text-text-2">{children}</p>}
      {action && <div className="pt-2">{action}</div>}
    </div>
  )
}

/** Shape of the content while it is on its way. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden className="flex flex-col gap-2.5">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className="h-4 rounded-sm bg-surface-3" style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

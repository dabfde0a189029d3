import { useEffect, useState, type ReactNode } from 'react'
import { shellText } from '#app/text/shell.ts'
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

const WORDS_AFTER_MS = 2_000
const SLOW_AFTER_MS = 10_000

/** Shape of the content while it is on its way: seen after 0.3 s, in words after 2 s, with the reason after 10 s. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const [words, setWords] = useState('')
  useEffect(() => {
    const t = shellText.loading
    const timers = [setTimeout(() => setWords(t.label), WORDS_AFTER_MS), setTimeout(() => setWords(t.slow), SLOW_AFTER_MS)]
    return () => timers.forEach(clearTimeout)
  }, [])
  return (
    <div className="appear-late flex flex-col gap-2.5">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} aria-hidden className="h-4 rounded-sm bg-surface-3" style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
      <p role="status" className="min-h-5 text-sm text-text-3">
        {words}
      </p>
    </div>
  )
}

import type { HTMLAttributes, ReactNode } from 'react'
import { cx } from './cx.ts'

/** One subject. `title` is a heading of level 2 unless told otherwise; no card goes into a card. */
export function Card({
  title,
  aside,
  level = 2,
  isFlush,
  className,
  children,
  ...rest
}: Omit<HTMLAttributes<HTMLElement>, 'title'> & { title?: ReactNode; aside?: ReactNode; level?: 2 | 3; isFlush?: boolean; children: ReactNode }) {
  const Heading = `h${level}` as const
  return (
    <section className={cx('rounded-xl border border-line bg-surface', !isFlush && 'p-4', className)} {...rest}>
      {(title || aside) && (
        <header className={cx('flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1', isFlush ? 'border-b border-line px-4 py-3' : 'mb-3')}>
          {title && <Heading className="text-lg font-semibold">{title}</Heading>}
          {aside && <div className="text-sm text-text-3">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  )
}

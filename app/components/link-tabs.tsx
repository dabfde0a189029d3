import { Link } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { cx } from './cx.ts'

/** A choice of views that stands in the address: the same look as `Tabs`, each one a link. */
export function LinkTabs({ label, items }: { label: string; items: readonly { key: string; to: string; label: string; isCurrent: boolean }[] }) {
  const nav = useRef<HTMLElement>(null)
  // Wider than a phone, the row scrolls: the view one is on stands in sight.
  const current = items.find(i => i.isCurrent)?.key
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <nav ref={nav} aria-label={label} className="flex w-fit max-w-full gap-1 overflow-x-auto rounded-lg border border-line bg-surface-2 p-1 print:hidden">
      {items.map(i => (
        <Link
          key={i.key}
          to={i.to}
          preventScrollReset
          aria-current={i.isCurrent ? 'page' : undefined}
          className={cx('inline-flex min-h-11 items-center rounded-md px-3 whitespace-nowrap md:min-h-9', i.isCurrent ? 'border border-line bg-surface font-semibold shadow-e1' : 'border border-transparent text-text-2 hover:bg-surface-3')}
        >
          {i.label}
        </Link>
      ))}
    </nav>
  )
}

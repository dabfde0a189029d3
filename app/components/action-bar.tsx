import type { ReactNode } from 'react'

/**
 * Bar at the bottom of a console: at most one primary act, at the right, with its consequence beside it. On a phone the
 * consequence stands above, and the primary act takes what the others leave.
 */
export function ActionBar({ secondary, title, consequence, children }: { secondary?: ReactNode; title?: ReactNode; consequence?: ReactNode; children: ReactNode }) {
  return (
    <footer data-action-bar className="sticky bottom-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 border-t md:flex-nowrap border-line bg-surface px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] shadow-e2">
      <div className="flex shrink-0 items-center gap-3 max-md:gap-2">{secondary}</div>
      {(title || consequence) && (
        <div className="min-w-0 max-md:order-first max-md:w-full md:ml-auto md:max-w-xl md:text-right">
          {title && <p className="text-md font-semibold">{title}</p>}
          {consequence && <p className="line-clamp-2 text-text-2">{consequence}</p>}
        </div>
      )}
      <div className="flex shrink-0 gap-3 max-md:min-w-0 max-md:flex-1 max-md:shrink max-md:[&>*]:min-w-0 max-md:[&>*]:flex-1 max-md:[&>*]:px-4">{children}</div>
    </footer>
  )
}

import type { ReactNode } from 'react'

/** Bar at the bottom of a console: at most one primary act, at the right, with its consequence beside it. */
export function ActionBar({ secondary, title, consequence, children }: { secondary?: ReactNode; title?: ReactNode; consequence?: ReactNode; children: ReactNode }) {
  return (
    <footer data-action-bar className="sticky bottom-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] shadow-e2">
      {secondary}
      <div className="ml-auto flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        {(title || consequence) && (
          <div className="max-w-xl text-right max-md:text-left">
            {title && <p className="text-md font-semibold">{title}</p>}
            {consequence && <p className="text-text-2">{consequence}</p>}
          </div>
        )}
        {children}
      </div>
    </footer>
  )
}

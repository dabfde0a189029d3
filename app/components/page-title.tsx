import type { ReactNode } from 'react'

/** The one h1 of a page, its line of facts, and its acts. */
export function PageTitle({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold md:text-2xl md:tracking-[-0.012em]">{title}</h1>
        {children && <div className="mt-0.5 text-text-2">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:[&>span]:w-full max-sm:[&_:is(a,button)]:grow">{actions}</div>}
    </header>
  )
}

import type { ReactNode } from 'react'

/** One part of the task page under its heading, with what can be done to it beside the heading. */
export function Section({ id, title, aside, action, children }: { id: string; title: string; aside?: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="scroll-mt-24">
      <header className="mb-2 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        <span className="flex items-center gap-3">
          {aside && <span className="text-sm text-text-3">{aside}</span>}
          {action}
        </span>
      </header>
      {children}
    </section>
  )
}

import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Mark } from '#app/components/mark.tsx'
import { sessionText } from '#app/text/session.ts'

/** Head of a full-screen console; the sign leads back, the session goes on. */
export function TopBar({ to, title, lead, children }: { to: string; title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-5 py-2 md:min-h-17">
      <Link to={to} aria-label={sessionText.back} title={sessionText.back} className="rounded-md">
        <Mark size={36} />
      </Link>
      <div className="min-w-0 flex-[1_1_14rem]">
        <h1 className="text-lg font-semibold">{title}</h1>
        {lead && <p className="text-text-2">{lead}</p>}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">{children}</div>
    </header>
  )
}

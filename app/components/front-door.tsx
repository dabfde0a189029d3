import type { ReactNode } from 'react'
import { Brand } from './mark.tsx'

/** Frame of the pages before signing in: the sign, one question, nothing else. */
export function FrontDoor({ title, lead, children, foot }: { title: string; lead: string; children: ReactNode; foot?: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-5 py-10">
      <Brand size={40} />
      <section className="rounded-2xl border border-line bg-surface p-6 md:p-8">
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="mt-1 mb-6 text-md text-text-2">{lead}</p>
        {children}
      </section>
      {foot && <div className="flex flex-col gap-2 text-sm text-text-3">{foot}</div>}
    </main>
  )
}

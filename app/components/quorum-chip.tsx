import { useState } from 'react'
import { shellText } from '#app/text/shell.ts'
import { toneClass } from './chip.tsx'
import { cx } from './cx.ts'
import { Dialog } from './dialog.tsx'
import { ChevronDown, Scale, TriangleAlert, Users } from './icon.tsx'

export type QuorumFigures = { present: number; total: number; needed: number; isMet: boolean; missing: number; isWarningOnly: boolean; source: string }
export type Absent = { id: string; label: string; reason: string | null; substitute: string | null }

/** Present of total and the rule behind it; opens who is away, with or without leave, and who sits in. */
export function QuorumChip({ quorum, absent, isLarge }: { quorum: QuorumFigures; absent: readonly Absent[]; isLarge?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const t = shellText.quorum
  const words = quorum.isMet ? t.met(quorum.present, quorum.total) : t.short(quorum.present, quorum.total, quorum.missing)
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={cx('inline-flex items-center gap-2 rounded-md border font-semibold', isLarge ? 'min-h-11 px-3.5 text-md' : 'min-h-9 pointer-coarse:min-h-11 px-3', toneClass[quorum.isMet ? 'ok' : 'soon'])}
      >
        {quorum.isMet ? <Users aria-hidden /> : <TriangleAlert aria-hidden />}
        {words}
        <ChevronDown aria-hidden />
      </button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t.title}>
        <p className="text-lg font-semibold text-text">{words}</p>
        <p className="mt-2 flex items-start gap-2">
          <Scale className="mt-0.5" aria-hidden />
          <span>
            {t.rule(quorum.needed, quorum.total)} {quorum.source && `(${quorum.source})`}. {quorum.isWarningOnly && t.warning}
          </span>
        </p>
        <p className="mt-1 text-text-3">{t.onlyMembers}</p>
        <h3 className="mt-4 mb-1 font-semibold text-text">{t.absent}</h3>
        {absent.length === 0 ? (
          <p>{t.nobodyAbsent}</p>
        ) : (
          <ul className="divide-y divide-line">
            {absent.map(a => (
              <li key={a.id} className="py-2">
                <span className="font-semibold text-text">{a.label}</span>
                <span className="block text-sm text-text-3">
                  {a.reason ? t.withReason(a.reason) : t.noReason}
                  {a.substitute && ` · ${t.substitute(a.substitute)}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Dialog>
    </>
  )
}

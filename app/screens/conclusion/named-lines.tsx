import { useEffect } from 'react'
import { Pencil } from '#app/components/icon.tsx'
import type { Line } from '#app/screens/session/derive.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { CommentButton } from './comments.tsx'
import { MarkChips } from './mark-chips.tsx'

/** Lines that name a unit of this person, as they are written. Loaded once there is one. */
export default function NamedLines({ meetingId, lines, titleOf }: { meetingId: string; lines: readonly Line[]; titleOf: (itemId: string) => string | null }) {
  const latest = lines.at(-1)
  useEffect(() => {
    if (latest && 'vibrate' in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate(60)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per line that appears, not per letter
  }, [latest?.id])
  return (
    <section aria-label={t.namedTitle} aria-live="polite" className="flex flex-col gap-3 rounded-2xl border border-act-line bg-act-soft p-4">
      <header>
        <h2 className="text-lg font-semibold text-act">{t.namedTitle}</h2>
        <p className="text-sm text-text-2">{t.namedHint}</p>
      </header>
      <ul className="flex flex-col gap-4">
        {lines.map(l => (
          <li key={l.id} className="flex flex-col gap-2">
            {titleOf(l.itemId) && <span className="text-sm text-text-2">{titleOf(l.itemId)}</span>}
            <p className="text-lg">{l.text}</p>
            <div className="flex flex-wrap gap-1.5">
              <MarkChips marks={l.marks} isLarge />
            </div>
            {l.agreed?.isChanged && (
              <p className="inline-flex items-center gap-1.5 text-sm font-semibold text-soon">
                <Pencil aria-hidden />
                {t.editedAfter(l.agreed.at)}
              </p>
            )}
            <CommentButton meetingId={meetingId} itemId={l.itemId} lineId={l.id} label={t.commentLine} text={l.text} />
          </li>
        ))}
      </ul>
    </section>
  )
}

import { useMemo, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { notSpoken } from '#app/domain/meeting/turns.ts'
import type { Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { speakingText } from '#app/text/speaking.ts'
import { useDesignate } from './designate-dialog.tsx'

const t = speakingText.fair

/** Chưa phát biểu: present members without a turn in this session, one press from being named. */
export function NotSpoken({ view, acts, isOff }: { view: Session; acts: Acts | undefined; isOff: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const people = useMemo(() => notSpoken(view.participants, view.queue), [view.participants, view.queue])
  const designate = useDesignate(view, acts)
  return (
    <details className="border-t border-line pt-2" onToggle={e => setOpen(e.currentTarget.open)}>
      <summary className="min-h-11 content-center font-semibold">{t.count(people.length)}</summary>
      {isOpen &&
        (people.length === 0 ? (
          <p className="text-text-3">{t.none}</p>
        ) : (
          <>
            <p className="text-sm text-text-3">{t.hint}</p>
            <ul className="divide-y divide-line">
              {people.map(p => (
                <li key={p.id} className="flex items-center gap-3 py-1.5">
                  <span className="min-w-0 flex-1">{p.label}</span>
                  {acts && (
                    <Button size="sm" aria-label={speakingText.designate.name(p.label)} disabled={isOff} onClick={() => void designate(p.id, p.label, 'speech')}>
                      {speakingText.designate.confirm}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </>
        ))}
    </details>
  )
}

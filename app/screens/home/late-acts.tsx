import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { CircleAlert, Smartphone } from '#app/components/icon.tsx'
import { dropRefused, type RefusedAct } from '#app/live/outbox.ts'
import type { Card } from '#app/live/reducers/board.ts'
import { formatTime } from '#app/text/format.ts'
import { workText as w } from '#app/text/my-work.ts'
import { actOf, doneLine, inputOf, lateGroups } from './derive.ts'

/** What was done without a line and came too late: why, and everything that was typed, until the person has dealt with it. */
export function LateActs({ refused, cards, onAgain }: { refused: readonly RefusedAct[]; cards: readonly Card[]; onAgain: (act: RefusedAct, card: Card) => void }) {
  const groups = lateGroups(refused)
  const [copied, setCopied] = useState<string | null>(null)
  if (groups.length === 0) return null
  return (
    <section aria-labelledby="viec-chua-ghi" className="rounded-xl border border-late-line bg-surface">
      <header className="flex gap-2.5 rounded-t-xl border-b border-late-line bg-late-soft px-4 py-3">
        <CircleAlert aria-hidden className="mt-1 shrink-0 text-late" />
        <div>
          <h2 id="viec-chua-ghi" role="alert" className="text-lg font-semibold text-late">
            {w.lateTitle(refused.length)}
          </h2>
          <p className="text-text-2">{w.lateHint}</p>
        </div>
      </header>
      <ul className="divide-y divide-line">
        {groups.map(g => {
          const card = cards.find(c => c.id === g.key)
          const again = card?.state === 'in_progress' ? g.acts.find(a => actOf(a) === 'report' || actOf(a) === 'submit') : undefined
          const words = g.acts.flatMap(a => inputOf(a).note ?? [])
          return (
            <li key={g.key} className="flex flex-col gap-2 p-4">
              <p className="text-md font-semibold">{g.title}</p>
              <p>{g.why}</p>
              <ul className="flex flex-col gap-1.5">
                {g.acts.map(a => (
                  <li key={a.id} className="rounded-md bg-surface-2 px-3 py-2">
                    <span className="flex items-center gap-1.5 text-sm font-semibold">
                      <Smartphone aria-hidden />
                      {doneLine(a)} · {formatTime(a.at)}
                      {a.files && <span className="font-normal text-text-3">{w.withFiles(a.files.length)}</span>}
                    </span>
                    {inputOf(a).note && <span className="mt-0.5 block whitespace-pre-line text-text-2">{inputOf(a).note}</span>}
                  </li>
                ))}
              </ul>
              <div className="flex flex-wrap gap-2">
                {again && card && (
                  <Button variant="primary" onClick={() => onAgain(again, card)}>
                    {w.again}
                  </Button>
                )}
                {words.length > 0 && (
                  <Button onClick={() => void navigator.clipboard?.writeText(words.join('\n\n')).then(() => setCopied(g.key), () => undefined)}>{copied === g.key ? w.copied : w.copy}</Button>
                )}
                <Button variant="plain" onClick={() => g.acts.forEach(a => dropRefused(a.id))}>
                  {w.drop}
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

import { useEffect } from 'react'
import { Link } from '@remix-run/react'
import { Toaster } from '#app/components/toast.tsx'
import { CircleCheck, FileText, Pencil } from '#app/components/icon.tsx'
import type { StreamEvent } from '#app/contracts/define.ts'
import { reduceLines } from '#app/live/reducers/desk.ts'
import { useStream } from '#app/live/use-stream.ts'
import { type Line, numberOf, type Session } from '#app/screens/session/derive.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { sessionText } from '#app/text/session.ts'
import { CommentButton } from './comments.tsx'
import { FileList } from './file-list.tsx'
import { MarkChips } from './mark-chips.tsx'
import type { Agreed } from './read.ts'

export type NamedData = { units: { unitId: string; stream: string; seq: number; view: { lines: Line[] } }[]; mayComment: boolean }

const reduceNamed = (view: { lines: Line[] }, e: StreamEvent): { lines: Line[] } => ({ lines: reduceLines(view.lines, e) })

/** Conclusions on a member's device: what names the own unit as it is written, then what the chair agreed to. */
export function MemberConclusions({ view, itemId, named }: { view: Session; itemId: string | null; named: NamedData }) {
  const agreed = (view.conclusions ?? []).filter(c => itemId === null || c.itemId === itemId)
  return (
    <>
      <NamedConclusions meetingId={view.meeting.id} named={named} titleOf={id => sessionText.itemName(numberOf(view, id), view.items.find(i => i.id === id)?.title ?? '')} />
      {agreed.length > 0 && (
        <section aria-label={t.memberTitle} className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-4">
          {agreed.map(c => (
            <AgreedConclusion key={c.itemId} title={itemId === null ? `${numberOf(view, c.itemId)}. ${view.items.find(i => i.id === c.itemId)?.title ?? ''}` : t.memberTitle} agreed={c} />
          ))}
          {named.mayComment && itemId && <CommentButton meetingId={view.meeting.id} itemId={itemId} lineId={null} label={t.comment} />}
        </section>
      )}
      {(view.conclusions ?? []).length > 0 && (
        <Link to={`/phien-hop/${view.meeting.id}/ket-luan`} className="inline-flex min-h-11 items-center gap-2 self-start font-semibold text-act">
          <FileText aria-hidden />
          {t.all}
        </Link>
      )}
      <Toaster />
    </>
  )
}

/** One agreed conclusion, on the phone and on paper. */
export function AgreedConclusion({ title, agreed }: { title: string; agreed: Agreed }) {
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="inline-flex items-start gap-1.5 text-sm text-ok">
        <CircleCheck aria-hidden className="mt-0.5 shrink-0" />
        <span>
          {t.agreedAt(agreed.at, agreed.byLabel)}
          {agreed.n > 1 && `, ${t.time(agreed.n)}`}
        </span>
      </p>
      <ol className="flex list-decimal flex-col gap-3 pl-6 text-lg">
        {agreed.lines.map(l => (
          <li key={l.id}>
            {l.text}
            {l.lead && (
              <span className="block text-sm text-text-2">
                {[t.lead(l.lead), l.coordinators.length > 0 && t.coordinators(l.coordinators.join(', ')), l.deadlineOn ? t.deadline(l.deadlineOn) : t.undated, l.task && t.task(l.task.code)].filter(Boolean).join(' · ')}
              </span>
            )}
          </li>
        ))}
      </ol>
      <FileList files={agreed.files} />
    </div>
  )
}

type Titles = (itemId: string) => string | null

/** Lines that name the person's units, also for a guest: `titleOf` tells an item's title where the person may know it. */
export function NamedConclusions({ meetingId, named, titleOf }: { meetingId: string; named: NamedData; titleOf: Titles }) {
  return named.units.map(u => <NamedLines key={u.unitId} meetingId={meetingId} unit={u} titleOf={titleOf} />)
}

/** Lines that name one unit of this person, live; they go when the line names it no more. */
function NamedLines({ meetingId, unit, titleOf }: { meetingId: string; unit: NamedData['units'][number]; titleOf: Titles }) {
  const { view } = useStream({ stream: unit.stream, seq: unit.seq, view: unit.view, reduce: reduceNamed })
  // What is agreed and unchanged stands in the conclusion itself.
  const lines = view.lines.filter(l => l.text.trim() !== '' && !l.isTakenOut && (!l.agreed || l.agreed.isChanged))
  const latest = lines.at(-1)
  useEffect(() => {
    if (latest && 'vibrate' in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate(60)
    // Once per line that appears, not per letter.
  }, [latest?.id]) // eslint-disable-line react-hooks/exhaustive-deps
  if (lines.length === 0) return null
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

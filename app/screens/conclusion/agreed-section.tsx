import { Link } from '@remix-run/react'
import { FileText } from '#app/components/icon.tsx'
import { numberOf, type Session } from '#app/screens/session/derive.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { AgreedConclusion } from './agreed-conclusion.tsx'
import { CommentButton } from './comments.tsx'

/** What the chair agreed to: of the item in hand, or of all items once the session is over; and the way to the whole list. */
export default function AgreedSection({ view, itemId, mayComment }: { view: Session; itemId: string | null; mayComment: boolean }) {
  const agreed = (view.conclusions ?? []).filter(c => itemId === null || c.itemId === itemId)
  return (
    <>
      {agreed.length > 0 && (
        <section aria-label={t.memberTitle} className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-4">
          {agreed.map(c => (
            <AgreedConclusion key={c.itemId} title={itemId === null ? `${numberOf(view, c.itemId)}. ${view.items.find(i => i.id === c.itemId)?.title ?? ''}` : t.memberTitle} agreed={c} />
          ))}
          {mayComment && itemId && <CommentButton meetingId={view.meeting.id} itemId={itemId} lineId={null} label={t.comment} />}
        </section>
      )}
      <Link to={`/phien-hop/${view.meeting.id}/ket-luan`} className="inline-flex min-h-11 items-center gap-2 self-start font-semibold text-act">
        <FileText aria-hidden />
        {t.all}
      </Link>
    </>
  )
}

import { Suspense, useState, useSyncExternalStore } from 'react'
import { TriangleAlert } from '#app/components/icon.tsx'
import { lazyPart } from '#app/live/patience.ts'
import { getRehearsal, onRehearsal } from '#app/live/rehearsal.ts'
import { rehearsalText as t } from '#app/text/rehearsal.ts'

const PlayDialog = lazyPart(() => import('./play-dialog.tsx'))

/**
 * On every screen of a rehearsal, the hall's too: that nothing here enters the record. It stands in the frame of all pages,
 * so no screen can forget it; pages give it its height (app.css).
 */
export function RehearsalBanner() {
  const meetingId = useSyncExternalStore(onRehearsal, getRehearsal, () => null)
  const [isOpen, setOpen] = useState(false)
  if (!meetingId) return null
  // The hall screen has no keyboard and no account.
  const mayPlay = location.pathname.startsWith('/phien-hop/')
  return (
    <div role="status" data-rehearsal-banner className="fixed inset-x-0 top-0 z-40 flex h-12 items-center justify-center gap-3 border-b-2 border-soon-line bg-soon-soft px-3 font-semibold text-soon print:static">
      <TriangleAlert aria-hidden className="shrink-0" />
      <span className="truncate text-md">{t.banner}</span>
      {mayPlay && (
        <button type="button" aria-haspopup="dialog" className="min-h-11 shrink-0 rounded-md px-3 underline underline-offset-2" onClick={() => setOpen(true)}>
          {t.play.open}
        </button>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <PlayDialog meetingId={meetingId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}

import { Suspense, useEffect, useRef, useState } from 'react'
import { Skeleton } from '#app/components/empty.tsx'
import { NotebookPen } from '#app/components/icon.tsx'
import { useOwner } from '#app/live/papers/owner.ts'
import { lazyPart } from '#app/live/patience.ts'
import { notesText as t } from '#app/text/notes.ts'
import type { Session } from '../derive.ts'
import { type Anchor, openDoor } from './door.ts'

const NotesPanel = lazyPart(() => import('./notes-panel.tsx'))

/** The person's own notes of this session, folded away until they are wanted; a page being read may begin one here. */
export function NotesSection({ view, itemId }: { view: Session; itemId: string | null }) {
  const owner = useOwner()
  const [isOpen, setOpen] = useState(false)
  const [begin, setBegin] = useState<Anchor | null>(null)
  const place = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (!owner) return
    return openDoor(anchor => {
      setBegin(anchor)
      setOpen(true)
      place.current?.scrollIntoView({ block: 'nearest' })
    })
  }, [owner])
  if (!owner) return null
  return (
    <details ref={place} open={isOpen} onToggle={e => setOpen(e.currentTarget.open)} className="rounded-2xl border border-line bg-surface px-4 py-3">
      <summary className="min-h-11 content-center font-semibold">
        <span className="inline-flex items-center gap-2">
          <NotebookPen className="text-act" aria-hidden />
          {t.title}
        </span>
      </summary>
      {isOpen && (
        <Suspense fallback={<Skeleton lines={3} />}>
          <NotesPanel view={view} itemId={itemId} owner={owner} begin={begin} onBegun={() => setBegin(null)} />
        </Suspense>
      )}
    </details>
  )
}

import { useEffect } from 'react'
import PdfView from '#app/components/pdf-view.tsx'
import { WHOLE_PAGE } from '#app/domain/presentation/place.ts'
import { getOwner, setOwner } from '#app/live/papers/owner.ts'
import { versionOf } from '#app/live/papers/use-local-copies.ts'
import type { Session } from '../derive.ts'
import { InkLayer } from './ink-layer.tsx'
import { useInk, usePointer } from './use-ink.ts'

/**
 * The page being presented, alone and as large as its box, with strokes and pointer: for wall screens. Nothing to press.
 * Draws nothing while nothing is presented. Use it through `lazy(() => import(...))`; its box must have a height.
 */
export default function PresentedPage({ view }: { view: Session }) {
  const { presenting } = view
  const paper = view.papers.find(p => p.id === presenting?.paperId)
  // A wall screen keeps papers under a name of its own; a person's device already has one.
  useEffect(() => {
    if (!getOwner()) setOwner('hall')
  }, [])
  if (!presenting || !paper) return null
  return <Page key={paper.id} view={view} paper={paper} page={presenting.page} place={presenting.place ?? WHOLE_PAGE} />
}

function Page({ view, paper, page, place }: { view: Session; paper: Session['papers'][number]; page: number; place: { zoom: number; x: number; y: number } }) {
  const strokes = useInk(view.meeting.id, paper.id)
  const pointer = usePointer(view.meeting.id, page)
  return (
    <PdfView
      isBare
      className="h-full"
      version={versionOf(paper)}
      title={paper.title}
      page={page}
      pages={paper.pages}
      place={place}
      overlay={shape => <InkLayer strokes={strokes.filter(s => s.page === page)} pointer={pointer} shape={shape} />}
    />
  )
}

import { Suspense } from 'react'
import { useHydrated } from '#app/components/use-hydrated.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import { lazyPart } from '#app/live/patience.ts'
import { reduceLines } from '#app/live/reducers/desk.ts'
import { useStream } from '#app/live/use-stream.ts'
import { type Line, numberOf, type Session } from '#app/screens/session/derive.ts'
import { sessionText } from '#app/text/session.ts'

// What a member's device follows of conclusions: small, because it is there from the first second. What is shown loads
// with the first line there is to show.
const NamedLines = lazyPart(() => import('./named-lines.tsx'))
const AgreedSection = lazyPart(() => import('./agreed-section.tsx'))

export type NamedData = { units: { unitId: string; stream: string; seq: number; view: { lines: Line[] } }[]; mayComment: boolean }
type Titles = (itemId: string) => string | null

const reduceNamed = (view: { lines: Line[] }, e: StreamEvent): { lines: Line[] } => ({ lines: reduceLines(view.lines, e) })

/** Conclusions on a member's device: what names the own unit as it is written, then what the chair agreed to. */
export function MemberConclusions({ view, itemId, named }: { view: Session; itemId: string | null; named: NamedData }) {
  const isHydrated = useHydrated()
  return (
    <>
      <NamedConclusions meetingId={view.meeting.id} named={named} titleOf={id => sessionText.itemName(numberOf(view, id), view.items.find(i => i.id === id)?.title ?? '')} />
      {isHydrated && (view.conclusions ?? []).length > 0 && (
        <Suspense fallback={null}>
          <AgreedSection view={view} itemId={itemId} mayComment={named.mayComment} />
        </Suspense>
      )}
    </>
  )
}

/** Lines that name the person's units, also for a guest: `titleOf` tells an item's title where the person may know it. */
export function NamedConclusions({ meetingId, named, titleOf }: { meetingId: string; named: NamedData; titleOf: Titles }) {
  return named.units.map(u => <Followed key={u.unitId} meetingId={meetingId} unit={u} titleOf={titleOf} />)
}

function Followed({ meetingId, unit, titleOf }: { meetingId: string; unit: NamedData['units'][number]; titleOf: Titles }) {
  const { view } = useStream({ stream: unit.stream, seq: unit.seq, view: unit.view, reduce: reduceNamed })
  // What is agreed and unchanged stands in the conclusion itself.
  const lines = view.lines.filter(l => l.text.trim() !== '' && !l.isTakenOut && (!l.agreed || l.agreed.isChanged))
  const isHydrated = useHydrated()
  if (!isHydrated || lines.length === 0) return null
  return (
    <Suspense fallback={null}>
      <NamedLines meetingId={meetingId} lines={lines} titleOf={titleOf} />
    </Suspense>
  )
}

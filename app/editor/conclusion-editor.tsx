import { type ReactNode, Suspense } from 'react'
import { useHydrated } from '#app/components/use-hydrated.ts'
import type { DocStatus } from './docs-state.ts'
import './editor.css'
import { lazyPart } from '#app/live/patience.ts'

export type ConclusionEditorProps = {
  itemId: string
  number?: number
  user: { userId: string; name: string; color: string }
  /** what stands under a line, by line id; lines without one have none */
  strips: { id: string; label: string; node: ReactNode }[]
  /** a new line is asked for; `onAdded` once the caret stands in it */
  addWanted?: boolean
  onAdded?: () => void
  /** Alt+Enter in a line */
  onMark?: (lineId: string) => void
  onStatus?: (status: DocStatus) => void
}

const LiveConclusionEditor = lazyPart(() => import('./conclusion-live-editor.tsx'))

/** The shared text of an item's conclusion; the lines known so far stand there until the editor has loaded. */
export function ConclusionEditor(props: ConclusionEditorProps & { preview: ReactNode }) {
  const isHydrated = useHydrated()
  return (
    <div className="doc">
      {isHydrated ? (
        <Suspense fallback={props.preview}>
          <LiveConclusionEditor {...props} />
        </Suspense>
      ) : (
        props.preview
      )}
    </div>
  )
}

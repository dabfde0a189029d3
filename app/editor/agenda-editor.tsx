import { Bold, Check, HardDrive, Italic, List, Redo2, RefreshCw, TriangleAlert, Undo2 } from 'lucide-react'
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { lazyPart } from '#app/live/patience.ts'
import { editorText, refusedSentence } from '#app/text/editor.ts'
import { useActiveEditor } from './active-editor.ts'
import { type DocStatus, useDocsConnection } from './docs-state.ts'
import { ItemPreview } from './item-preview.tsx'
import './editor.css'

export { useDocsConnection } from './docs-state.ts'
export type { DocsSummary, DocStatus, Peer } from './docs-state.ts'

export type AgendaItemEditorProps = {
  itemId: string
  /** shown in the label for screen readers: "Nội dung 3" */
  number?: number
  /** who types here; the name others see comes from the server, this one is only for the own screen */
  user: { userId: string; name: string; initials: string; color: string }
  readOnly: boolean
  /** what the list knows; shown until the document is there */
  initial: { title: string; text: string }
  onStatus?: (status: DocStatus) => void
  onFocusChange?: (hasFocus: boolean) => void
}

const LiveItemEditor = lazyPart(() => import('./agenda-item-editor.tsx'))

/** How far outside the window an item is when its editor starts to load. */
const NEAR = '400px'

/**
 * Title and text of an agenda item, typed together. Looks like plain text until it comes near the window or is touched;
 * then the editor loads. Once there it stays, so nothing jumps while scrolling.
 */
export function AgendaItemEditor(props: AgendaItemEditorProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  const [hasFocus, setFocus] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element || isNear) return
    const observer = new IntersectionObserver(entries => entries.some(e => e.isIntersecting) && setNear(true), { rootMargin: NEAR })
    observer.observe(element)
    return () => observer.disconnect()
  }, [isNear])
  const preview = <ItemPreview title={props.initial.title} text={props.initial.text} />
  return (
    <div ref={frame} className="doc" onPointerDown={() => !isNear && (setFocus(true), setNear(true))}>
      {isNear ? (
        <Suspense fallback={preview}>
          <LiveItemEditor {...props} hasFocus={hasFocus} />
        </Suspense>
      ) : (
        preview
      )}
    </div>
  )
}

/** A colour for a person's cursor, the same on every screen. */
export function peerColor(userId: string): string {
  let sum = 0
  for (const char of userId) sum = (sum * 31 + char.charCodeAt(0)) % 9973
  return `var(--peer-${(sum % 6) + 1})`
}

/** Mark of one item: turning while on its way, a tick when it is stored. */
export function SaveMark({ status }: { status: DocStatus }) {
  const { icon, words } = markOf(status)
  return (
    <span role="img" aria-label={words} title={words} data-save={status.state} style={{ color: colorOf(status.state) }}>
      {icon}
    </span>
  )
}

function markOf(status: DocStatus): { icon: ReactNode; words: string } {
  const size = 18
  switch (status.state) {
    case 'saved':
      return { icon: <Check size={size} aria-hidden />, words: editorText.saved(status.savedAt) }
    case 'saving':
      return { icon: <RefreshCw size={size} aria-hidden />, words: editorText.saving }
    case 'local':
      return { icon: <HardDrive size={size} aria-hidden />, words: editorText.localItem }
    case 'refused':
      return { icon: <TriangleAlert size={size} aria-hidden />, words: refusedSentence(status.code) }
    case 'connecting':
      return { icon: <RefreshCw size={size} aria-hidden />, words: editorText.opening }
  }
}

const colorOf = (state: DocStatus['state']): string =>
  ({
    saved: 'var(--ok)',
    saving: 'var(--text-2)',
    connecting: 'var(--text-3)',
    local: 'var(--soon)',
    refused: 'var(--late)',
  })[state]

/** Head of the page: "Đã lưu 09:31:08" only when everything on it is stored. */
export function SaveLine() {
  const { state, savedAt, localCount } = useDocsConnection()
  const words = {
    saved: editorText.saved(savedAt),
    saving: editorText.saving,
    connecting: editorText.opening,
    local: editorText.localPage(localCount),
    refused: editorText.refused,
  }[state]
  return (
    <span role="status" data-save={state} style={{ color: colorOf(state), fontWeight: 600, fontVariantNumeric: 'tabular-nums' }}>
      {words}
    </span>
  )
}

/** Acts on the item with the caret. Pressing a button leaves the caret where it is. */
export function EditorToolbar() {
  const active = useActiveEditor()
  const off = active === null
  const button = (label: string, icon: ReactNode, run: () => void, isDisabled: boolean, isPressed?: boolean) => (
    <button
      type="button"
      className="inline-flex size-10 items-center justify-center rounded-lg disabled:opacity-40 aria-pressed:bg-act-soft"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      onMouseDown={event => event.preventDefault()}
      onClick={run}
    >
      {icon}
    </button>
  )
  return (
    <div role="toolbar" aria-label={editorText.toolbar} className="flex items-center gap-1">
      {button(editorText.undo, <Undo2 size={18} aria-hidden />, () => active?.undo(), off || !active.canUndo)}
      {button(editorText.redo, <Redo2 size={18} aria-hidden />, () => active?.redo(), off || !active.canRedo)}
      {button(editorText.bold, <Bold size={18} aria-hidden />, () => active?.toggle('bold'), off, active?.isBold ?? false)}
      {button(editorText.italic, <Italic size={18} aria-hidden />, () => active?.toggle('italic'), off, active?.isItalic ?? false)}
      {button(editorText.list, <List size={18} aria-hidden />, () => active?.toggle('list'), off || active.isTitle, active?.isList ?? false)}
    </div>
  )
}

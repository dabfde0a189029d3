import type { LexicalEditor } from 'lexical'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { getDocsConnection } from './docs-connection.ts'
import { useLatest } from './editor-parts.ts'
import { type Place, readPlace } from './place.ts'

type Session = ReturnType<ReturnType<typeof getDocsConnection>['session']>

/**
 * One shared document as an editor shows it: its line to the server and state, and the rebuilding when the editor no longer
 * shows its document. `generation` is the editor's key; `place` is where the caret stood before a rebuild.
 */
export function useDocument(docId: string, userId: string, onStatus: ((status: Session['status']) => void) | undefined) {
  const session = useMemo(() => getDocsConnection(userId).session(docId), [userId, docId])
  const [generation, setGeneration] = useState(0)
  const place = useRef<Place | null>(null)
  const latest = useLatest(onStatus)
  const status = useSyncExternalStore(
    useCallback(listener => session.onStatus(listener), [session]),
    () => session.status,
    () => session.status,
  )
  useEffect(() => latest.current?.(status), [latest, status])
  const rebuild = useCallback((editor: LexicalEditor) => {
    const isHere = editor.getRootElement()?.contains(document.activeElement) ?? false
    place.current = isHere ? readPlace(editor) : null
    setGeneration(n => n + 1)
  }, [])
  return { session, status, generation, place, rebuild }
}

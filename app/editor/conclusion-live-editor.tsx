import { LexicalCollaboration } from '@lexical/react/LexicalCollaborationContext'
import { CollaborationPlugin } from '@lexical/react/LexicalCollaborationPlugin'
import { LexicalComposer } from '@lexical/react/LexicalComposer'
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext'
import { ContentEditable } from '@lexical/react/LexicalContentEditable'
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary'
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin'
import {
  $getRoot,
  $getSelection,
  $isRangeSelection,
  $createTextNode,
  COLLABORATION_TAG,
  COMMAND_PRIORITY_CRITICAL,
  COMMAND_PRIORITY_HIGH,
  INDENT_CONTENT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  mergeRegister,
  PASTE_COMMAND,
  RootNode,
  TextNode,
} from 'lexical'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import * as Y from 'yjs'
import { conclusionText } from '#app/text/conclusion.ts'
import type { ConclusionEditorProps } from './conclusion-editor.tsx'
import { type getDocsConnection } from './docs-connection.ts'
import { watchDrift } from './drift.ts'
import { rethrow, useLatest, useNamesThatFade } from './editor-parts.ts'
import { $createLineNode, $isLineNode, $mendLines, type LineNode } from './line-node.ts'
import { lineNodes, ROOT_NAME } from './nodes.ts'
import { type Place, restorePlace } from './place.ts'
import { SocketProvider } from './socket-provider.ts'
import { useDocument } from './use-document.ts'

const theme = { collaboration: { cursor: 'doc-cursor', cursorName: 'doc-cursor-name', selection: 'doc-selection', selectionBg: 'doc-selection-fill' } }

/** The shared text of one conclusion. Built anew when it no longer shows its document. */
export default function LiveConclusionEditor(props: ConclusionEditorProps & { preview: ReactNode }) {
  const { itemId, user } = props
  const { session, status, generation, place, rebuild } = useDocument(`conclusion:${itemId}`, user.userId, props.onStatus)
  return (
    <LexicalCollaboration key={`${itemId}:${generation}`}>
      {/* Lines travel as lines only within one conclusion: the clipboard compares this name. */}
      <LexicalComposer initialConfig={{ namespace: `conclusion:${itemId}`, nodes: lineNodes, theme, editorState: null, editable: false, onError: rethrow }}>
        <Surface {...props} session={session} isEditable={!status.readOnly && status.state !== 'connecting'} placeRef={place} onDrift={rebuild} />
      </LexicalComposer>
    </LexicalCollaboration>
  )
}

type SurfaceProps = ConclusionEditorProps & {
  preview: ReactNode
  session: ReturnType<ReturnType<typeof getDocsConnection>['session']>
  isEditable: boolean
  placeRef: { current: Place | null }
  onDrift: (editor: LexicalEditor) => void
}

function Surface({ itemId, number, user, preview, strips, addWanted, onAdded, onMark, session, isEditable, placeRef, onDrift }: SurfaceProps) {
  const [editor] = useLexicalComposerContext()
  const [cursors, setCursors] = useState<HTMLElement | null>(null)
  const cursorsRef = useMemo(() => ({ current: cursors }), [cursors])
  const [doc, setDoc] = useState<Y.Doc | null>(null)
  const [isReady, setReady] = useState(false)
  const makeProvider = useCallback(
    (id: string, docs: Map<string, Y.Doc>) => {
      const made = new Y.Doc()
      docs.set(id, made)
      const provider = new SocketProvider(made, session, true)
      provider.on('sync', () => setReady(true))
      setDoc(made)
      return provider
    },
    [session],
  )
  useEffect(() => editor.setEditable(isEditable && isReady), [editor, isEditable, isReady])
  useEffect(() => (doc ? watchDrift(editor, doc, () => onDrift(editor)) : undefined), [editor, doc, onDrift])
  useEffect(() => {
    if (!isReady || !isEditable || !placeRef.current) return
    restorePlace(editor, placeRef.current)
    placeRef.current = null
  }, [editor, isReady, isEditable, placeRef])
  useEffect(() => {
    if (!addWanted || !isReady || !isEditable) return
    addLine(editor)
    onAdded?.()
  }, [editor, addWanted, isReady, isEditable, onAdded])
  useLines(editor, useLatest(onMark))
  useNamesThatFade(cursors)
  const stripList = useStrips(editor, strips)

  return (
    <div className="relative">
      {!isReady && preview}
      <div style={isReady ? undefined : { display: 'none' }}>
        <RichTextPlugin
          contentEditable={
            <ContentEditable
              className="doc-lines"
              aria-label={conclusionText.editor(number ?? null)}
              aria-readonly={!isEditable}
              spellCheck={false}
              data-conclusion-editor={itemId}
              aria-placeholder={conclusionText.placeholder}
              placeholder={<div className="doc-lines-hint">{conclusionText.placeholder}</div>}
            />
          }
          ErrorBoundary={LexicalErrorBoundary}
        />
        <ul ref={stripList} className="doc-strips">
          {strips.map(s => (
            <li key={s.id} data-strip={s.id} aria-label={s.label}>
              {s.node}
            </li>
          ))}
        </ul>
      </div>
      <div ref={setCursors} className="doc-cursors" aria-hidden="true" />
      {cursors && (
        <CollaborationPlugin
          id={`conclusion:${itemId}`}
          providerFactory={makeProvider}
          shouldBootstrap={false}
          username={user.name}
          cursorColor={user.color}
          cursorsContainerRef={cursorsRef}
          rootName={ROOT_NAME}
        />
      )}
    </div>
  )
}

const $lines = (): LineNode[] => $getRoot().getChildren().filter($isLineNode)

/** Puts the caret into an empty line at the end, making one where there is none. */
function addLine(editor: LexicalEditor): void {
  editor.update(
    () => {
      const last = $lines().at(-1)
      if (last?.isEmpty()) last.select()
      else {
        const line = $createLineNode()
        $getRoot().append(line)
        line.select()
      }
    },
    { discrete: true },
  )
  editor.focus()
  editor.getRootElement()?.lastElementChild?.scrollIntoView({ block: 'nearest' })
}

/** "1. ", "a) ", "- " before a pasted line: the lines number themselves. */
const MARK = /^\s*(?:[-–•*+]|\(?\d{1,3}[.)]|\(?[a-zđ][.)])\s+/i

/** Keys and clipboard of lines: one paragraph a line, no styles, ids that stay. */
function useLines(editor: LexicalEditor, onMark: { readonly current: ((lineId: string) => void) | undefined }): void {
  useEffect(() => {
    const hereLine = (): LineNode | null => {
      const selection = $getSelection()
      const block = $isRangeSelection(selection) ? selection.anchor.getNode().getTopLevelElement() : null
      return $isLineNode(block) ? block : null
    }
    return mergeRegister(
      editor.registerNodeTransform(RootNode, $mendLines),
      editor.registerNodeTransform(TextNode, node => {
        if (node.getStyle() !== '') node.setStyle('')
        if (node.getFormat() !== 0) node.setFormat(0)
      }),
      // Two people at once may leave two lines with one id; whoever has the caret mends it.
      editor.registerUpdateListener(({ tags, editorState }) => {
        if (!tags.has(COLLABORATION_TAG) || !editor.isEditable() || !editor.getRootElement()?.contains(document.activeElement)) return
        const ids = editorState.read(() => $getRoot().getChildren().map(b => ($isLineNode(b) ? b.getLineId() : '')))
        if (ids.includes('') || new Set(ids).size !== ids.length) editor.update($mendLines)
      }),
      editor.registerCommand(
        KEY_ENTER_COMMAND,
        event => {
          if (!event?.altKey) return false
          const line = hereLine()
          event.preventDefault()
          if (line) onMark.current?.(line.getLineId())
          return true
        },
        COMMAND_PRIORITY_CRITICAL,
      ),
      editor.registerCommand(
        INSERT_PARAGRAPH_COMMAND,
        () => {
          // Enter before the first letter makes room above; the line below stays the line it is.
          const selection = $getSelection()
          const line = hereLine()
          if (!$isRangeSelection(selection) || !selection.isCollapsed() || !line || line.isEmpty()) return false
          const first = line.getFirstChild()
          const { anchor } = selection
          const isAtStart = anchor.offset === 0 && (anchor.getNode().is(line) || (first !== null && anchor.getNode().is(first)))
          if (!isAtStart) return false
          line.insertBefore($createLineNode())
          return true
        },
        COMMAND_PRIORITY_HIGH,
      ),
      editor.registerCommand(INSERT_LINE_BREAK_COMMAND, () => editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined), COMMAND_PRIORITY_HIGH),
      editor.registerCommand(INDENT_CONTENT_COMMAND, () => true, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(
        PASTE_COMMAND,
        event => {
          const data = event instanceof ClipboardEvent ? event.clipboardData : null
          const own = data?.getData('application/x-lexical-editor') ?? ''
          if (!data || own.includes(`"namespace":"${editor._config.namespace}"`)) return false
          const texts = data
            .getData('text/plain')
            .split(/\r?\n/)
            .map(t => t.replace(MARK, '').trim())
            .filter(Boolean)
          event.preventDefault()
          const selection = $getSelection()
          if (texts.length === 0 || !$isRangeSelection(selection)) return true
          selection.insertText(texts[0] ?? '')
          let last = hereLine()
          for (const text of texts.slice(1)) {
            const line = $createLineNode()
            line.append($createTextNode(text))
            if (last) last.insertAfter(line)
            else $getRoot().append(line)
            last = line
          }
          last?.selectEnd()
          return true
        },
        COMMAND_PRIORITY_CRITICAL,
      ),
    )
  }, [editor, onMark])
}

/**
 * What was understood stands under its line: the line leaves room for its strip, the strip lies in that room. Strips are
 * outside of the text, so nobody types into them and a reader meets them after the text, each with its number.
 */
function useStrips(editor: LexicalEditor, strips: ConclusionEditorProps['strips']): { current: HTMLUListElement | null } {
  const list = useRef<HTMLUListElement | null>(null)
  const lay = useCallback(() => {
    const lines = editor.getEditorState().read(() => $lines().map(l => ({ id: l.getLineId(), key: l.getKey() })))
    const all = new Map([...(list.current?.children ?? [])].map(s => [s.getAttribute('data-strip'), s as HTMLElement]))
    for (const { id, key } of lines) {
      const strip = all.get(id)
      editor.getElementByKey(key)?.style.setProperty('--strip', `${strip?.offsetHeight ?? 0}px`)
    }
    const shown = new Set<string>()
    for (const { id, key } of lines) {
      const [element, strip] = [editor.getElementByKey(key), all.get(id)]
      if (!element || !strip) continue
      strip.style.top = `${element.offsetTop + element.offsetHeight - strip.offsetHeight}px`
      shown.add(id)
    }
    // A line not in the text any more, or not yet: its strip waits out of sight.
    for (const [id, strip] of all) strip.style.visibility = id !== null && shown.has(id) ? '' : 'hidden'
  }, [editor])
  useLayoutEffect(lay, [lay, strips])
  useEffect(() => {
    const observer = new ResizeObserver(lay)
    if (list.current) observer.observe(list.current)
    for (const strip of list.current?.children ?? []) observer.observe(strip)
    return mergeRegister(
      () => observer.disconnect(),
      editor.registerUpdateListener(lay),
      editor.registerRootListener((root, before) => {
        if (before) observer.unobserve(before)
        if (root) observer.observe(root)
      }),
    )
  }, [editor, lay, strips])
  return list
}

import { INSERT_UNORDERED_LIST_COMMAND, $isListNode, REMOVE_LIST_COMMAND } from '@lexical/list'
import { LexicalCollaboration } from '@lexical/react/LexicalCollaborationContext'
import { CollaborationPlugin } from '@lexical/react/LexicalCollaborationPlugin'
import { LexicalComposer } from '@lexical/react/LexicalComposer'
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext'
import { ContentEditable } from '@lexical/react/LexicalContentEditable'
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary'
import { ListPlugin } from '@lexical/react/LexicalListPlugin'
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin'
import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  BLUR_COMMAND,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_CRITICAL,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  FOCUS_COMMAND,
  FORMAT_TEXT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  type LexicalEditor,
  mergeRegister,
  REDO_COMMAND,
  TextNode,
  UNDO_COMMAND,
} from 'lexical'
import { useCallback, useEffect, useMemo, useState } from 'react'
import * as Y from 'yjs'
import { editorText } from '#app/text/editor.ts'
import { dropActiveEditor, setActiveEditor } from './active-editor.ts'
import type { AgendaItemEditorProps } from './agenda-editor.tsx'
import { type getDocsConnection } from './docs-connection.ts'
import { watchDrift } from './drift.ts'
import { ItemPreview } from './item-preview.tsx'
import { rethrow, useLatest, useNamesThatFade } from './editor-parts.ts'
import { editorNodes, ROOT_NAME } from './nodes.ts'
import { type Place, restorePlace } from './place.ts'
import { SocketProvider } from './socket-provider.ts'
import { useDocument } from './use-document.ts'

const theme = {
  text: { bold: 'doc-bold', italic: 'doc-italic' },
  collaboration: { cursor: 'doc-cursor', cursorName: 'doc-cursor-name', selection: 'doc-selection', selectionBg: 'doc-selection-fill' },
}
const BOLD_AND_ITALIC = 0b11

type Props = AgendaItemEditorProps & { hasFocus: boolean }

/** The editor of one item: title first, then its text. Built anew when it no longer shows its document. */
export default function LiveItemEditor(props: Props) {
  const { itemId, user } = props
  const { session, status, generation, place, rebuild } = useDocument(`item:${itemId}`, user.userId, props.onStatus)
  const isEditable = !props.readOnly && !status.readOnly && status.state !== 'connecting'
  return (
    <LexicalCollaboration key={`${itemId}:${generation}`}>
      <LexicalComposer initialConfig={{ namespace: 'item', nodes: editorNodes, theme, editorState: null, editable: false, onError: rethrow }}>
        <Surface {...props} session={session} isEditable={isEditable} placeRef={place} onDrift={rebuild} />
      </LexicalComposer>
    </LexicalCollaboration>
  )
}

type SurfaceProps = Props & {
  session: ReturnType<ReturnType<typeof getDocsConnection>['session']>
  isEditable: boolean
  placeRef: { current: Place | null }
  onDrift: (editor: LexicalEditor) => void
}

function Surface({ itemId, number, user, initial, readOnly, hasFocus, onFocusChange, session, isEditable, placeRef, onDrift }: SurfaceProps) {
  const [editor] = useLexicalComposerContext()
  const [cursors, setCursors] = useState<HTMLElement | null>(null)
  const cursorsRef = useMemo(() => ({ current: cursors }), [cursors])
  const [doc, setDoc] = useState<Y.Doc | null>(null)
  const [isReady, setReady] = useState(false)

  const makeProvider = useCallback(
    (id: string, docs: Map<string, Y.Doc>) => {
      const made = new Y.Doc()
      docs.set(id, made)
      const provider = new SocketProvider(made, session, !readOnly)
      provider.on('sync', () => setReady(true))
      setDoc(made)
      return provider
    },
    [session, readOnly],
  )

  useEffect(() => editor.setEditable(isEditable && isReady), [editor, isEditable, isReady])
  useEffect(() => (doc ? watchDrift(editor, doc, () => onDrift(editor)) : undefined), [editor, doc, onDrift])
  useEffect(() => {
    if (!isReady || !isEditable) return
    if (placeRef.current) restorePlace(editor, placeRef.current)
    else if (hasFocus) editor.focus(undefined, { defaultSelection: 'rootStart' })
    placeRef.current = null
    // Only when the text first appears; later changes of the caret are the person's own.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, isReady])
  useKeys(editor)
  useToolbar(editor, useLatest(onFocusChange))
  useNamesThatFade(cursors)

  return (
    <>
      {!isReady && <ItemPreview title={initial.title} text={initial.text} />}
      <div style={isReady ? undefined : { display: 'none' }}>
        <RichTextPlugin
          contentEditable={
            <ContentEditable
              className="doc-text"
              aria-label={editorText.label(number ?? null)}
              aria-readonly={!isEditable}
              spellCheck={false}
              data-item-editor={itemId}
              aria-placeholder={editorText.titlePlaceholder}
              placeholder={<div className="doc-hint">{editorText.titlePlaceholder}</div>}
            />
          }
          ErrorBoundary={LexicalErrorBoundary}
        />
      </div>
      <ListPlugin />
      <div ref={setCursors} className="doc-cursors" aria-hidden="true" />
      {cursors && (
        <CollaborationPlugin
          id={`item:${itemId}`}
          providerFactory={makeProvider}
          shouldBootstrap={false}
          username={user.name}
          cursorColor={user.color}
          cursorsContainerRef={cursorsRef}
          rootName={ROOT_NAME}
        />
      )}
    </>
  )
}

/** Enter leaves the title; Alt with arrows belongs to the list around; pasted styles other than bold and italic fall off. */
function useKeys(editor: LexicalEditor): void {
  useEffect(() => {
    const leaveTitle = () => {
      const selection = $getSelection()
      if (!$isRangeSelection(selection)) return false
      const title = $getRoot().getFirstChild()
      const here = selection.anchor.getNode().getTopLevelElement()
      if (!title || !here?.is(title)) return false
      const next = title.getNextSibling()
      if ($isElementNode(next)) next.selectStart()
      else {
        const text = $createParagraphNode()
        title.insertAfter(text)
        text.selectStart()
      }
      return true
    }
    const leaveToList = (event: KeyboardEvent) => event.altKey
    return mergeRegister(
      editor.registerCommand(INSERT_PARAGRAPH_COMMAND, leaveTitle, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(INSERT_LINE_BREAK_COMMAND, leaveTitle, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_ARROW_UP_COMMAND, leaveToList, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_ARROW_DOWN_COMMAND, leaveToList, COMMAND_PRIORITY_HIGH),
      editor.registerCommand(INSERT_UNORDERED_LIST_COMMAND, isInTitle, COMMAND_PRIORITY_CRITICAL),
      editor.registerNodeTransform(TextNode, node => {
        if (node.getStyle() !== '') node.setStyle('')
        if ((node.getFormat() & ~BOLD_AND_ITALIC) !== 0) node.setFormat(node.getFormat() & BOLD_AND_ITALIC)
      }),
    )
  }, [editor])
}

function isInTitle(): boolean {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return false
  const title = $getRoot().getFirstChild()
  return title !== null && (selection.anchor.getNode().getTopLevelElement()?.is(title) ?? false)
}

/** Tells the page's toolbar about this editor while it has, or last had, the caret. */
function useToolbar(editor: LexicalEditor, onFocusChange: { readonly current: ((hasFocus: boolean) => void) | undefined }): void {
  useEffect(() => {
    let isActive = false
    let canUndo = false
    let canRedo = false
    const show = () => {
      if (!isActive) return
      const at = editor.getEditorState().read(() => {
        const selection = $getSelection()
        if (!$isRangeSelection(selection)) return { isBold: false, isItalic: false, isList: false, isTitle: true }
        return {
          isBold: selection.hasFormat('bold'),
          isItalic: selection.hasFormat('italic'),
          isList: $isListNode(selection.anchor.getNode().getTopLevelElement()),
          isTitle: isInTitle(),
        }
      })
      setActiveEditor(editor, {
        ...at,
        canUndo,
        canRedo,
        toggle: what => {
          if (what === 'list') editor.dispatchCommand(at.isList ? REMOVE_LIST_COMMAND : INSERT_UNORDERED_LIST_COMMAND, undefined)
          else editor.dispatchCommand(FORMAT_TEXT_COMMAND, what)
        },
        undo: () => void editor.dispatchCommand(UNDO_COMMAND, undefined),
        redo: () => void editor.dispatchCommand(REDO_COMMAND, undefined),
      })
    }
    const stop = mergeRegister(
      editor.registerUpdateListener(show),
      editor.registerCommand(
        FOCUS_COMMAND,
        () => {
          isActive = true
          show()
          onFocusChange.current?.(true)
          return false
        },
        COMMAND_PRIORITY_LOW,
      ),
      editor.registerCommand(
        BLUR_COMMAND,
        () => {
          onFocusChange.current?.(false)
          return false
        },
        COMMAND_PRIORITY_LOW,
      ),
      editor.registerCommand(
        CAN_UNDO_COMMAND,
        can => {
          canUndo = can
          show()
          return false
        },
        COMMAND_PRIORITY_LOW,
      ),
      editor.registerCommand(
        CAN_REDO_COMMAND,
        can => {
          canRedo = can
          show()
          return false
        },
        COMMAND_PRIORITY_LOW,
      ),
    )
    return () => {
      stop()
      dropActiveEditor(editor)
    }
  }, [editor, onFocusChange])
}

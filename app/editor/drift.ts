import { $getRoot, $isElementNode, $isTextNode, COLLABORATION_TAG, HISTORIC_TAG, type LexicalEditor, type LexicalNode } from 'lexical'
import * as Y from 'yjs'
import { ROOT_NAME } from './nodes.ts'

/**
 * Two people typing the first letters of the same empty line at the same moment can leave an editor showing something
 * else than the shared document: the binding merges text nodes by rules of its own. The document is always right, so
 * the editor is compared with it after every change from outside and built anew when it differs.
 */

/** Letters of each block as the document holds them. */
function inDocument(doc: Y.Doc): string[] {
  const letters = (type: Y.XmlText): string =>
    (type.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : insert instanceof Y.XmlText ? letters(insert) : ''))
      .join('')
  return (doc.get(ROOT_NAME, Y.XmlText).toDelta() as { insert: unknown }[]).map(({ insert }) =>
    insert instanceof Y.XmlText ? letters(insert) : '',
  )
}

/** Letters of each block as the editor shows them. */
function onScreen(editor: LexicalEditor): string[] {
  const letters = (node: LexicalNode): string =>
    $isTextNode(node) ? node.getTextContent() : $isElementNode(node) ? node.getChildren().map(letters).join('') : ''
  return editor.getEditorState().read(() => $getRoot().getChildren().map(letters))
}

export function hasDrifted(editor: LexicalEditor, doc: Y.Doc): boolean {
  const [a, b] = [inDocument(doc), onScreen(editor)]
  return a.length !== b.length || a.some((line, i) => line !== b[i])
}

/** Calls `onDrift` once when the editor no longer shows its document; never in the middle of a composed letter. */
export function watchDrift(editor: LexicalEditor, doc: Y.Doc, onDrift: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let isOver = false
  const check = () => {
    timer = null
    if (isOver) return
    if (editor.isComposing()) {
      timer = setTimeout(check, 200)
      return
    }
    if (!hasDrifted(editor, doc)) return
    isOver = true
    onDrift()
  }
  const stop = editor.registerUpdateListener(({ tags }) => {
    if (tags.has(COLLABORATION_TAG) || tags.has(HISTORIC_TAG)) timer ??= setTimeout(check, 0)
  })
  return () => {
    isOver = true
    if (timer) clearTimeout(timer)
    stop()
  }
}

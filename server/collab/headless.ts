import { createHeadlessEditor } from '@lexical/headless'
import { $createListItemNode, $createListNode, type ListNode } from '@lexical/list'
import { createYjsBinding, type Provider, syncLexicalUpdateToYjs, syncYjsChangesToLexical } from '@lexical/yjs'
import { $createParagraphNode, $createTextNode, $getRoot, type LexicalEditor, type SerializedEditorState } from 'lexical'
import * as Y from 'yjs'
import { $createLineNode } from '#app/editor/line-node.ts'
import { type DocKind, nodesOf, ROOT_NAME } from '#app/editor/nodes.ts'
import { type Projection, readProjection } from './shape.ts'

/** The editor wants somebody to tell about cursors; on the server nobody has one. */
const nobody: Provider = {
  awareness: {
    getLocalState: () => null,
    getStates: () => new Map(),
    off: () => undefined,
    on: () => undefined,
    setLocalState: () => undefined,
    setLocalStateField: () => undefined,
  },
  connect: () => undefined,
  disconnect: () => undefined,
  off: () => undefined,
  on: () => undefined,
}

function bind(doc: Y.Doc, kind: DocKind): { editor: LexicalEditor; release: () => void } {
  const editor = createHeadlessEditor({
    namespace: 'server',
    nodes: nodesOf[kind],
    onError: error => {
      throw error
    },
  })
  const binding = createYjsBinding({ editor, id: 'server', doc, docMap: new Map([['server', doc]]), rootName: ROOT_NAME })
  const shared = binding.root.getSharedType()
  const onTree = (events: Y.YEvent<Y.Text>[], transaction: Y.Transaction) => {
    if (transaction.origin !== binding) syncYjsChangesToLexical(binding, nobody, events, false, () => undefined)
  }
  shared.observeDeep(onTree as Parameters<typeof shared.observeDeep>[0])
  const stopListening = editor.registerUpdateListener(update =>
    syncLexicalUpdateToYjs(
      binding,
      nobody,
      update.prevEditorState,
      update.editorState,
      update.dirtyElements,
      update.dirtyLeaves,
      update.normalizedNodes,
      update.tags,
    ),
  )
  return {
    editor,
    release: () => {
      stopListening()
      shared.unobserveDeep(onTree as Parameters<typeof shared.observeDeep>[0])
      binding.root.destroy(binding)
    },
  }
}

/**
 * First state of a document, from the title and text the item has had so far; lines beginning with "- " become a list.
 * Only the server seeds: an editor that finds nothing would write its own first block, and two editors two of them.
 * @returns a Yjs update that makes an empty document hold them
 */
export function seedState({ title, text }: Projection): Uint8Array {
  return madeBy('item', () => {
    const root = $getRoot()
    root.append(paragraph(title.replace(/\s*\n\s*/g, ' ').trim()))
    let list: ListNode | null = null
    for (const line of text === '' ? [] : text.split('\n')) {
      if (line.startsWith('- ')) {
        if (!list) {
          list = $createListNode('bullet')
          root.append(list)
        }
        const item = $createListItemNode()
        if (line.length > 2) item.append($createTextNode(line.slice(2)))
        list.append(item)
      } else {
        list = null
        root.append(paragraph(line))
      }
    }
  })
}

/** First state of a conclusion: the lines written so far, each with its id; an empty one to begin with where there are none. */
export function seedLines(lines: readonly { id: string; text: string }[], firstId: string): Uint8Array {
  return madeBy('conclusion', () => {
    for (const { id, text } of lines.length > 0 ? lines : [{ id: firstId, text: '' }]) {
      const line = $createLineNode(id)
      if (text !== '') line.append($createTextNode(text.replace(/\s*\n\s*/g, ' ')))
      $getRoot().append(line)
    }
  })
}

function madeBy(kind: DocKind, fill: () => void): Uint8Array {
  const doc = new Y.Doc()
  const { editor, release } = bind(doc, kind)
  editor.update(
    () => {
      $getRoot().clear()
      fill()
    },
    { discrete: true },
  )
  release()
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return state
}

function paragraph(line: string) {
  const block = $createParagraphNode()
  if (line !== '') block.append($createTextNode(line))
  return block
}

/**
 * Title, text and the editor's own JSON of a stored state; the JSON goes into archives and exports.
 * @throws BadShape when the state holds what no editor could show
 */
export function readState(state: Uint8Array, kind: DocKind = 'item'): Projection & { json: SerializedEditorState } {
  const doc = new Y.Doc()
  const { editor, release } = bind(doc, kind)
  Y.applyUpdate(doc, state)
  // The editor takes shared changes in its own turn; an empty discrete update makes it take them now.
  editor.update(() => undefined, { discrete: true })
  const json = editor.getEditorState().toJSON()
  const projection = readProjection(doc, kind)
  release()
  doc.destroy()
  return { ...projection, json }
}

import { $getRoot, $getSelection, $isElementNode, $isRangeSelection, $isTextNode, type LexicalEditor, type LexicalNode } from 'lexical'

/** A caret by what people see (block, letters before it), so that it survives building the editor anew. */
export type Place = { block: number; letters: number }

export function readPlace(editor: LexicalEditor): Place | null {
  return editor.getEditorState().read(() => {
    const selection = $getSelection()
    if (!$isRangeSelection(selection)) return null
    const node = selection.anchor.getNode()
    const block = node.getTopLevelElement()
    if (!block) return null
    let letters = $isTextNode(node) ? selection.anchor.offset : 0
    for (const one of textsOf(block)) {
      if (one.is(node)) break
      letters += one.getTextContentSize()
    }
    return { block: block.getIndexWithinParent(), letters }
  })
}

export function restorePlace(editor: LexicalEditor, place: Place): void {
  editor.update(() => {
    const blocks = $getRoot().getChildren()
    const block = blocks[Math.min(place.block, blocks.length - 1)]
    if (!block || !$isElementNode(block)) return
    let left = place.letters
    for (const one of textsOf(block)) {
      const size = one.getTextContentSize()
      if (left <= size && $isTextNode(one)) {
        one.select(left, left)
        return
      }
      left -= size
    }
    block.selectEnd()
  })
  editor.focus()
}

function textsOf(node: LexicalNode): LexicalNode[] {
  if ($isTextNode(node)) return [node]
  return $isElementNode(node) ? node.getChildren().flatMap(textsOf) : []
}

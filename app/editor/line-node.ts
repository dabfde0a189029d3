import { $getRoot, $isElementNode, type LexicalNode, ParagraphNode, type RangeSelection, type SerializedParagraphNode, type Spread } from 'lexical'
import { v7 as uuid } from 'uuid'

type SerializedLine = Spread<{ lineId: string }, SerializedParagraphNode>

/**
 * Dòng kết luận: one paragraph of a conclusion with an id that stays. A line that is split keeps its id before the
 * caret, a line moved by cut and paste keeps it, a copy gets its own. What it becomes (row, task) hangs on the id.
 */
export class LineNode extends ParagraphNode {
  __lineId = ''

  override $config() {
    return this.config('line', { extends: ParagraphNode })
  }

  getLineId(): string {
    return this.getLatest().__lineId
  }
  setLineId(id: string): this {
    const self = this.getWritable()
    self.__lineId = id
    return self
  }

  override afterCloneFrom(prev: this): void {
    super.afterCloneFrom(prev)
    this.__lineId = prev.__lineId
  }

  override exportJSON(): SerializedLine {
    return { ...super.exportJSON(), lineId: this.getLineId() }
  }

  /** Pasted: the id comes along only when no line here has it, so a cut line moves and a copied one is new. */
  override updateFromJSON(json: Parameters<ParagraphNode['updateFromJSON']>[0] & { lineId?: string }): this {
    const self = super.updateFromJSON(json)
    const isTaken = $getRoot()
      .getChildren()
      .some(n => $isLineNode(n) && n.getLineId() === json.lineId)
    return self.setLineId(json.lineId && !isTaken ? json.lineId : uuid())
  }

  override insertNewAfter(selection: RangeSelection, restoreSelection: boolean): LineNode {
    const next = $createLineNode()
    next.setDirection(this.getDirection())
    this.insertAfter(next, restoreSelection)
    return next
  }
}

export function $createLineNode(id: string = uuid()): LineNode {
  return new LineNode().setLineId(id)
}

export const $isLineNode = (node: LexicalNode | null | undefined): node is LineNode => node instanceof LineNode

/** Every block a line, every line an id of its own: what pasting, undoing and two people at once may leave behind. */
export function $mendLines(): void {
  const seen = new Set<string>()
  for (const block of $getRoot().getChildren()) {
    if (!$isLineNode(block)) {
      if (!$isElementNode(block)) continue
      const line = $createLineNode()
      line.append(...block.getChildren())
      block.replace(line)
      seen.add(line.getLineId())
      continue
    }
    if (block.getLineId() === '' || seen.has(block.getLineId())) block.setLineId(uuid())
    seen.add(block.getLineId())
  }
}

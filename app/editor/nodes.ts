import { ListItemNode, ListNode } from '@lexical/list'
import type { Klass, LexicalNode } from 'lexical'
import { LineNode } from './line-node.ts'

/** Kinds of shared documents by the beginning of their id: `item:<agenda item>`, `conclusion:<agenda item>`. */
export type DocKind = 'item' | 'conclusion'

/**
 * The kinds of blocks a shared document may hold, one list for browser and server: a kind known to only one of them
 * would break the document for everybody. Paragraph, text and line break come with the editor itself.
 */
export const editorNodes: Klass<LexicalNode>[] = [ListNode, ListItemNode]
export const lineNodes: Klass<LexicalNode>[] = [LineNode]
export const nodesOf: Record<DocKind, Klass<LexicalNode>[]> = { item: editorNodes, conclusion: lineNodes }

/** Types as they stand in the shared structure; whatever else arrives is refused at the server's door. */
export const elementTypesOf: Record<DocKind, ReadonlySet<string>> = {
  item: new Set(['paragraph', 'list', 'listitem']),
  conclusion: new Set(['line', 'paragraph']),
}
export const leafTypes: ReadonlySet<string> = new Set(['text', 'linebreak', 'tab'])

/** Name of the shared root inside a document. */
export const ROOT_NAME = 'root'

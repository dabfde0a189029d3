import { ListItemNode, ListNode } from '@lexical/list'
import type { Klass, LexicalNode } from 'lexical'

/**
 * The kinds of blocks a shared document may hold, one list for browser and server: a kind known to only one of them
 * would break the document for everybody. Paragraph, text and line break come with the editor itself.
 */
export const editorNodes: Klass<LexicalNode>[] = [ListNode, ListItemNode]

/** Types as they stand in the shared structure; whatever else arrives is refused at the server's door. */
export const elementTypes: ReadonlySet<string> = new Set(['paragraph', 'list', 'listitem'])
export const leafTypes: ReadonlySet<string> = new Set(['text', 'linebreak', 'tab'])

/** Name of the shared root inside a document. */
export const ROOT_NAME = 'root'

import type { Handler } from '#server/command/handler.ts'
import { addItem, moveItem, removeItem, restoreItem, updateItem } from './edit-agenda.ts'
import { issueAgenda } from './issue-agenda.ts'

export const handlers: Handler[] = [addItem, updateItem, moveItem, removeItem, restoreItem, issueAgenda]
export { queries } from './queries.ts'

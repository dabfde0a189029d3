import type { Handler } from '#server/command/handler.ts'
import { removeNote, restoreNote, saveNote } from './write-note.ts'

export const handlers: Handler[] = [saveNote, removeNote, restoreNote]
export { queries } from './queries.ts'

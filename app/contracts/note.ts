import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'

/** Notes of one person in one session at most. */
export const MOST_NOTES = 500

/** Ghi chú cá nhân: its owner's alone. Bound to an item, or to a page of a paper, or to the session. */
export const NoteView = z.object({
  id: Id,
  itemId: Id.nullable(),
  paperId: Id.nullable(),
  page: z.number().int().nullable(),
  text: z.string(),
  version: z.number().int(),
  updatedAt: Moment,
})

/** Lưu ghi chú: the first time with baseVersion 0, later with the version it was written upon. */
export const noteSave = command('note.save', {
  input: z.object({
    meetingId: Id,
    noteId: Id,
    itemId: Id.nullable(),
    paperId: Id.nullable(),
    page: z.number().int().min(1).max(100_000).nullable(),
    text: Text(10_000, 1),
    baseVersion: z.number().int().min(0),
  }),
  output: z.object({ version: z.number().int(), updatedAt: Moment }),
})
const OnNote = z.object({ noteId: Id })
/** Xóa ghi chú. */
export const noteRemove = command('note.remove', { input: OnNote })
/** Lấy lại ghi chú vừa xóa. */
export const noteRestore = command('note.restore', { input: OnNote })

/**
 * Ghi chú đổi – user:{id}, so that the owner's other devices ask for it. The text never stands in an event: the log is read
 * by auditors, a note by its owner alone.
 */
export const noteChanged = event('note.changed', { payload: z.object({ noteId: Id, meetingId: Id, version: z.number().int(), isRemoved: z.boolean() }) })

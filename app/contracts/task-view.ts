import { z } from 'zod'
import { command, event, Id, Text } from './define.ts'

/** Saved views of one person at most. */
export const MOST_SAVED_VIEWS = 30

/** Cách xem đã lưu: its owner's own name for an address of the task board; `isDefault` = opened first. */
export const SavedView = z.object({ id: Id, name: z.string(), address: z.string(), isDefault: z.boolean() })

/**
 * Lưu cách xem: a new one, or a known one under another name, with another address, opened first or no longer. One that was
 * removed comes back under its own id.
 */
export const taskViewSave = command('taskView.save', {
  input: z.object({ viewId: Id, name: Text(60, 1), address: z.string().max(2_000), isDefault: z.boolean() }),
})
/** Xóa cách xem. */
export const taskViewRemove = command('taskView.remove', { input: z.object({ viewId: Id }) })

/** Các cách xem của mình đổi – user:{id}: all of them as they are now. */
export const taskViewsChanged = event('taskViews.changed', { payload: z.object({ views: z.array(SavedView) }) })

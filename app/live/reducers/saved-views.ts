import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { type SavedView as View, taskViewsChanged } from '#app/contracts/task-view.ts'

export type SavedView = z.output<typeof View>

/** The person's saved views after one event of `user:{id}`; other events of that stream leave them as they are. */
export const reduceSavedViews = (views: readonly SavedView[], e: StreamEvent): readonly SavedView[] =>
  e.name === taskViewsChanged.name ? (e.payload as PayloadOf<typeof taskViewsChanged>).views : views

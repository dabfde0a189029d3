import { z } from 'zod'
import { Id, Moment } from './define.ts'

/** Loại diễn biến – what a line of the history is about; also the filter. */
export const historyKinds = ['session', 'item', 'amend', 'presiding', 'attendance', 'people', 'speech', 'vote', 'conclusion', 'paper', 'typed'] as const
export type HistoryKind = (typeof historyKinds)[number]

/** One value before and after a change; moments in epoch ms, `spentSeconds` in seconds, `status` by name. Null = nothing there. */
export const HistoryChange = z.object({ field: z.enum(['beganAt', 'endedAt', 'spentSeconds', 'status', 'arrivedAt', 'leftAt', 'startedAt']), from: z.union([Moment, z.string()]).nullable(), to: z.union([Moment, z.string()]).nullable() })

/**
 * Diễn biến phiên họp – one line. `act` is named in app/text/history.ts; `who` the person or unit it is about, `byId` the user
 * who did it; `quote` the words it carries (question, result, document, title of a paper); `at` in epoch ms, server time.
 */
export const HistoryRow = z.object({
  key: z.string(),
  at: Moment,
  kind: z.enum(historyKinds),
  act: z.string(),
  itemId: Id.nullable(),
  byId: Id.nullable(),
  who: z.string().nullable(),
  whoId: Id.nullable(),
  reason: z.string().nullable(),
  quote: z.string().nullable(),
  /** hour the fact itself has, when it was recorded later */
  factAt: Moment.nullable(),
  changes: z.array(HistoryChange),
})
/** `desk`: everything. `audit`: the same without what is still hidden. `room`: what a member's course of the session shows. */
export type HistoryLevel = 'desk' | 'audit' | 'room'

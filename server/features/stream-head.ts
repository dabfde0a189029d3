import type { Db } from '#server/command/context.ts'

/**
 * Number of the last event of a stream, 0 for one that has none. A query reads it before its view: the view may be newer
 * than the number, never older, and an event applied twice changes nothing.
 */
export const streamHead = async (db: Db, stream: string): Promise<number> =>
  (await db.streamHead.findUnique({ where: { stream } }))?.seq ?? 0

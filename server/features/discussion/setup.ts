import type { z } from 'zod'
import type { ChatSetup } from '#app/contracts/discussion.ts'
import type { Db, Tx } from '#server/command/context.ts'

/** Until the chair says otherwise: no chat in the room, the secretary can be asked something, nothing goes into the record. */
const AT_START: z.output<typeof ChatSetup> = { isRoomOn: false, isLineOn: true, isInRecord: false }

export async function chatSetupOf(db: Tx | Db, meetingId: string): Promise<z.output<typeof ChatSetup>> {
  const row = await db.chatSetting.findUnique({ where: { meetingId } })
  return row ? { isRoomOn: row.isRoomOn, isLineOn: row.isLineOn, isInRecord: row.isInRecord } : AT_START
}

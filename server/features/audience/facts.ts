import type { z } from 'zod'
import type { GuestSlots } from '#app/contracts/meeting.ts'
import { type CommandContext, type Db, Refusal, type Tx } from '#server/command/context.ts'

/** Which items each guest of a session is invited for, in one query; a guest without items has no row here. */
export async function guestSlots(db: Db | Tx, meetingId: string): Promise<z.output<typeof GuestSlots>[]> {
  const rows = await db.guestItem.findMany({ where: { item: { meetingId, removedAt: null } }, orderBy: { itemId: 'asc' } })
  const slots = new Map<string, string[]>()
  for (const r of rows) slots.set(r.participantId, [...(slots.get(r.participantId) ?? []), r.itemId])
  return [...slots].map(([participantId, itemIds]) => ({ participantId, itemIds }))
}

/** A guest speaks on their own items, and only while the chair lets guests speak. */
export async function demandGuestMaySpeak(ctx: CommandContext, meeting: { currentItemId: string | null; isGuestSpeechAllowed: boolean }, participantId: string): Promise<void> {
  if (!meeting.isGuestSpeechAllowed) throw new Refusal('GUEST_SPEECH_OFF')
  const own = await ctx.tx.guestItem.count({ where: { participantId, itemId: meeting.currentItemId ?? undefined } })
  if (own === 0) throw new Refusal('GUEST_NOT_ON_ITEM')
}

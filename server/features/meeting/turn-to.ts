import { presentersChanged } from '#app/contracts/presentation.ts'
import type { CommandContext } from '#server/command/context.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { endSpeech } from '#server/features/speaking/end-speech.ts'
import { concludeRunning } from './facts.ts'

/** Ends what runs and begins `item`. A concluded item may be taken up again; the time it already had stays on its account. */
export async function turnTo(ctx: CommandContext, meetingId: string, item: { id: string; beganAt: Date | null; isHidden: boolean }): Promise<string[]> {
  await endSpeech(ctx, meetingId)
  const left = await concludeRunning(ctx, meetingId, ctx.now)
  await ctx.tx.agendaItem.update({ where: { id: item.id }, data: { status: 'presenting', startedAt: ctx.now, beganAt: item.beganAt ?? ctx.now, endedAt: null, asideReason: null, ...(item.isHidden ? { isHidden: false, shownAt: ctx.now } : {}) } })
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { currentItemId: item.id, presenting: Prisma.DbNull } })
  // Who was let present was let so for the item that is left.
  const { count } = await ctx.tx.presentingGrant.updateMany({ where: { meetingId, revokedAt: null }, data: { revokedAt: ctx.now } })
  if (count > 0) ctx.emit(`meeting:${meetingId}`, presentersChanged, { presenterIds: [] })
  return left
}

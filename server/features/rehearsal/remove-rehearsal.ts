import { rehearsalRemove, rehearsalRemoved } from '#app/contracts/rehearsal.ts'
import { type CommandContext, isSystem, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'

/**
 * Xóa cuộc họp thử whole: its rows in every table that knows a meeting, its simulated people, its shared texts. What stays
 * is the log of acts, which is never rewritten; nothing reads it back into a list.
 */
export const removeRehearsal = handler(rehearsalRemove, async (ctx, { meetingId }) => {
  const meeting = isSystem(ctx.actor) ? await ctx.tx.meeting.findUnique({ where: { id: meetingId } }) : (await meetingFor(ctx, meetingId, 'control')).meeting
  if (!meeting) throw new Refusal('NOT_FOUND')
  // The one thing that must never go wrong here: a real session is not taken away.
  if (meeting.rehearsalOf === null) throw new Refusal('REHEARSAL_ONLY')
  if (isSystem(ctx.actor) && meeting.rehearsalExpiresAt && meeting.rehearsalExpiresAt > ctx.now) throw new Refusal('FORBIDDEN')
  await takeAway(ctx, meetingId)
  ctx.emit(`meeting:${meetingId}`, rehearsalRemoved, { meetingId })
  return {}
})

async function takeAway({ tx, now }: CommandContext, meetingId: string): Promise<void> {
  const items = await tx.agendaItem.findMany({ where: { meetingId }, select: { id: true } })
  await tx.collabDoc.deleteMany({ where: { OR: items.map(i => ({ id: { endsWith: `:${i.id}` } })) } })
  // A screen of the hall that showed the rehearsal waits for its next code.
  await tx.$executeRawUnsafe(`UPDATE "HallDisplay" SET "revokedAt" = $2, "meetingId" = NULL, code = 'x' || id WHERE "meetingId" = $1::uuid`, meetingId, now)
  await tx.meeting.delete({ where: { id: meetingId } })
  // Tables without a foreign key to the meeting: found by their column, so that a new one is never forgotten here.
  const tables = await tx.$queryRawUnsafe<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'meetingId' AND table_name NOT IN ('HallDisplay', 'Task') ORDER BY 1`,
  )
  for (const { name } of tables) await tx.$executeRawUnsafe(`DELETE FROM "${name}" WHERE "meetingId" = $1::uuid`, meetingId)
  await tx.notification.deleteMany({ where: { OR: [{ user: { simulatedIn: meetingId } }, { link: { contains: meetingId } }] } })
  await tx.user.deleteMany({ where: { simulatedIn: meetingId } })
}

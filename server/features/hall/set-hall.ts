import { hallChanged, hallSetLook, hallSetMode } from '#app/contracts/hall.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { displayView } from './displays.ts'

/** Đặt chế độ: one screen, some, or all of them in one act. */
export const setHallMode = handler(hallSetMode, async (ctx, { meetingId, displayIds, mode, message }) => {
  await meetingFor(ctx, meetingId, 'record', 'share')
  const rows = await lockDisplays(ctx, meetingId, displayIds)
  if (mode === 'message' && rows.some(r => (message ?? r.message) === '')) throw new Refusal('HALL_MESSAGE_EMPTY', {}, { message: 'HALL_MESSAGE_EMPTY' })
  await ctx.tx.hallDisplay.updateMany({ where: { id: { in: rows.map(r => r.id) } }, data: { mode, ...(message === undefined ? {} : { message }) } })
  await tell(ctx, meetingId, rows.map(r => r.id))
  return {}
})

/** Đổi tên, nền sáng hay tối. */
export const setHallLook = handler(hallSetLook, async (ctx, { meetingId, displayId, name, theme }) => {
  await meetingFor(ctx, meetingId, 'record', 'share')
  await lockDisplays(ctx, meetingId, [displayId])
  await ctx.tx.hallDisplay.update({ where: { id: displayId }, data: { ...(name === undefined ? {} : { name }), ...(theme === undefined ? {} : { theme }) } })
  await tell(ctx, meetingId, [displayId])
  return {}
})

/** The named displays of this session, locked; one that isn't of it refuses the whole act. */
async function lockDisplays(ctx: CommandContext, meetingId: string, ids: string[]) {
  const wanted = [...new Set(ids)].sort()
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "HallDisplay" WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`, wanted)
  const rows = await ctx.tx.hallDisplay.findMany({ where: { id: { in: wanted }, meetingId, revokedAt: null } })
  if (rows.length !== wanted.length) throw new Refusal('NOT_FOUND')
  return rows
}

/** One message to the desks, one to each screen concerned. */
async function tell(ctx: CommandContext, meetingId: string, ids: string[]): Promise<void> {
  const views = (await ctx.tx.hallDisplay.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } })).map(displayView)
  for (const view of views) ctx.emit(`hall:${view.id}`, hallChanged, { displays: [view] })
  ctx.emit(`desk:${meetingId}`, hallChanged, { displays: views })
}

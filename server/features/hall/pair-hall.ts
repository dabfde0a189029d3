import { hallPair, hallPaired, hallRelease, hallReleased, hallTake } from '#app/contracts/hall.ts'
import { isOver, type MeetingState } from '#app/domain/meeting/machine.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { displayView, freshCode, unused } from './displays.ts'

/** More than any building has; each one costs a message per act. */
const MAX_DISPLAYS = 40

/** Ghép màn hình phòng họp by the six digits it shows. A code has a million values: ten wrong ones in ten minutes are guessing. */
export const pairHall = handler(
  hallPair,
  async (ctx, { meetingId, code, name }) => {
    await meetingFor(ctx, meetingId, 'record')
    const display = await ctx.tx.hallDisplay.findUnique({ where: { code } })
    if (!display || display.meetingId || display.revokedAt) throw new Refusal('HALL_CODE_WRONG', {}, { code: 'HALL_CODE_WRONG' })
    if (display.codeExpiresAt < ctx.now) throw new Refusal('HALL_CODE_EXPIRED', {}, { code: 'HALL_CODE_EXPIRED' })
    // Conditional: two desks typing the same code at once pair it with one of them.
    await attach(ctx, meetingId, { id: display.id, code, meetingId: null, revokedAt: null }, name)
    return {}
  },
  { guess: { points: 10, minutes: 10, costly: ['HALL_CODE_WRONG', 'HALL_CODE_EXPIRED'], tooMany: 'HALL_TOO_MANY_GUESSES' } },
)

/** Gỡ màn hình: it shows nothing of the session from now on, and waits with a new code. */
export const releaseHall = handler(hallRelease, async (ctx, { meetingId, displayId }) => {
  await meetingFor(ctx, meetingId, 'record')
  const fresh = await freshCode(ctx.tx, ctx.now)
  const { count } = await ctx.tx.hallDisplay.updateMany({
    where: { id: displayId, meetingId, revokedAt: null },
    data: { ...fresh, meetingId: null, pairedAt: null, pairedById: null, mode: 'auto', message: '' },
  })
  if (count === 0) throw new Refusal('NOT_FOUND')
  ctx.emit(`hall:${displayId}`, hallReleased, { displayId })
  ctx.emit(`desk:${meetingId}`, hallReleased, { displayId })
  return {}
})

/** Đưa màn hình sang phiên này: a screen on the wall whose session is over needs no second pairing. */
export const takeHall = handler(hallTake, async (ctx, { meetingId, displayId }) => {
  await meetingFor(ctx, meetingId, 'record')
  const display = await ctx.tx.hallDisplay.findFirst({ where: { id: displayId, meetingId: { not: null }, revokedAt: null } })
  if (!display?.meetingId || display.meetingId === meetingId) throw new Refusal('NOT_FOUND')
  const before = await ctx.tx.meeting.findUnique({ where: { id: display.meetingId }, select: { status: true } })
  if (before && !isOver(before.status as MeetingState)) throw new Refusal('HALL_STILL_IN_USE')
  ctx.emit(`desk:${display.meetingId}`, hallReleased, { displayId })
  await attach(ctx, meetingId, { id: displayId, meetingId: display.meetingId }, display.name)
  return {}
})

async function attach(ctx: CommandContext, meetingId: string, from: { id: string; code?: string; meetingId: string | null; revokedAt?: null }, name?: string): Promise<void> {
  const others = await ctx.tx.hallDisplay.findMany({ where: { meetingId, revokedAt: null }, select: { name: true } })
  if (others.length >= MAX_DISPLAYS) throw new Refusal('HALL_TOO_MANY', { limit: MAX_DISPLAYS })
  const { count } = await ctx.tx.hallDisplay.updateMany({
    where: from,
    data: { meetingId, code: unused(from.id), name: name || numbered(others.map(o => o.name)), mode: 'auto', message: '', pairedAt: ctx.now, pairedById: ctx.actor.userId },
  })
  if (count === 0) throw new Refusal('HALL_CODE_WRONG', {}, { code: 'HALL_CODE_WRONG' })
  const row = await ctx.tx.hallDisplay.findUniqueOrThrow({ where: { id: from.id } })
  const paired = { displayId: row.id, name: row.name, meetingId, display: displayView(row) }
  ctx.emit(`hall:${row.id}`, hallPaired, paired)
  ctx.emit(`desk:${meetingId}`, hallPaired, paired)
}

/** "Màn hình 3": the first number no other display of the session carries. */
function numbered(taken: string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`Màn hình ${n}`)) return `Màn hình ${n}`
}

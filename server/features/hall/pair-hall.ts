import { hallPair, hallPaired, hallRelease, hallReleased } from '#app/contracts/meeting.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { RateLimiterMemory } from 'rate-limiter-flexible'

/** A code has a million values; ten wrong ones in ten minutes is a person mistyping, more is guessing. */
const wrongCodes = new RateLimiterMemory({ points: 10, duration: 600 })

/** Ghép màn hình phòng họp by the six digits it shows. */
export const pairHall = handler(hallPair, async (ctx, { meetingId, code }) => {
  await meetingFor(ctx, meetingId, 'record')
  const tries = await wrongCodes.get(ctx.actor.userId)
  if (tries && tries.remainingPoints <= 0) throw new Refusal('TOO_MANY')
  const display = await ctx.tx.hallDisplay.findUnique({ where: { code } })
  if (!display || display.meetingId || display.revokedAt) {
    // Spent even though the command is refused: guesses must cost.
    await wrongCodes.penalty(ctx.actor.userId, 1)
    throw new Refusal('HALL_CODE_WRONG', {}, { code: 'HALL_CODE_WRONG' })
  }
  if (display.codeExpiresAt < ctx.now) throw new Refusal('HALL_CODE_EXPIRED', {}, { code: 'HALL_CODE_EXPIRED' })
  // Conditional: two desks typing the same code at once pair it with one of them.
  const { count } = await ctx.tx.hallDisplay.updateMany({
    where: { id: display.id, meetingId: null, revokedAt: null },
    data: { meetingId, pairedAt: ctx.now, pairedById: ctx.actor.userId },
  })
  if (count === 0) throw new Refusal('HALL_CODE_WRONG', {}, { code: 'HALL_CODE_WRONG' })
  const paired = { displayId: display.id, name: display.name, meetingId }
  ctx.emit(`hall:${display.id}`, hallPaired, paired)
  ctx.emit(`desk:${meetingId}`, hallPaired, paired)
  return {}
})

/** Gỡ màn hình: it shows nothing of the session from now on. */
export const releaseHall = handler(hallRelease, async (ctx, { meetingId, displayId }) => {
  await meetingFor(ctx, meetingId, 'record')
  const display = await ctx.tx.hallDisplay.findFirst({ where: { id: displayId, meetingId, revokedAt: null } })
  if (!display) throw new Refusal('NOT_FOUND')
  await ctx.tx.hallDisplay.update({ where: { id: displayId }, data: { revokedAt: ctx.now, code: `x${display.id}` } })
  ctx.emit(`hall:${displayId}`, hallReleased, { displayId })
  ctx.emit(`desk:${meetingId}`, hallReleased, { displayId })
  return {}
})

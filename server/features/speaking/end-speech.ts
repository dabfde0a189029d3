import type { CommandContext } from '#server/command/context.ts'
import { type RequestRow, tellRoom } from './facts.ts'

/** Ends the speeches that still run when their item, their part of it or the session does: else nobody could begin on the next. */
export async function endSpeech(ctx: CommandContext, meetingId: string, kinds?: string[]): Promise<void> {
  const running = await ctx.tx.speakingRequest.findMany({ where: { meetingId, status: 'speaking', ...(kinds ? { kind: { in: kinds } } : {}) } })
  await tellRoom(ctx, meetingId, await Promise.all(running.map(r => ctx.tx.speakingRequest.update({ where: { id: r.id }, data: { status: 'done', ...ended(r, ctx.now) } }))))
}

/** A speech ends with its clock: a pause that still lasts goes out of its time. */
export const ended = (r: RequestRow, now: Date) => ({ endedAt: now, pausedAt: null, pausedMs: r.pausedMs + stood(r, now) })
export const stood = (r: RequestRow, now: Date): number => (r.pausedAt ? Math.max(0, now.getTime() - r.pausedAt.getTime()) : 0)

/** The speaker's clock stands while the session does; one the chair had stopped before stays stopped. */
export async function pauseSpeech(ctx: CommandContext, meetingId: string): Promise<void> {
  const running = await ctx.tx.speakingRequest.findMany({ where: { meetingId, status: 'speaking', pausedAt: null } })
  await tellRoom(ctx, meetingId, await Promise.all(running.map(r => ctx.tx.speakingRequest.update({ where: { id: r.id }, data: { pausedAt: ctx.now } }))))
}
export async function resumeSpeech(ctx: CommandContext, meetingId: string, sessionPausedAt: Date): Promise<void> {
  const stopped = await ctx.tx.speakingRequest.findMany({ where: { meetingId, status: 'speaking', pausedAt: sessionPausedAt } })
  await tellRoom(
    ctx,
    meetingId,
    await Promise.all(stopped.map(r => ctx.tx.speakingRequest.update({ where: { id: r.id }, data: { pausedAt: null, pausedMs: r.pausedMs + stood(r, ctx.now) } }))),
  )
}

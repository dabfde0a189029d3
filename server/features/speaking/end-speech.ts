import { speakingChanged } from '#app/contracts/meeting.ts'
import type { CommandContext } from '#server/command/context.ts'
import { speakingView } from '#server/features/meeting/views.ts'

/** Ends a speech that still runs when its item or its session does: else nobody could begin on the next item. */
export async function endSpeech(ctx: CommandContext, meetingId: string): Promise<void> {
  const running = await ctx.tx.speakingRequest.findMany({ where: { meetingId, status: 'speaking' } })
  if (running.length === 0) return
  const people = await ctx.tx.meetingParticipant.findMany({ where: { id: { in: running.map(r => r.participantId) } }, select: { id: true, label: true } })
  const label = new Map(people.map(p => [p.id, p.label]))
  await ctx.tx.speakingRequest.updateMany({ where: { id: { in: running.map(r => r.id) } }, data: { status: 'done', endedAt: ctx.now } })
  for (const r of running)
    ctx.emit(`meeting:${meetingId}`, speakingChanged, {
      request: speakingView({ ...r, status: 'done', endedAt: ctx.now }, label.get(r.participantId) ?? ''),
    })
}

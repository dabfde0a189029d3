import { Refusal, type Actor, type CommandContext, demand } from '#server/command/context.ts'
import { canMeeting, meetingFacts, type MeetingVerb } from '#server/policies/meeting.ts'

/**
 * Locks the meeting's row for this command and tells who the actor is in it. Every act of a session goes through here,
 * so two chairs' devices acting at once are put in a row, and the second one decides on what the first one left.
 * `lock: 'share'` for acts that only lean on the state (a check-in), so that a full hall isn't put in single file.
 */
export async function meetingFor(ctx: CommandContext, meetingId: string, verb: MeetingVerb, lock: 'update' | 'share' = 'update') {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR ${lock === 'share' ? 'SHARE' : 'UPDATE'}`, meetingId)
  const [meeting, me] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  demand(canMeeting(ctx.actor, verb, meetingFacts(meeting, me)))
  return { meeting, me }
}

/** The actor's own row on the list of participants. */
export function mustBeListed<T>(me: T | null, _actor: Actor): T {
  if (!me) throw new Refusal('FORBIDDEN')
  return me
}

export async function hasOpenVote(ctx: CommandContext, meetingId: string): Promise<boolean> {
  return (await ctx.tx.vote.count({ where: { meetingId, status: 'open' } })) > 0
}

/**
 * Ends the running item with the seconds of its last turn, counted to `until` (ms precision, rounded to seconds).
 * @returns ids of what ended
 */
export async function concludeRunning(ctx: CommandContext, meetingId: string, until: Date): Promise<string[]> {
  const running = await ctx.tx.agendaItem.findMany({ where: { meetingId, status: 'presenting' } })
  for (const item of running) {
    const spent = item.startedAt ? Math.max(0, Math.round((until.getTime() - item.startedAt.getTime()) / 1000)) : 0
    await ctx.tx.agendaItem.update({
      where: { id: item.id },
      data: { status: 'concluded', endedAt: ctx.now, startedAt: null, spentSeconds: item.spentSeconds + spent },
    })
  }
  return running.map(i => i.id)
}

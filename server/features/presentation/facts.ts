import type { z } from 'zod'
import type { PresentingView } from '#app/contracts/meeting.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { presentingStanding } from '#server/policies/presentation.ts'

export type Presenting = z.output<typeof PresentingView>

/**
 * The session as a presenter's act finds it, its row locked: two presenters at once are put in a row. Only the presenter's
 * own acts wait here; a full hall checking in is not held up by a pen.
 */
export async function presentingFor(ctx: CommandContext, meetingId: string) {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, meetingId)
  const [meeting, me] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId }, include: { grants: { where: { revokedAt: null } } } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const grants = meeting.grants.filter(g => g.itemId === meeting.currentItemId)
  const standing = presentingStanding(ctx.actor, { ...meetingFacts(meeting, me), isGranted: grants.some(g => g.participantId === me?.id) })
  const presenting = meeting.presenting as Presenting | null
  return { meeting, me, grants, standing, presenting, isMine: presenting?.byId === ctx.actor.userId }
}

import { presentationChanged } from '#app/contracts/meeting.ts'
import { presentationGrant, presentationRevoke, presentersChanged } from '#app/contracts/presentation.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { v7 as uuid } from 'uuid'
import { mayBeGranted } from '#server/policies/presentation.ts'
import { presentingFor } from './facts.ts'

/** Cho trình chiếu: for the item in hand; it ends with the item. A second grant of the same is the first. */
export const grantPresenting = handler(presentationGrant, async (ctx, { meetingId, participantId }) => {
  const { meeting, standing, grants } = await presentingFor(ctx, meetingId)
  if (standing !== 'runs') throw new Refusal('FORBIDDEN')
  demand(mustRun(meeting.status as MeetingState))
  if (!meeting.currentItemId) throw new Refusal('PRESENTING_NO_ITEM')
  const participant = await ctx.tx.meetingParticipant.findFirst({ where: { id: participantId, meetingId } })
  if (!participant) throw new Refusal('NOT_FOUND')
  if (!mayBeGranted(participant.role)) throw new Refusal('PRESENTING_GUEST')
  if (grants.some(g => g.participantId === participantId)) return {}
  await ctx.tx.presentingGrant.create({
    data: { id: uuid(), meetingId, itemId: meeting.currentItemId, participantId, grantedById: ctx.actor.userId, grantedAt: ctx.now },
  })
  tell(ctx, meetingId, [...grants.map(g => g.participantId), participantId])
  return {}
})

/** Thôi cho trình chiếu: what that person was showing stops at once. */
export const revokePresenting = handler(presentationRevoke, async (ctx, { meetingId, participantId }) => {
  const { standing, grants, presenting } = await presentingFor(ctx, meetingId)
  if (standing !== 'runs') throw new Refusal('FORBIDDEN')
  if (!grants.some(g => g.participantId === participantId)) throw new Refusal('NOT_FOUND')
  await ctx.tx.presentingGrant.updateMany({ where: { meetingId, participantId, revokedAt: null }, data: { revokedAt: ctx.now } })
  tell(ctx, meetingId, grants.map(g => g.participantId).filter(id => id !== participantId))
  const participant = await ctx.tx.meetingParticipant.findUnique({ where: { id: participantId }, select: { userId: true } })
  if (presenting && presenting.byId === participant?.userId) {
    await ctx.tx.meeting.update({ where: { id: meetingId }, data: { presenting: Prisma.DbNull } })
    ctx.emit(`meeting:${meetingId}`, presentationChanged, { presenting: null })
  }
  return {}
})

const tell = (ctx: CommandContext, meetingId: string, presenterIds: string[]): void => ctx.emit(`meeting:${meetingId}`, presentersChanged, { presenterIds })

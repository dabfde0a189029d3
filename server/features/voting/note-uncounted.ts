import { voteNoteUncounted, voteUncounted } from '#app/contracts/secret.ts'
import { secretText } from '#app/text/secret.ts'
import { handler } from '#server/command/handler.ts'
import { presence, voteView } from '#server/features/meeting/views.ts'
import { notify } from '#server/features/notification/notify.ts'
import { lockVote, meetingIdOf, withBallots } from './one-vote.ts'

/**
 * Báo chưa kiểm được phiếu: the time of a secret vote is over and counting was refused. Said once, on every screen of the
 * room and in the bells of who presides and the secretaries; the program tries no more, people close again or cancel.
 */
export const noteUncounted = handler(voteNoteUncounted, async (ctx, { voteId, code }) => {
  const meetingId = await meetingIdOf(ctx, voteId)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, meetingId)
  await lockVote(ctx, voteId)
  const vote = await ctx.tx.vote.findUniqueOrThrow({ where: { id: voteId }, select: { status: true, closesAt: true, uncounted: true } })
  // Closed, cancelled, given more time or told meanwhile: nothing to say.
  if (vote.status !== 'open' || vote.uncounted !== null || vote.closesAt === null || vote.closesAt > ctx.now) return {}
  const after = await ctx.tx.vote.update({ where: { id: voteId }, data: { uncounted: code }, include: { ...withBallots, meeting: { select: { presidingId: true } } } })
  const { participants, presentVoters } = await presence(ctx.tx, meetingId)
  ctx.emit(`meeting:${meetingId}`, voteUncounted, { vote: voteView(after, new Set(presentVoters.map(p => p.userId))) })
  const to = participants.filter(p => p.role === 'chair' || p.role === 'secretary' || p.id === after.meeting.presidingId).map(p => p.userId)
  await notify(ctx, [...new Set(to)], { dedupeKey: `vote:${voteId}:uncounted`, kind: 'meeting', title: secretText.uncounted.title, body: secretText.uncounted[code], link: `/phien-hop/${meetingId}` })
  return {}
})

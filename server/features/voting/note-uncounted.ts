import { voteNoteUncounted, voteUncounted } from '#app/contracts/secret.ts'
import { secretText } from '#app/text/secret.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { presence, voteView } from '#server/features/meeting/views.ts'
import { notify } from '#server/features/notification/notify.ts'

/**
 * Báo chưa kiểm được phiếu: the time of a secret vote is over and counting was refused. Said once, on every screen of the
 * room and in the bells of who presides and the secretaries; the program tries no more, people close again or cancel.
 */
export const noteUncounted = handler(voteNoteUncounted, async (ctx, { voteId, code }) => {
  const found = await ctx.tx.vote.findUnique({ where: { id: voteId }, select: { meetingId: true } })
  if (!found) throw new Refusal('NOT_FOUND')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, found.meetingId)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Vote" WHERE id = $1::uuid FOR UPDATE`, voteId)
  const vote = await ctx.tx.vote.findUniqueOrThrow({ where: { id: voteId }, select: { status: true, closesAt: true, uncounted: true } })
  // Closed, cancelled, given more time or told meanwhile: nothing to say.
  if (vote.status !== 'open' || vote.uncounted !== null || vote.closesAt === null || vote.closesAt > ctx.now) return {}
  const after = await ctx.tx.vote.update({ where: { id: voteId }, data: { uncounted: code }, include: { voters: true, ballots: true, _count: { select: { sealed: true } }, meeting: { select: { presidingId: true } } } })
  const { participants, presentVoters } = await presence(ctx.tx, found.meetingId)
  ctx.emit(`meeting:${found.meetingId}`, voteUncounted, { vote: voteView(after, new Set(presentVoters.map(p => p.userId))) })
  const to = participants.filter(p => p.role === 'chair' || p.role === 'secretary' || p.id === after.meeting.presidingId).map(p => p.userId)
  await notify(ctx, [...new Set(to)], { dedupeKey: `vote:${voteId}:uncounted`, kind: 'meeting', title: secretText.uncounted.title, body: secretText.uncounted[code], link: `/phien-hop/${found.meetingId}` })
  return {}
})

import { presentationChanged, presentationShow, presentationStop } from '#app/contracts/meeting.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { fitPlace, isWhole } from '#app/domain/presentation/place.ts'
import { canShow } from '#app/domain/presentation/presenting.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { type Presenting, presentingFor } from './facts.ts'

/** Trình chiếu trang: the presenter's page and place; who follows sees it turn. The chair's act takes over. */
export const showPage = handler(presentationShow, async (ctx, { meetingId, paperId, page, place }) => {
  const { meeting, standing, presenting, isMine } = await presentingFor(ctx, meetingId)
  const paper = await ctx.tx.paper.findFirst({ where: { id: paperId, meetingId, removedAt: null, item: { isHidden: false } }, include: { file: true } })
  demand(canShow({ standing, isAnotherPresenting: presenting !== null && !isMine, isPaperOfItem: paper === null || paper.itemId === meeting.currentItemId }))
  demand(mustRun(meeting.status as MeetingState))
  if (!paper) throw new Refusal('NOT_FOUND')
  const shown: Presenting = { paperId, page: Math.min(page, paper.file.pages ?? page), byLabel: ctx.actor.displayName, byId: ctx.actor.userId }
  if (place && !isWhole(place)) shown.place = fitPlace(place)
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { presenting: shown } })
  ctx.emit(`meeting:${meetingId}`, presentationChanged, { presenting: shown })
  return {}
})

/** Dừng trình chiếu: by whoever presents, or by the chair. Strokes stay until they are cleared. */
export const stopPage = handler(presentationStop, async (ctx, { meetingId }) => {
  const { standing, presenting, isMine } = await presentingFor(ctx, meetingId)
  demand(canShow({ standing, isAnotherPresenting: presenting !== null && !isMine, isPaperOfItem: true }))
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { presenting: Prisma.DbNull } })
  ctx.emit(`meeting:${meetingId}`, presentationChanged, { presenting: null })
  return {}
})

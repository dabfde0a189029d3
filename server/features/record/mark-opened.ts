import { paperOpened } from '#app/contracts/readiness.ts'
import { paperMarkOpened } from '#app/contracts/record.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { scopePaper } from '#server/policies/paper.ts'

/**
 * Đã mở tài liệu: noted once a person and paper. Copies a device fetches for later are no reading and say nothing here.
 * Of those who vote the desk is told, so that its list of who is ready stays true.
 */
export const markOpened = handler(paperMarkOpened, async (ctx, { paperId }) => {
  const { userId } = ctx.actor
  const paper = await ctx.tx.paper.findFirst({
    where: { AND: [{ id: paperId }, scopePaper(ctx.actor)] },
    select: { meetingId: true, meeting: { select: { participants: { where: { userId, role: { in: ['chair', 'member'] } }, select: { id: true } } } } },
  })
  if (!paper) throw new Refusal('NOT_FOUND')
  const { count } = await ctx.tx.paperOpening.createMany({ data: [{ paperId, userId, openedAt: ctx.now }], skipDuplicates: true })
  if (count > 0 && paper.meeting.participants.length > 0) ctx.emit(`desk:${paper.meetingId}`, paperOpened, { paperId, userId })
  return {}
})

import { paperMarkOpened } from '#app/contracts/record.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { scopePaper } from '#server/policies/paper.ts'

/** Đã mở tài liệu: noted once a person and paper. Copies a device fetches for later are no reading and say nothing here. */
export const markOpened = handler(paperMarkOpened, async (ctx, { paperId }) => {
  const paper = await ctx.tx.paper.findFirst({ where: { AND: [{ id: paperId }, scopePaper(ctx.actor)] }, select: { id: true } })
  if (!paper) throw new Refusal('NOT_FOUND')
  await ctx.tx.paperOpening.createMany({ data: [{ paperId, userId: ctx.actor.userId, openedAt: ctx.now }], skipDuplicates: true })
  return {}
})

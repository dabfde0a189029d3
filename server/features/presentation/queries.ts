import { type QueryContext, Refusal } from '#server/command/context.ts'
import { scopePaper } from '#server/policies/paper.ts'
import { loadInk } from './views.ts'

/** Nét bút trên một tài liệu: whoever may read the paper may see what was drawn on it. */
async function ink(ctx: QueryContext, args: { meetingId: string; paperId: string }) {
  const paper = await ctx.db.paper.findFirst({ where: { AND: [{ id: args.paperId, meetingId: args.meetingId }, scopePaper(ctx.actor)] }, select: { id: true } })
  if (!paper) throw new Refusal('NOT_FOUND')
  return loadInk(ctx.db, args.meetingId, args.paperId)
}

export const queries = { 'presentation.ink': ink }

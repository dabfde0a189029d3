import { blockChanged } from '#app/contracts/flow.ts'
import type { CommandContext } from '#server/command/context.ts'
import { itemsAfter } from './views.ts'

/** Items adopted with their block, at this moment. */
export async function adopt(ctx: CommandContext, ids: string[], how: 'block' | 'block_vote'): Promise<void> {
  await ctx.tx.agendaItem.updateMany({ where: { id: { in: ids } }, data: { status: 'concluded', endedAt: ctx.now, startedAt: null, adoptedAt: ctx.now, adoptedHow: how } })
}

/** After the one vote on a block: passed, all its items are adopted with the result; not passed, each is discussed by itself. */
export async function settleBlock(ctx: CommandContext, meetingId: string, itemIds: string[], isPassed: boolean): Promise<void> {
  if (itemIds.length === 0) return
  if (isPassed) await adopt(ctx, itemIds, 'block_vote')
  else await ctx.tx.agendaItem.updateMany({ where: { id: { in: itemIds } }, data: { isUndisputed: false } })
  ctx.emit(`meeting:${meetingId}`, blockChanged, { act: isPassed ? 'vote_adopted' : 'vote_failed', items: await itemsAfter(ctx.tx, meetingId, itemIds), byLabel: null, reason: null })
}

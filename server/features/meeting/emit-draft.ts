import { hiddenChanged } from '#app/contracts/audience.ts'
import { agendaDraftChanged } from '#app/contracts/meeting.ts'
import type { CommandContext } from '#server/command/context.ts'
import { itemView, loadHidden, unitNames } from './views.ts'

/** Tells the editors of a draft the rows that changed. */
export async function emitDraft(ctx: CommandContext, meetingId: string, ids: string[], removedId: string | null = null): Promise<void> {
  const rows = ids.length === 0 ? [] : await ctx.tx.agendaItem.findMany({ where: { id: { in: ids } } })
  const names = await unitNames(ctx.tx, rows.map(r => r.leadUnitId))
  // Lead units read the draft too: what is hidden goes to the desk, where chair, secretaries and the Office are.
  const [hidden, open] = [rows.filter(r => r.isHidden), rows.filter(r => !r.isHidden)]
  const isHiddenGone = removedId !== null && (await ctx.tx.agendaItem.count({ where: { id: removedId, isHidden: true } })) > 0
  if (open.length > 0 || (removedId !== null && !isHiddenGone)) ctx.emit(`agenda:${meetingId}`, agendaDraftChanged, { items: open.map(r => itemView(r, names)), removedId: isHiddenGone ? null : removedId })
  if (hidden.length === 0 && !isHiddenGone) return
  ctx.emit(`desk:${meetingId}`, agendaDraftChanged, { items: hidden.map(r => itemView(r, names)), removedId: isHiddenGone ? removedId : null })
  ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
}


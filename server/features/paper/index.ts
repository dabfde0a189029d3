import { paperAdd, paperAdded, paperRemove, paperRemoved } from '#app/contracts/meeting.ts'
import { hiddenChanged } from '#app/contracts/audience.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { type Handler, handler } from '#server/command/handler.ts'
import { agendaFor } from '#server/features/agenda/facts.ts'
import { loadHidden, paperView } from '#server/features/meeting/views.ts'

/** Thêm tài liệu: the file arrived whole and was looked at before; here it gets its place under an item. */
const addPaper = handler(paperAdd, async (ctx, input) => {
  const { items } = await agendaFor(ctx, input.meetingId, input.itemId)
  const item = items.find(i => i.id === input.itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  const file = await ctx.tx.storedFile.findFirst({ where: { id: input.fileId, uploadedById: ctx.actor.userId } })
  if (!file) throw new Refusal('FILE_NOT_READY')
  if (file.mime !== 'application/pdf') throw new Refusal('FILE_NOT_PDF')
  // The same file on the same item is the same paper: a repeated upload leaves no second copy.
  const twin = await ctx.tx.paper.findFirst({ where: { itemId: input.itemId, removedAt: null, file: { sha256: file.sha256 } } })
  if (twin) return {}
  const position = await ctx.tx.paper.count({ where: { itemId: input.itemId } })
  const paper = await ctx.tx.paper.create({
    data: {
      id: input.paperId,
      meetingId: input.meetingId,
      itemId: input.itemId,
      fileId: file.id,
      title: input.title,
      kind: input.kind,
      position,
      addedById: ctx.actor.userId,
      addedAt: ctx.now,
    },
    include: { file: true },
  })
  for (const stream of await streamsOf(ctx, input.meetingId, item)) ctx.emit(stream, paperAdded, { paper: paperView(paper) })
  return {}
})

/** Whom a paper concerns: the room and the drafting editors; of a hidden item only the desk, which gets the list as a whole too. */
async function streamsOf(ctx: CommandContext, meetingId: string, item: { isHidden: boolean }): Promise<string[]> {
  if (!item.isHidden) return [`meeting:${meetingId}`, `agenda:${meetingId}`]
  ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
  return [`desk:${meetingId}`]
}

/** Gỡ tài liệu: gone from every screen at once; the file stays for the record. */
const removePaper = handler(paperRemove, async (ctx, { meetingId, paperId }) => {
  const paper = await ctx.tx.paper.findFirst({ where: { id: paperId, meetingId, removedAt: null }, include: { item: true } })
  if (!paper) throw new Refusal('NOT_FOUND')
  await agendaFor(ctx, meetingId, paper.itemId)
  await ctx.tx.paper.update({ where: { id: paperId }, data: { removedAt: ctx.now } })
  for (const stream of await streamsOf(ctx, meetingId, paper.item)) ctx.emit(stream, paperRemoved, { paperId })
  return {}
})

export const handlers: Handler[] = [addPaper, removePaper]
export const queries = {}

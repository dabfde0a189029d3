import { paperAdd, paperAdded, paperRemove, paperRemoved } from '#app/contracts/meeting.ts'
import { Refusal } from '#server/command/context.ts'
import { type Handler, handler } from '#server/command/handler.ts'
import { agendaFor } from '#server/features/agenda/facts.ts'
import { paperView } from '#server/features/meeting/views.ts'

/** Thêm tài liệu: the file arrived whole and was looked at before; here it gets its place under an item. */
const addPaper = handler(paperAdd, async (ctx, input) => {
  const { items } = await agendaFor(ctx, input.meetingId, input.itemId)
  if (!items.some(i => i.id === input.itemId)) throw new Refusal('ITEM_NOT_IN_MEETING')
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
  ctx.emit(`meeting:${input.meetingId}`, paperAdded, { paper: paperView(paper) })
  ctx.emit(`agenda:${input.meetingId}`, paperAdded, { paper: paperView(paper) })
  return {}
})

/** Gỡ tài liệu: gone from every screen at once; the file stays for the record. */
const removePaper = handler(paperRemove, async (ctx, { meetingId, paperId }) => {
  const paper = await ctx.tx.paper.findFirst({ where: { id: paperId, meetingId, removedAt: null } })
  if (!paper) throw new Refusal('NOT_FOUND')
  await agendaFor(ctx, meetingId, paper.itemId)
  await ctx.tx.paper.update({ where: { id: paperId }, data: { removedAt: ctx.now } })
  ctx.emit(`meeting:${meetingId}`, paperRemoved, { paperId })
  ctx.emit(`agenda:${meetingId}`, paperRemoved, { paperId })
  return {}
})

export const handlers: Handler[] = [addPaper, removePaper]
export const queries = {}

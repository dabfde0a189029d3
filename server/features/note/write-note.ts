import { MOST_NOTES, noteChanged, noteRemove, noteRestore, noteSave } from '#app/contracts/note.ts'
import { fold } from '#app/domain/search/fold.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { scopeMeeting } from '#server/policies/meeting.ts'
import { scopeNote } from '#server/policies/note.ts'
import { scopePaper } from '#server/policies/paper.ts'

/** Tells the owner's other devices that a note changed; its words stay in its row. */
const tell = (ctx: CommandContext, n: { id: string; meetingId: string; version: number; removedAt: Date | null }): void =>
  ctx.emit(`user:${ctx.actor.userId}`, noteChanged, { noteId: n.id, meetingId: n.meetingId, version: n.version, isRemoved: n.removedAt !== null })

/** Lưu ghi chú: also after the session, for whoever may still see it. */
export const saveNote = handler(noteSave, async (ctx, input) => {
  const { noteId, meetingId, itemId, paperId, page, text, baseVersion } = input
  const known = await ctx.tx.personalNote.findUnique({ where: { id: noteId } })
  // Somebody else's note does not exist, not even as a taken name.
  if (known && known.userId !== ctx.actor.userId) throw new Refusal('NOT_FOUND')
  if (known) {
    if (known.meetingId !== meetingId) throw new Refusal('CONFLICT')
    const { count } = await ctx.tx.personalNote.updateMany({
      where: { id: noteId, version: baseVersion, removedAt: null, ...scopeNote(ctx.actor) },
      data: { text, searchText: fold(text), version: { increment: 1 }, updatedAt: ctx.now },
    })
    if (count === 0) throw new Refusal('NOTE_CHANGED_MEANWHILE')
    tell(ctx, { ...known, version: baseVersion + 1 })
    return { version: baseVersion + 1, updatedAt: ctx.now.getTime() }
  }
  if (baseVersion !== 0) throw new Refusal('NOTE_CHANGED_MEANWHILE')
  const [meeting, item, paper, count] = await Promise.all([
    ctx.tx.meeting.findFirst({ where: { id: meetingId, ...scopeMeeting(ctx.actor) }, select: { id: true } }),
    itemId ? ctx.tx.agendaItem.findFirst({ where: { id: itemId, meetingId }, select: { id: true } }) : null,
    paperId ? ctx.tx.paper.findFirst({ where: { AND: [{ id: paperId, meetingId }, scopePaper(ctx.actor)] }, select: { id: true } }) : null,
    ctx.tx.personalNote.count({ where: { meetingId, removedAt: null, ...scopeNote(ctx.actor) } }),
  ])
  if (!meeting || (itemId && !item) || (paperId && !paper)) throw new Refusal('NOT_FOUND')
  if (count >= MOST_NOTES) throw new Refusal('NOTE_TOO_MANY')
  const row = await ctx.tx.personalNote.create({
    data: { id: noteId, userId: ctx.actor.userId, meetingId, itemId, paperId, page: paperId ? page : null, text, searchText: fold(text), createdAt: ctx.now, updatedAt: ctx.now },
  })
  tell(ctx, row)
  return { version: row.version, updatedAt: ctx.now.getTime() }
})

const setRemoved = async (ctx: CommandContext, noteId: string, removedAt: Date | null) => {
  const known = await ctx.tx.personalNote.findFirst({ where: { id: noteId, ...scopeNote(ctx.actor) } })
  if (!known) throw new Refusal('NOT_FOUND')
  if ((known.removedAt !== null) === (removedAt !== null)) return {}
  const row = await ctx.tx.personalNote.update({ where: { id: noteId }, data: { removedAt, version: { increment: 1 }, updatedAt: ctx.now } })
  tell(ctx, row)
  return {}
}
/** Xóa ghi chú; it may be taken back. */
export const removeNote = handler(noteRemove, (ctx, { noteId }) => setRemoved(ctx, noteId, ctx.now))
/** Lấy lại ghi chú vừa xóa. */
export const restoreNote = handler(noteRestore, (ctx, { noteId }) => setRemoved(ctx, noteId, null))

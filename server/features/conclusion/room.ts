import {
  conclusionAddFile,
  conclusionComment,
  conclusionCommented,
  conclusionFilesChanged,
  conclusionRemoveFile,
  conclusionRenameFile,
  conclusionSettleComment,
} from '#app/contracts/conclusion.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { sightOf } from '#server/policies/conclusion.ts'
import { roleIn } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { tellAgreed } from './agree.ts'
import { filesOf } from './conclusions.ts'
import { lockConclusion } from './document.ts'
import { seenBy } from './line-view.ts'
import { demandOpen } from './open.ts'

// What the room adds to a conclusion: comments to the desk, files.

type CommentRow = { id: string; itemId: string; lineId: string | null; byLabel: string; text: string; at: Date; settledAt: Date | null }
export const commentView = (c: CommentRow) => ({ id: c.id, itemId: c.itemId, lineId: c.lineId, byLabel: c.byLabel, text: c.text, at: c.at.getTime(), settledAt: c.settledAt?.getTime() ?? null })

/** Góp ý kết luận: on a line by whoever may see it, on the whole by members. It goes to the desk only. */
export const comment = handler(conclusionComment, async (ctx, input) => {
  const { meeting, me } = await meetingFor(ctx, input.meetingId, 'attend', 'share')
  demandOpen(meeting)
  if (!me) throw new Refusal('FORBIDDEN')
  const sight = sightOf(ctx.actor, roleIn(meeting, me))
  const item = await ctx.tx.agendaItem.findFirst({ where: { id: input.itemId, meetingId: input.meetingId }, select: { id: true } })
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  let isSeen = sight.agreed
  if (input.lineId) {
    const line = await ctx.tx.conclusionLine.findFirst({ where: { id: input.lineId, itemId: input.itemId }, include: { item: { select: { isHidden: true } } } })
    // A line this person may not see does not exist for them.
    if (!line) throw new Refusal('NOT_FOUND')
    const mine = unitsOf(ctx.actor)
    isSeen = sight.live || (sight.named && seenBy(line).some(id => mine.includes(id))) || (sight.agreed && line.agreed !== null)
    if (!isSeen) throw new Refusal('NOT_FOUND')
  }
  if (!isSeen) throw new Refusal('FORBIDDEN')
  if (await ctx.tx.conclusionComment.findUnique({ where: { id: input.commentId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const row = await ctx.tx.conclusionComment.create({
    data: { id: input.commentId, meetingId: input.meetingId, itemId: input.itemId, lineId: input.lineId ?? null, userId: ctx.actor.userId, byLabel: me.label, text: input.text, at: ctx.now },
  })
  ctx.emit(`desk:${input.meetingId}`, conclusionCommented, { comment: commentView(row) })
  return {}
})

export const settleComment = handler(conclusionSettleComment, async (ctx, input) => {
  await meetingFor(ctx, input.meetingId, 'desk', 'share')
  const row = await ctx.tx.conclusionComment.findFirst({ where: { id: input.commentId, meetingId: input.meetingId } })
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.settledAt) return {}
  const settled = await ctx.tx.conclusionComment.update({ where: { id: row.id }, data: { settledAt: ctx.now } })
  ctx.emit(`desk:${input.meetingId}`, conclusionCommented, { comment: commentView(settled) })
  return {}
})

async function filesChanged(ctx: CommandContext, meetingId: string, itemId: string): Promise<void> {
  ctx.emit(`desk:${meetingId}`, conclusionFilesChanged, { itemId, files: await filesOf(ctx.tx, { itemId }) })
  await tellAgreed(ctx, { meetingId, itemId }, 'files')
}

/** Đính kèm tệp: it arrived whole, and the guard of secret marks has seen it. */
export const addFile = handler(conclusionAddFile, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'desk', 'share')
  demandOpen(meeting)
  const item = await ctx.tx.agendaItem.findFirst({ where: { id: input.itemId, meetingId: input.meetingId }, select: { id: true } })
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  const file = await ctx.tx.storedFile.findFirst({ where: { id: input.fileId, uploadedById: ctx.actor.userId } })
  if (!file) throw new Refusal('FILE_NOT_READY')
  await lockConclusion(ctx, input.itemId)
  const twin = await ctx.tx.conclusionFile.findFirst({ where: { itemId: input.itemId, removedAt: null, file: { sha256: file.sha256 } } })
  if (twin) return {}
  if (await ctx.tx.conclusionFile.findUnique({ where: { id: input.id }, select: { id: true } })) throw new Refusal('CONFLICT')
  await ctx.tx.conclusionFile.create({
    data: { id: input.id, meetingId: input.meetingId, itemId: input.itemId, fileId: file.id, title: input.title, addedById: ctx.actor.userId, addedAt: ctx.now },
  })
  await filesChanged(ctx, input.meetingId, input.itemId)
  return {}
})

async function fileFor(ctx: CommandContext, input: { meetingId: string; id: string }) {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'desk', 'share')
  demandOpen(meeting)
  const file = await ctx.tx.conclusionFile.findFirst({ where: { id: input.id, meetingId: input.meetingId, removedAt: null } })
  if (!file) throw new Refusal('NOT_FOUND')
  return file
}

export const renameFile = handler(conclusionRenameFile, async (ctx, input) => {
  const file = await fileFor(ctx, input)
  await ctx.tx.conclusionFile.update({ where: { id: file.id }, data: { title: input.title } })
  await filesChanged(ctx, input.meetingId, file.itemId)
  return {}
})

/** Gỡ tệp: gone from every screen at once; the bytes stay for the record. */
export const removeFile = handler(conclusionRemoveFile, async (ctx, input) => {
  const file = await fileFor(ctx, input)
  await ctx.tx.conclusionFile.update({ where: { id: file.id }, data: { removedAt: ctx.now } })
  await filesChanged(ctx, input.meetingId, file.itemId)
  return {}
})

import type { z } from 'zod'
import type { NoteView } from '#app/contracts/note.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { scopeMeeting } from '#server/policies/meeting.ts'
import { scopeNote } from '#server/policies/note.ts'

/** The person's own notes of one session, newest first, and the number from which the own stream goes on. */
async function noteList(ctx: QueryContext, args: { meetingId: string }) {
  const meeting = await ctx.db.meeting.findFirst({ where: { id: args.meetingId, ...scopeMeeting(ctx.actor) }, select: { id: true } })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const seq = await streamHead(ctx.db, `user:${ctx.actor.userId}`)
  const rows = await ctx.db.personalNote.findMany({ where: { meetingId: meeting.id, removedAt: null, ...scopeNote(ctx.actor) }, orderBy: { updatedAt: 'desc' } })
  const notes: z.output<typeof NoteView>[] = rows.map(r => ({ id: r.id, itemId: r.itemId, paperId: r.paperId, page: r.page, text: r.text, version: r.version, updatedAt: r.updatedAt.getTime() }))
  return { notes, seq }
}

export const queries = { 'note.list': noteList }

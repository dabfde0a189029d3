import type { z } from 'zod'
import { speakingCorrect, speakingCorrected, speakingNote, speakingNoted, type SpeechCorrectionView, type SpeechNoteView } from '#app/contracts/speaking.ts'
import { checkTimes } from '#app/domain/meeting/speaking.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'
import { v7 as uuid } from 'uuid'
import { requestOf, tellRoom } from './facts.ts'

type NoteRow = { requestId: string; text: string; version: number; byLabel: string; updatedAt: Date }
type CorrectionRow = { id: string; requestId: string; oldStartedAt: Date; oldEndedAt: Date; startedAt: Date; endedAt: Date; reason: string; byLabel: string; at: Date }

const noteView = (n: NoteRow): z.output<typeof SpeechNoteView> => ({ requestId: n.requestId, text: n.text, version: n.version, byLabel: n.byLabel, at: n.updatedAt.getTime() })
const correctionView = (c: CorrectionRow): z.output<typeof SpeechCorrectionView> => ({
  id: c.id,
  requestId: c.requestId,
  oldStartedAt: c.oldStartedAt.getTime(),
  oldEndedAt: c.oldEndedAt.getTime(),
  startedAt: c.startedAt.getTime(),
  endedAt: c.endedAt.getTime(),
  reason: c.reason,
  byLabel: c.byLabel,
  at: c.at.getTime(),
})

/** Sửa giờ của một lượt đã xong: the room sees the new times, the desk keeps the old ones beside the reason. */
export const correctTimes = handler(speakingCorrect, async (ctx, { meetingId, requestId, startedAt, endedAt, reason }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'record')
  const row = await requestOf(ctx, meetingId, requestId)
  if (row.status !== 'done' || !row.startedAt || !row.endedAt) throw new Refusal('SPEAKING_WRONG_STATE')
  const verdict = checkTimes({ startedAt, endedAt, pausedMs: row.pausedMs, openedAt: meeting.openedAt?.getTime() ?? 0, now: ctx.now.getTime() })
  if (!verdict.ok) throw new Refusal(verdict.code, {}, { endedAt: verdict.code })
  const times = { startedAt: new Date(startedAt), endedAt: new Date(endedAt) }
  const correction = await ctx.tx.speakingCorrection.create({
    data: { id: uuid(), meetingId, requestId, oldStartedAt: row.startedAt, oldEndedAt: row.endedAt, ...times, reason, byId: ctx.actor.userId, byLabel: ctx.actor.displayName, at: ctx.now },
  })
  await tellRoom(ctx, meetingId, [await ctx.tx.speakingRequest.update({ where: { id: row.id }, data: times })])
  ctx.emit(`desk:${meetingId}`, speakingCorrected, { correction: correctionView(correction) })
  return {}
})

/** Ghi chú về một lượt: written over another's newer text it is refused. */
export const noteSpeech = handler(speakingNote, async (ctx, { meetingId, requestId, text, baseVersion }) => {
  await meetingFor(ctx, meetingId, 'desk', 'share')
  await requestOf(ctx, meetingId, requestId)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "SpeakingRequest" WHERE id = $1::uuid FOR UPDATE`, requestId)
  const before = await ctx.tx.speakingNote.findUnique({ where: { requestId }, select: { version: true } })
  if ((before?.version ?? 0) !== baseVersion) throw new Refusal('SPEAKING_NOTE_CHANGED', { version: before?.version ?? 0 })
  const data = { text, version: baseVersion + 1, updatedById: ctx.actor.userId, byLabel: ctx.actor.displayName, updatedAt: ctx.now }
  const note = await ctx.tx.speakingNote.upsert({ where: { requestId }, create: { requestId, meetingId, ...data }, update: data })
  ctx.emit(`desk:${meetingId}`, speakingNoted, { note: noteView(note) })
  return { version: note.version }
})

/** Sổ phát biểu của bàn thư ký: notes and corrections; the turns themselves are in the session's view. */
export async function speakingDesk(ctx: QueryContext, args: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId }, select: { presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const where = { meetingId: args.meetingId }
  const [notes, corrections] = await Promise.all([
    ctx.db.speakingNote.findMany({ where }),
    ctx.db.speakingCorrection.findMany({ where, orderBy: { at: 'asc' } }),
  ])
  return { notes: notes.map(noteView), corrections: corrections.map(correctionView) }
}

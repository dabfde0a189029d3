import { speakingTypeBack } from '#app/contracts/typed.ts'
import { decideTypedSpeech } from '#app/domain/meeting/typed.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { sessionItems } from '#server/features/meeting/views.ts'
import { markTyped, spanOf, staysOf } from '#server/features/typed/mark.ts'
import { tellRoom } from './facts.ts'

/** Ghi từ giấy – một lượt phát biểu. */
export const typeBackSpeech = handler(speakingTypeBack, async (ctx, input) => {
  const { meetingId } = input
  const { meeting } = await meetingFor(ctx, meetingId, 'record')
  const [items, person, others, taken] = await Promise.all([
    sessionItems(ctx.tx, meetingId),
    ctx.tx.meetingParticipant.findFirst({ where: { id: input.participantId, meetingId }, include: { intervals: true } }),
    ctx.tx.speakingRequest.findMany({ where: { meetingId, status: { in: ['speaking', 'done'] }, startedAt: { not: null } }, select: { startedAt: true, endedAt: true } }),
    ctx.tx.speakingRequest.findUnique({ where: { id: input.requestId }, select: { id: true } }),
  ])
  if (!items.some(i => i.id === input.itemId)) throw new Refusal('ITEM_NOT_IN_MEETING')
  if (!person) throw new Refusal('NOT_FOUND')
  if (taken) throw new Refusal('CONFLICT')
  const verdict = decideTypedSpeech(spanOf(meeting), input, staysOf(person.intervals), others.map(o => ({ startedAt: o.startedAt?.getTime() ?? 0, endedAt: o.endedAt?.getTime() ?? null })), ctx.now.getTime())
  if (!verdict.ok) throw new Refusal(verdict.code, { ...verdict.params, who: person.label }, { startedAt: verdict.code })
  const startedAt = new Date(input.startedAt)
  const row = await ctx.tx.speakingRequest.create({
    data: { id: input.requestId, meetingId, itemId: input.itemId, participantId: person.id, subject: input.subject, status: 'done', requestedAt: startedAt, calledAt: startedAt, startedAt, endedAt: new Date(input.endedAt) },
  })
  await tellRoom(ctx, meetingId, [row])
  await markTyped(ctx, meetingId, input.reason, [{ kind: 'speech', refId: row.id, who: person.label, whoId: person.id, itemId: row.itemId, quote: row.subject || null }])
  return {}
})

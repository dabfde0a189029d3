import { speakingRequest } from '#app/contracts/meeting.ts'
import { speakingDesignate } from '#app/contracts/speaking.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { limitSeconds, type SpeakingKind } from '#app/domain/meeting/speaking.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { enterQueue } from './enter-queue.ts'
import { itemInHand, tellRoom } from './facts.ts'
import { rulesOf } from './setup.ts'

/** Đăng ký phát biểu, chất vấn, trả lời, điểm trật tự on the item in discussion. */
export const requestSpeaking = handler(speakingRequest, async (ctx, input) => {
  const { meeting, me } = await meetingFor(ctx, input.meetingId, 'speak', 'share')
  return enterQueue(ctx, meeting, mustBeListed(me, ctx.actor), input)
})

/**
 * Chỉ định phát biểu, trình bày, trả lời: the chair's word opens the way for anybody present, a guest too. Whoever already
 * waits with the same kind is called with what they wrote.
 */
export const designateSpeaker = handler(speakingDesignate, async (ctx, { meetingId, itemId: shown, requestId, participantId, kind, questionId, subject = '' }) => {
  const { meeting, isVoteOpen } = await meetingFor(ctx, meetingId, 'control')
  demand(mustRun(meeting.status as MeetingState))
  const itemId = await itemInHand(ctx, meeting, shown)
  if (isVoteOpen) throw new Refusal('SPEAKING_VOTE_OPEN')
  const [person, taken, question] = await Promise.all([
    ctx.tx.meetingParticipant.findFirst({ where: { id: participantId, meetingId }, include: { intervals: { where: { leftAt: null }, select: { id: true } } } }),
    ctx.tx.speakingRequest.findUnique({ where: { id: requestId }, select: { id: true } }),
    questionId ? ctx.tx.speakingRequest.findFirst({ where: { id: questionId, itemId, kind: 'question' }, select: { id: true, status: true } }) : null,
  ])
  if (!person) throw new Refusal('NOT_FOUND')
  if (taken) throw new Refusal('CONFLICT')
  if (person.role === 'observer') throw new Refusal('SPEAKING_OBSERVER')
  if (person.intervals.length === 0) throw new Refusal('SPEAKING_PERSON_ABSENT', { who: person.label })
  if (kind === 'answer' && !question) throw new Refusal('SPEAKING_QUESTION_REQUIRED')
  const standing = await ctx.tx.speakingRequest.findFirst({
    where: { participantId, itemId, kind, status: { in: ['waiting', 'called', 'speaking'] } },
  })
  if (standing && standing.status !== 'waiting') throw new Refusal('SPEAKING_ALREADY_WAITING')
  const called = { status: 'called', calledAt: ctx.now }
  const row = standing
    ? await ctx.tx.speakingRequest.update({ where: { id: standing.id }, data: called })
    : await ctx.tx.speakingRequest.create({
        data: {
          ...called,
          id: requestId,
          meetingId,
          itemId,
          participantId,
          kind,
          subject,
          requestedAt: ctx.now,
          isDesignated: true,
          questionId: question?.id ?? null,
          limitSeconds: limitSeconds(kind as SpeakingKind, await rulesOf(ctx.tx, meetingId, await ruleOf(ctx.tx, meeting))),
        },
      })
  await tellRoom(ctx, meetingId, [row])
  return { requestId: row.id }
})

import { speakingRequest } from '#app/contracts/meeting.ts'
import { speakingDesignate } from '#app/contracts/speaking.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { canRequest, doorOfKind, limitSeconds, type SpeakingKind, type SpeakingRefusal, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { demandGuestMaySpeak } from '#server/features/audience/facts.ts'
import { hasOpenVote, meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { itemInHand, tellRoom } from './facts.ts'
import { doorState, rulesOf } from './setup.ts'

/** Codes that belong to a field of the form, so that the form can say it there. */
const fieldOf: Partial<Record<SpeakingRefusal, string>> = { SPEAKING_TO_REQUIRED: 'to', SPEAKING_SUBJECT_REQUIRED: 'subject' }

/** Đăng ký phát biểu, chất vấn, trả lời, điểm trật tự on the item in discussion. */
export const requestSpeaking = handler(speakingRequest, async (ctx, { meetingId, requestId, subject, kind = 'speech', itemId: shown, to, questionId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'speak', 'share')
  const self = mustBeListed(me, ctx.actor)
  demand(mustRun(meeting.status as MeetingState))
  if (await ctx.tx.speakingRequest.findUnique({ where: { id: requestId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const itemId = await itemInHand(ctx, meeting, shown)
  if (self.role === 'guest') await demandGuestMaySpeak(ctx, meeting, self.id)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "MeetingParticipant" WHERE id = $1::uuid FOR UPDATE`, self.id)
  const rules = await rulesOf(ctx.tx, meetingId, await ruleOf(ctx.tx, meeting))
  const doorKind = doorOfKind[kind]
  const [stays, own, door, target, question] = await Promise.all([
    ctx.tx.attendanceInterval.count({ where: { participantId: self.id, leftAt: null } }),
    ctx.tx.speakingRequest.findMany({ where: { participantId: self.id, itemId, kind }, select: { status: true } }),
    doorKind ? doorState(ctx.tx, itemId, doorKind, rules) : ('open' as const),
    kind === 'question' && to ? askedOf(ctx, meetingId, to) : null,
    kind === 'answer' && questionId ? ctx.tx.speakingRequest.findFirst({ where: { id: questionId, itemId, kind: 'question' } }) : null,
  ])
  const verdict = canRequest({
    isPresent: stays > 0,
    ownStates: own.map(o => o.status as SpeakingState),
    kind,
    role: self.role,
    guestsMayAsk: rules.guestsMayAsk,
    door,
    hasTarget: to !== undefined,
    hasSubject: subject !== '',
    question: question && {
      state: question.status as SpeakingState,
      isAskedOfMe: question.toParticipantId === self.id || (question.toParticipantId === null && question.toLabel === self.unitName),
    },
  })
  if (!verdict.ok) throw new Refusal(verdict.code, {}, fieldOf[verdict.code] ? { [fieldOf[verdict.code] as string]: verdict.code } : {})
  if (to && kind === 'question' && !target) throw new Refusal('SPEAKING_TO_UNKNOWN', {}, { to: 'SPEAKING_TO_UNKNOWN' })
  const row = await ctx.tx.speakingRequest.create({
    data: {
      id: requestId,
      meetingId,
      itemId,
      participantId: self.id,
      kind,
      subject,
      requestedAt: ctx.now,
      limitSeconds: limitSeconds(kind, rules),
      toParticipantId: target?.participantId ?? null,
      toLabel: target?.label ?? null,
      questionId: question?.id ?? null,
    },
  })
  await tellRoom(ctx, meetingId, [row])
  return {}
})

/** Whom a question is put to: a person of this list, or a unit that exists. */
async function askedOf(ctx: CommandContext, meetingId: string, to: { participantId: string } | { unitName: string }) {
  if ('participantId' in to) {
    const p = await ctx.tx.meetingParticipant.findFirst({ where: { id: to.participantId, meetingId }, select: { id: true, label: true } })
    return p && { participantId: p.id, label: p.label }
  }
  const unit = await ctx.tx.orgUnit.findFirst({ where: { name: to.unitName, validTo: null }, select: { name: true } })
  return unit && { participantId: null, label: unit.name }
}

/**
 * Chỉ định phát biểu, trình bày, trả lời: the chair's word opens the way for anybody present, a guest too. Whoever already
 * waits with the same kind is called with what they wrote.
 */
export const designateSpeaker = handler(speakingDesignate, async (ctx, { meetingId, itemId: shown, requestId, participantId, kind, questionId, subject = '' }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  demand(mustRun(meeting.status as MeetingState))
  const itemId = await itemInHand(ctx, meeting, shown)
  if (await hasOpenVote(ctx, meetingId)) throw new Refusal('SPEAKING_VOTE_OPEN')
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

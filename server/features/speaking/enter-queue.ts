import type { ParsedOf } from '#app/contracts/define.ts'
import type { speakingRequest } from '#app/contracts/meeting.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { canRequest, doorOfKind, limitSeconds, type SpeakingRefusal, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { demandGuestMaySpeak } from '#server/features/audience/facts.ts'
import type { meetingFor } from '#server/features/meeting/facts.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { itemInHand, tellRoom } from './facts.ts'
import { doorState, rulesOf } from './setup.ts'

/** Codes that belong to a field of the form, so that the form can say it there. */
const fieldOf: Partial<Record<SpeakingRefusal, string>> = { SPEAKING_TO_REQUIRED: 'to', SPEAKING_SUBJECT_REQUIRED: 'subject' }

type Entry = ParsedOf<typeof speakingRequest>
type Person = { id: string; role: string; unitName: string | null }

/**
 * A person's place in the queue, asked by themselves or, at a commune's room, by its clerk: the same rules either way.
 * `as` may speak for another role than the list's, where somebody vouches for it.
 */
export async function enterQueue(ctx: CommandContext, meeting: Awaited<ReturnType<typeof meetingFor>>['meeting'], self: Person, { meetingId, requestId, subject, kind = 'speech', itemId: shown, to, questionId }: Entry, as = self.role): Promise<Record<string, never>> {
  demand(mustRun(meeting.status as MeetingState))
  if (await ctx.tx.speakingRequest.findUnique({ where: { id: requestId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const itemId = await itemInHand(ctx, meeting, shown)
  if (as === 'guest') await demandGuestMaySpeak(ctx, meeting, self.id)
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
    role: as,
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
}

/** Whom a question is put to: a person of this list, or a unit that exists. */
async function askedOf(ctx: CommandContext, meetingId: string, to: { participantId: string } | { unitName: string }) {
  if ('participantId' in to) {
    const p = await ctx.tx.meetingParticipant.findFirst({ where: { id: to.participantId, meetingId }, select: { id: true, label: true } })
    return p && { participantId: p.id, label: p.label }
  }
  const unit = await ctx.tx.orgUnit.findFirst({ where: { name: to.unitName, validTo: null }, select: { name: true } })
  return unit && { participantId: null, label: unit.name }
}


import type { ParsedOf } from '#app/contracts/define.ts'
import type { speakingRequest } from '#app/contracts/meeting.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { canRequest, doorOfKind, limitSeconds, type SpeakingRefusal, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import { demandGuestMaySpeak } from '#server/features/audience/facts.ts'
import type { meetingFor } from '#server/features/meeting/facts.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { itemInHand, tellRoom } from './facts.ts'
import { doorAndRules } from './setup.ts'

/** Codes that belong to a field of the form, so that the form can say it there. */
const fieldOf: Partial<Record<SpeakingRefusal, string>> = { SPEAKING_TO_REQUIRED: 'to', SPEAKING_SUBJECT_REQUIRED: 'subject' }

type Entry = ParsedOf<typeof speakingRequest>
type Person = { id: string; role: string; unitName: string | null; label: string }

/**
 * A person's place in the queue, asked by themselves or, at a commune's room, by its clerk: the same rules either way.
 * `as` may speak for another role than the list's, where somebody vouches for it.
 */
export async function enterQueue(ctx: CommandContext, meeting: Awaited<ReturnType<typeof meetingFor>>['meeting'], self: Person, { meetingId, requestId, subject, kind = 'speech', itemId: shown, to, questionId }: Entry, as = self.role): Promise<Record<string, never>> {
  demand(mustRun(meeting.status as MeetingState))
  const itemId = await itemInHand(ctx, meeting, shown)
  if (as === 'guest') await demandGuestMaySpeak(ctx, meeting, self.id)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "MeetingParticipant" WHERE id = $1::uuid FOR UPDATE`, self.id)
  const doorKind = doorOfKind[kind]
  const [standing, { rules, door }, target, question] = await Promise.all([
    standingOf(ctx, { requestId, participantId: self.id, itemId, kind }),
    // A kind without a door of its own is always let in; it still has the rules' minutes.
    doorAndRules(ctx.tx, meetingId, itemId, doorKind ?? 'speech', await ruleOf(ctx.tx, meeting)),
    kind === 'question' && to ? askedOf(ctx, meetingId, to) : null,
    kind === 'answer' && questionId ? ctx.tx.speakingRequest.findFirst({ where: { id: questionId, itemId, kind: 'question' } }) : null,
  ])
  if (standing.isTaken) throw new Refusal('CONFLICT')
  const verdict = canRequest({
    isPresent: standing.isPresent,
    ownStates: standing.ownStates,
    kind,
    role: as,
    guestsMayAsk: rules.guestsMayAsk,
    door: doorKind ? door : 'open',
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
  await tellRoom(ctx, meetingId, [{ ...row, label: self.label }])
  return {}
}

/** How somebody stands to a request they make, in one read after their row is locked: is its id new, are they in the room, what have they asked before. */
async function standingOf(ctx: CommandContext, r: { requestId: string; participantId: string; itemId: string; kind: string }) {
  const [row] = await ctx.tx.$queryRawUnsafe<{ isTaken: boolean; isPresent: boolean; ownStates: SpeakingState[] }[]>(
    `SELECT EXISTS (SELECT 1 FROM "SpeakingRequest" WHERE id = $1::uuid) AS "isTaken",
            EXISTS (SELECT 1 FROM "AttendanceInterval" WHERE "participantId" = $2::uuid AND "leftAt" IS NULL) AS "isPresent",
            ARRAY(SELECT status FROM "SpeakingRequest" WHERE "participantId" = $2::uuid AND "itemId" = $3::uuid AND kind = $4) AS "ownStates"`,
    r.requestId,
    r.participantId,
    r.itemId,
    r.kind,
  )
  return row ?? { isTaken: false, isPresent: false, ownStates: [] }
}

/** Whom a question is put to: a person of this list, or a unit that exists. */
async function askedOf(ctx: CommandContext, meetingId: string, to: { participantId: string } | { unitName: string }) {
  if ('participantId' in to) {
    const p = await ctx.tx.meetingParticipant.findFirst({ where: { id: to.participantId, meetingId }, select: { id: true, label: true } })
    return p && { participantId: p.id, label: p.label }
  }
  const unit = await ctx.tx.orgUnit.findFirst({ where: { name: to.unitName, ...inForce(ctx.now) }, select: { name: true } })
  return unit && { participantId: null, label: unit.name }
}


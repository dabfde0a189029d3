import { speakingCall, speakingChanged, speakingDecline, speakingStart, speakingStop, speakingWithdraw } from '#app/contracts/meeting.ts'
import { decideSpeakingAct, type SpeakingAct, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { hasOpenVote, meetingFor } from '#server/features/meeting/facts.ts'
import { speakingView } from '#server/features/meeting/views.ts'

type On = { meetingId: string; requestId: string; reason?: string }

/** Rút đăng ký is the member's own act; mời, bắt đầu, kết thúc, bác bỏ are the chair's or the secretary's. */
export const withdrawSpeaking = handler(speakingWithdraw, (ctx, input) => act(ctx, input, 'withdraw'))
export const callSpeaker = handler(speakingCall, (ctx, input) => act(ctx, input, 'call'))
export const startSpeech = handler(speakingStart, (ctx, input) => act(ctx, input, 'start'))
export const stopSpeech = handler(speakingStop, (ctx, input) => act(ctx, input, 'stop'))
export const declineSpeaker = handler(speakingDecline, (ctx, input) => act(ctx, input, 'decline'))

async function act(ctx: CommandContext, input: On, what: SpeakingAct) {
  const { me } = await meetingFor(ctx, input.meetingId, what === 'withdraw' ? 'speak' : 'control')
  const row = await ctx.tx.speakingRequest.findFirst({ where: { id: input.requestId, meetingId: input.meetingId } })
  if (!row) throw new Refusal('NOT_FOUND')
  const speaking = await ctx.tx.speakingRequest.count({ where: { meetingId: input.meetingId, status: 'speaking', id: { not: row.id } } })
  const verdict = decideSpeakingAct({
    state: row.status as SpeakingState,
    act: what,
    isOwn: me?.id === row.participantId,
    isAnotherSpeaking: speaking > 0,
    isVoteOpen: await hasOpenVote(ctx, input.meetingId),
  })
  if (!verdict.ok) throw new Refusal(verdict.code)
  const changed = await ctx.tx.speakingRequest.update({
    where: { id: row.id },
    data: {
      status: verdict.to,
      ...(what === 'call' ? { calledAt: ctx.now } : {}),
      ...(what === 'start' ? { startedAt: ctx.now } : {}),
      ...(what === 'stop' || what === 'withdraw' || what === 'decline' ? { endedAt: ctx.now } : {}),
      ...(what === 'decline' ? { declineReason: input.reason ?? null } : {}),
    },
  })
  const owner = await ctx.tx.meetingParticipant.findUniqueOrThrow({ where: { id: row.participantId }, select: { label: true } })
  ctx.emit(`meeting:${input.meetingId}`, speakingChanged, { request: speakingView(changed, owner.label) })
  return {}
}

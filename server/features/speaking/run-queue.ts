import { speakingCall, speakingDecline, speakingStart, speakingStop, speakingWithdraw } from '#app/contracts/meeting.ts'
import { speakingExtend, speakingMove, speakingMoved, speakingPauseClock, speakingResumeClock, speakingTakeBack } from '#app/contracts/speaking.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { decideSpeakingAct, doorOfKind, queueOrder, reorder, type SpeakingAct, type SpeakingKind, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { ruleOf, speakingView } from '#server/features/meeting/views.ts'
import { ended, stood } from './end-speech.ts'
import { itemInHand, requestInQueue, requestOf, tellRoom } from './facts.ts'
import { doorAndRules } from './setup.ts'

type On = { meetingId: string; requestId: string; reason?: string }

/** Rút đăng ký is the member's own act; mời, bắt đầu, kết thúc, bác bỏ, lấy lại are the chair's or the secretary's. */
export const withdrawSpeaking = handler(speakingWithdraw, (ctx, input) => act(ctx, input, 'withdraw'))
export const callSpeaker = handler(speakingCall, (ctx, input) => act(ctx, input, 'call'))
export const startSpeech = handler(speakingStart, (ctx, input) => act(ctx, input, 'start'))
export const stopSpeech = handler(speakingStop, (ctx, input) => act(ctx, input, 'stop'))
export const declineSpeaker = handler(speakingDecline, (ctx, input) => act(ctx, input, 'decline'))
export const takeBackCall = handler(speakingTakeBack, (ctx, input) => act(ctx, input, 'takeBack'))

async function act(ctx: CommandContext, input: On, what: SpeakingAct) {
  const { meetingId } = input
  const { meeting, me, isVoteOpen } = await meetingFor(ctx, meetingId, what === 'withdraw' ? 'speak' : 'control')
  const { row, others } = await requestInQueue(ctx, meetingId, input.requestId)
  const kind = row.kind as SpeakingKind
  const begins = what === 'call' || what === 'start'
  if (begins) demand(mustRun(meeting.status as MeetingState))
  // Withdrawing and ending hurt nobody late; everything else belongs to the item in hand.
  if (what !== 'withdraw' && what !== 'stop') await itemInHand(ctx, meeting, row.itemId)
  const doorKind = doorOfKind[kind]
  const verdict = decideSpeakingAct({
    state: row.status as SpeakingState,
    act: what,
    kind,
    isOwn: me?.id === row.participantId,
    isAnotherSpeaking: others.length > 0,
    isVoteOpen: begins && isVoteOpen,
    ...(begins && doorKind ? { door: (await doorAndRules(ctx.tx, meetingId, row.itemId, doorKind, await ruleOf(ctx.tx, meeting))).door } : {}),
  })
  if (!verdict.ok) throw new Refusal(verdict.code)
  // A point of order interrupts: whoever spoke keeps the turn, and loses no second of it.
  const interrupted = what === 'start' && kind === 'order' ? others.filter(o => o.pausedAt === null) : []
  const stopped = await Promise.all(interrupted.map(async o => ({ ...(await ctx.tx.speakingRequest.update({ where: { id: o.id }, data: { pausedAt: ctx.now } })), label: o.label })))
  const changed = await ctx.tx.speakingRequest.update({
    where: { id: row.id },
    data: {
      status: verdict.to,
      ...(what === 'call' ? { calledAt: ctx.now } : {}),
      ...(what === 'start' ? { startedAt: ctx.now } : {}),
      ...(what === 'stop' ? ended(row, ctx.now) : {}),
      ...(what === 'withdraw' || what === 'decline' ? { endedAt: ctx.now } : {}),
      ...(what === 'decline' ? { declineReason: input.reason ?? null } : {}),
      ...(what === 'takeBack' ? { calledAt: null, endedAt: null, declineReason: null } : {}),
    },
  })
  await tellRoom(ctx, meetingId, [...stopped, { ...changed, label: row.label }])
  return {}
}

/** Sắp lại thứ tự: all who wait get their place, so that the next to ask stands behind them. Undone by moving back. */
export const moveInQueue = handler(speakingMove, async (ctx, { meetingId, requestId, beforeId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  const row = await requestOf(ctx, meetingId, requestId)
  await itemInHand(ctx, meeting, row.itemId)
  const waiting = await ctx.tx.speakingRequest.findMany({ where: { itemId: row.itemId, status: 'waiting' } })
  const order = reorder(queueOrder(waiting.map(w => speakingView(w, ''))).map(w => w.id), requestId, beforeId)
  if (!order) throw new Refusal('SPEAKING_WRONG_STATE')
  await ctx.tx.$executeRawUnsafe(
    `UPDATE "SpeakingRequest" r SET position = t.n FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, n) WHERE r.id = t.id`,
    order,
  )
  ctx.emit(`meeting:${meetingId}`, speakingMoved, { itemId: row.itemId, positions: Object.fromEntries(order.map((id, i) => [id, i + 1])) })
  return {}
})

/** Dừng đồng hồ, chạy tiếp: what stood is not the speaker's time. */
export const pauseClock = handler(speakingPauseClock, (ctx, input) => clock(ctx, input, true))
export const resumeClock = handler(speakingResumeClock, (ctx, input) => clock(ctx, input, false))

async function clock(ctx: CommandContext, { meetingId, requestId }: On, isToStand: boolean) {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  if (!isToStand) demand(mustRun(meeting.status as MeetingState))
  const row = await requestOf(ctx, meetingId, requestId)
  if (row.status !== 'speaking') throw new Refusal('SPEAKING_WRONG_STATE')
  if ((row.pausedAt !== null) === isToStand) throw new Refusal('SPEAKING_CLOCK_STATE')
  if (!isToStand) {
    const running = await ctx.tx.speakingRequest.count({ where: { meetingId, status: 'speaking', pausedAt: null } })
    if (running > 0) throw new Refusal('SPEAKING_ANOTHER_SPEAKS')
  }
  const data = isToStand ? { pausedAt: ctx.now } : { pausedAt: null, pausedMs: row.pausedMs + stood(row, ctx.now) }
  await tellRoom(ctx, meetingId, [await ctx.tx.speakingRequest.update({ where: { id: row.id }, data })])
  return {}
}

/** Thêm phút: for who waits, is called or speaks. */
export const extendSpeech = handler(speakingExtend, async (ctx, { meetingId, requestId, minutes }) => {
  await meetingFor(ctx, meetingId, 'control')
  const row = await requestOf(ctx, meetingId, requestId)
  if (row.status !== 'speaking' && row.status !== 'called' && row.status !== 'waiting') throw new Refusal('SPEAKING_WRONG_STATE')
  await tellRoom(ctx, meetingId, [await ctx.tx.speakingRequest.update({ where: { id: row.id }, data: { limitSeconds: row.limitSeconds + minutes * 60 } })])
  return {}
})

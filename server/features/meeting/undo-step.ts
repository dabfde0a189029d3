import { hiddenChanged } from '#app/contracts/audience.ts'
import { meetingUndoStep, stepChanged, stepUndone } from '#app/contracts/flow.ts'
import { decideUndo } from '#app/domain/meeting/flow.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { pauseSpeech as standClocks, resumeSpeech as runClocks } from '#server/features/speaking/end-speech.ts'
import { meetingFor } from './facts.ts'
import { lastStep, type Snapshot, snapshot, type StepAct } from './steps.ts'
import { itemsAfter, loadHidden, meetingView, presence, quorumOf, speakingView } from './views.ts'

const at = (value: number | null): Date | null => (value === null ? null : new Date(value))

/** What must still be as the step left it: the head's state and each item's; a page shown meanwhile doesn't matter. */
const mark = (s: Snapshot): string =>
  JSON.stringify([
    s.meeting.status,
    s.meeting.currentItemId,
    s.meeting.pausedAt,
    s.meeting.endedAt,
    Object.entries(s.items)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, i]) => [id, i.status, i.startedAt, i.endedAt, i.spentSeconds, i.adoptedAt]),
  ])

/**
 * Hoàn tác bước cuối: what the step changed stands again as before it, clocks included, as if it had not been done. An ended
 * session opens again with its people still in the room; the time between is taken out of the running item's clock.
 */
export const undoStep = handler(meetingUndoStep, async (ctx, { meetingId, stepId, reason = '' }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  const step = await ctx.tx.flowStep.findFirst({ where: { id: stepId, meetingId } })
  if (!step) throw new Refusal('FLOW_NOTHING_TO_UNDO')
  const last = await lastStep(ctx.tx, meetingId)
  const before = step.before as unknown as Snapshot
  const after = step.after as unknown as Snapshot
  const ids = Object.keys(before.items)
  const [now, votesSince] = await Promise.all([
    snapshot(ctx.tx, meetingId, ids),
    ctx.tx.vote.count({ where: { meetingId, openedAt: { gte: step.at }, status: { not: 'cancelled' } } }),
  ])
  const isAsLeft = mark({ ...now, items: Object.fromEntries(ids.flatMap(id => (now.items[id] ? [[id, now.items[id]]] : []))) }) === mark(after)
  const verdict = decideUndo({ isSealed: meeting.sealedAt !== null, isLast: last?.id === step.id, isAsLeft, hasVoteSince: votesSince > 0, act: step.act, reason })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params, verdict.code === 'ITEM_REASON_REQUIRED' ? { reason: verdict.code } : undefined)

  // The session stood still while it was ended: that time belongs to nobody's clock.
  const away = step.act === 'end' && before.meeting.pausedAt === null ? ctx.now.getTime() - (after.meeting.endedAt ?? ctx.now.getTime()) : 0
  for (const id of ids) {
    const i = before.items[id]
    if (!i) continue
    await ctx.tx.agendaItem.update({
      where: { id },
      data: { ...i, startedAt: at(i.startedAt === null ? null : i.startedAt + away), endedAt: at(i.endedAt), beganAt: at(i.beganAt), adoptedAt: at(i.adoptedAt) },
    })
  }
  const m = before.meeting
  const restored = await ctx.tx.meeting.update({
    where: { id: meetingId },
    data: {
      status: m.status,
      openedAt: at(m.openedAt),
      pausedAt: at(m.pausedAt),
      endedAt: at(m.endedAt),
      currentItemId: m.currentItemId,
      membersInOffice: m.membersInOffice,
      presenting: m.presenting === null ? Prisma.DbNull : (m.presenting as Prisma.InputJsonValue),
      ...(step.act === 'open' ? { frozenRule: Prisma.DbNull } : {}),
    },
  })
  if (step.act === 'end' && after.meeting.endedAt !== null)
    await ctx.tx.attendanceInterval.updateMany({ where: { meetingId, leftAt: new Date(after.meeting.endedAt) }, data: { leftAt: null } })
  // The running speech stood and ran with the session; taking that back goes the other way.
  if (step.act === 'pause' && after.meeting.pausedAt !== null) await runClocks(ctx, meetingId, new Date(after.meeting.pausedAt))
  if (step.act === 'resume') await standClocks(ctx, meetingId)
  const requests = step.act === 'go_to' ? await resumeSpeech(ctx, meetingId, before.speaking) : []
  await ctx.tx.flowStep.update({ where: { id: step.id }, data: { undoneAt: ctx.now, undoneById: ctx.actor.userId, reason: reason || null } })

  // A step on an item the room does not see is taken back without naming it.
  const isHidden = step.itemId !== null && (await ctx.tx.agendaItem.count({ where: { id: step.itemId, isHidden: true } })) > 0
  const isPeopleChanged = step.act === 'end' || step.act === 'open'
  const quorum = await quorumOf(ctx.tx, restored, ctx.now)
  ctx.emit(`meeting:${meetingId}`, stepUndone, {
    act: step.act as StepAct,
    itemId: isHidden ? null : step.itemId,
    reason: reason || null,
    meeting: meetingView(restored, quorum.total),
    items: await itemsAfter(ctx.tx, meetingId, ids),
    requests,
    presenting: restored.presenting as never,
    ...(isPeopleChanged ? { participants: (await presence(ctx.tx, meetingId)).participants, quorum } : {}),
  })
  ctx.emit(`desk:${meetingId}`, stepChanged, { step: await lastStep(ctx.tx, meetingId) })
  if (isHidden) ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
  return {}
})

/** Whoever was speaking when the session turned away speaks on, with the clock of the speech running through. */
async function resumeSpeech(ctx: CommandContext, meetingId: string, ids: string[]) {
  if (ids.length === 0) return []
  const rows = await ctx.tx.speakingRequest.findMany({ where: { id: { in: ids }, meetingId, status: 'done' } })
  if (rows.length === 0 || (await ctx.tx.speakingRequest.count({ where: { meetingId, status: 'speaking' } })) > 0) return []
  await ctx.tx.speakingRequest.updateMany({ where: { id: { in: rows.map(r => r.id) } }, data: { status: 'speaking', endedAt: null } })
  const people = await ctx.tx.meetingParticipant.findMany({ where: { id: { in: rows.map(r => r.participantId) } }, select: { id: true, label: true } })
  const label = new Map(people.map(p => [p.id, p.label]))
  return rows.map(r => speakingView({ ...r, status: 'speaking', endedAt: null }, label.get(r.participantId) ?? ''))
}

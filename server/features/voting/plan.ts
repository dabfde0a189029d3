import { itemReached } from '#app/contracts/meeting.ts'
import { votePlanMove, votePlanOpen, votePlanRemove, votePlanRun, votePlanSave } from '#app/contracts/vote-plan.ts'
import { canGoTo, type ItemState, type MeetingState } from '#app/domain/meeting/machine.ts'
import { canOpen } from '#app/domain/voting/machine.ts'
import { canOpenPlanned, canPlan, canRun, plannedState } from '#app/domain/voting/plan.ts'
import type { OptionSet } from '#app/domain/voting/options.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { recordStep } from '#server/features/meeting/steps.ts'
import { turnTo } from '#server/features/meeting/turn-to.ts'
import { itemsAfter, sessionItems } from '#server/features/meeting/views.ts'
import { demandOptions } from './create-vote.ts'
import { demandNew, openBallots } from './open-vote.ts'
import { tellPlanned } from './planned.ts'

/** One row of the list with the state of its vote, and the item it stands on. */
async function found(ctx: CommandContext, meetingId: string, plannedId: string) {
  const planned = await ctx.tx.plannedVote.findUnique({ where: { id: plannedId } })
  if (!planned) return null
  if (planned.meetingId !== meetingId) throw new Refusal('CONFLICT')
  const vote = planned.voteId ? await ctx.tx.vote.findUnique({ where: { id: planned.voteId }, select: { status: true } }) : null
  return { planned, state: plannedState(vote) }
}
async function itemOf(ctx: CommandContext, meetingId: string, itemId: string) {
  const item = (await sessionItems(ctx.tx, meetingId)).find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING', {}, { itemId: 'ITEM_NOT_IN_MEETING' })
  return item
}

/** Thêm, sửa. A hidden item is not among those it may stand on: its question would tell of it. */
export const savePlanned = handler(votePlanSave, async (ctx, { meetingId, plannedId, itemId, question, form, answers = 'standard', seconds, options }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'edit_agenda')
  const known = await found(ctx, meetingId, plannedId)
  const item = await itemOf(ctx, meetingId, itemId)
  const last = await ctx.tx.plannedVote.aggregate({ where: { meetingId }, _max: { rank: true }, _count: true })
  demand(canPlan({ meeting: meeting.status as MeetingState, state: known?.state ?? 'waiting', item: item.status as ItemState, count: last._count, isNew: known === null }))
  if (options) demandOptions(options)
  const data = { itemId, question, form, answers, seconds: seconds ?? null, options: options ? (options as unknown as Prisma.InputJsonValue) : Prisma.DbNull }
  if (known) await ctx.tx.plannedVote.update({ where: { id: plannedId }, data })
  else await ctx.tx.plannedVote.create({ data: { id: plannedId, meetingId, rank: (last._max.rank ?? 0) + 1, createdById: ctx.actor.userId, createdAt: ctx.now, ...data } })
  await tellPlanned(ctx, meetingId)
  return {}
})

async function waiting(ctx: CommandContext, meetingId: string, plannedId: string) {
  const { meeting } = await meetingFor(ctx, meetingId, 'edit_agenda')
  const known = await found(ctx, meetingId, plannedId)
  if (!known) throw new Refusal('NOT_FOUND')
  // What stands on an item set aside may still be moved and removed.
  demand(canPlan({ meeting: meeting.status as MeetingState, state: known.state, item: 'pending', count: 0, isNew: false }))
  return known.planned
}

export const removePlanned = handler(votePlanRemove, async (ctx, { meetingId, plannedId }) => {
  await waiting(ctx, meetingId, plannedId)
  await ctx.tx.plannedVote.delete({ where: { id: plannedId } })
  await tellPlanned(ctx, meetingId)
  return {}
})

/** Changes places with its neighbour; at an end of the list nothing changes. */
export const movePlanned = handler(votePlanMove, async (ctx, { meetingId, plannedId, to }) => {
  const planned = await waiting(ctx, meetingId, plannedId)
  const other = await ctx.tx.plannedVote.findFirst({
    where: { meetingId, rank: to === 'up' ? { lt: planned.rank } : { gt: planned.rank } },
    orderBy: { rank: to === 'up' ? 'desc' : 'asc' },
  })
  if (!other) return {}
  await ctx.tx.plannedVote.update({ where: { id: planned.id }, data: { rank: other.rank } })
  await ctx.tx.plannedVote.update({ where: { id: other.id }, data: { rank: planned.rank } })
  await tellPlanned(ctx, meetingId)
  return {}
})

/** Bắt đầu, kết thúc duyệt danh sách: who runs the session goes from one vote to the next with one touch each. */
export const runPlanned = handler(votePlanRun, async (ctx, { meetingId, act }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  const rows = await ctx.tx.plannedVote.findMany({ where: { meetingId }, select: { voteId: true } })
  const votes = new Map((await ctx.tx.vote.findMany({ where: { id: { in: rows.flatMap(r => r.voteId ?? []) } }, select: { id: true, status: true } })).map(v => [v.id, v]))
  demand(canRun({ meeting: meeting.status as MeetingState, isRunning: meeting.voteRunAt !== null, waiting: rows.filter(r => plannedState(r.voteId ? votes.get(r.voteId) : null) === 'waiting').length, act }))
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { voteRunAt: act === 'start' ? ctx.now : null } })
  await tellPlanned(ctx, meetingId)
  return {}
})

/** Mở biểu quyết theo danh sách: turns to its item, then opens it as every vote is opened; both, or neither. */
export const openPlanned = handler(votePlanOpen, async (ctx, { meetingId, plannedId, voteId }) => {
  const { meeting, isVoteOpen } = await meetingFor(ctx, meetingId, 'control')
  const known = await found(ctx, meetingId, plannedId)
  if (!known) throw new Refusal('NOT_FOUND')
  const { planned } = known
  const item = await itemOf(ctx, meetingId, planned.itemId)
  demand(canOpenPlanned({ state: known.state, item: item.status as ItemState }))
  // The session turns to the item below: for the rule it is in hand.
  demand(canOpen({ isSessionRunning: meeting.status === 'running', isItemCurrent: true, isAnotherOpen: isVoteOpen }))
  if (meeting.currentItemId !== item.id) {
    demand(canGoTo({ state: meeting.status as MeetingState, currentItemId: meeting.currentItemId, isVoteOpen }, { id: item.id, state: item.status as ItemState }))
    const left = await recordStep(ctx, meetingId, 'go_to', item.id, [item.id], () => turnTo(ctx, meetingId, item))
    ctx.emit(`meeting:${meetingId}`, itemReached, { currentItemId: item.id, items: await itemsAfter(ctx.tx, meetingId, [...left, item.id]), presenting: null })
  }
  await demandNew(ctx, voteId)
  await openBallots(ctx, { ...meeting, currentItemId: item.id }, {
    voteId,
    question: planned.question,
    ...(planned.form === 'secret' ? { form: 'secret' as const } : {}),
    ...(planned.answers === 'opinion' ? { answers: 'opinion' as const } : {}),
    ...(planned.seconds === null ? {} : { seconds: planned.seconds }),
    ...(planned.options ? { options: planned.options as OptionSet & { list: string[] } } : {}),
  })
  await ctx.tx.plannedVote.update({ where: { id: plannedId }, data: { voteId } })
  await tellPlanned(ctx, meetingId)
  return { voteId }
})

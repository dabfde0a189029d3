import { MOST_STROKES, presentationClear, presentationDraw, presentationUndo, strokeDrawn, strokesRemoved } from '#app/contracts/presentation.ts'
import { type MeetingState, mustRun } from '#app/domain/meeting/machine.ts'
import { canDraw } from '#app/domain/presentation/presenting.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { presentingFor } from './facts.ts'
import { strokeView } from './views.ts'

/** Everything with the pen starts here: the paper is the one shown, the hand is the presenter's or the chair's. */
async function penOn(ctx: CommandContext, meetingId: string, paperId: string): Promise<void> {
  const { meeting, standing, presenting, isMine } = await presentingFor(ctx, meetingId)
  demand(canDraw({ standing, isMine, isShown: presenting?.paperId === paperId }))
  demand(mustRun(meeting.status as MeetingState))
}

const share = (n: number): number => Math.round(n * 10_000) / 10_000

/** Một nét bút trên trang: stored, shown to all who follow, kept until it is cleared. */
export const drawStroke = handler(presentationDraw, async (ctx, { meetingId, strokeId, paperId, page, colour, width, points }) => {
  await penOn(ctx, meetingId, paperId)
  const [known, count] = await Promise.all([
    ctx.tx.inkStroke.findUnique({ where: { id: strokeId }, select: { id: true } }),
    ctx.tx.inkStroke.count({ where: { meetingId, paperId, page, removedAt: null } }),
  ])
  if (known) throw new Refusal('CONFLICT')
  if (count >= MOST_STROKES) throw new Refusal('PRESENTING_PAGE_FULL')
  const row = await ctx.tx.inkStroke.create({
    data: { id: strokeId, meetingId, paperId, page, colour, width, points: points.map(share), byId: ctx.actor.userId, drawnAt: ctx.now },
  })
  ctx.emit(`page:${meetingId}`, strokeDrawn, { stroke: strokeView(row), at: ctx.now.getTime() })
  return {}
})

/** Bỏ nét vừa vẽ on this page, whoever of the presenters drew it. Nothing there: nothing happens. */
export const undoStroke = handler(presentationUndo, async (ctx, { meetingId, paperId, page }) => {
  await penOn(ctx, meetingId, paperId)
  const last = await ctx.tx.inkStroke.findFirst({ where: { meetingId, paperId, page, removedAt: null }, orderBy: [{ drawnAt: 'desc' }, { id: 'desc' }] })
  if (!last) return { strokeId: null }
  await ctx.tx.inkStroke.update({ where: { id: last.id }, data: { removedAt: ctx.now } })
  ctx.emit(`page:${meetingId}`, strokesRemoved, { strokeIds: [last.id] })
  return { strokeId: last.id }
})

/** Xóa mọi nét trên trang. */
export const clearPage = handler(presentationClear, async (ctx, { meetingId, paperId, page }) => {
  await penOn(ctx, meetingId, paperId)
  const rows = await ctx.tx.inkStroke.findMany({ where: { meetingId, paperId, page, removedAt: null }, select: { id: true } })
  const strokeIds = rows.map(r => r.id)
  if (strokeIds.length > 0) {
    await ctx.tx.inkStroke.updateMany({ where: { id: { in: strokeIds } }, data: { removedAt: ctx.now } })
    ctx.emit(`page:${meetingId}`, strokesRemoved, { strokeIds })
  }
  return { removed: strokeIds.length }
})

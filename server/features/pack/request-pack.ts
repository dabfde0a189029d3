import { v7 as uuid } from 'uuid'
import type { PayloadOf } from '#app/contracts/define.ts'
import { packChanged, packReport, packRequest, packRequested } from '#app/contracts/pack.ts'
import { isSystem, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { packPlan } from './plan.ts'

type Row = { id: string; status: string; done: number; total: number; pages: number | null; size: bigint | null }
export const packView = (row: Row, isCurrent: boolean): PayloadOf<typeof packChanged>['pack'] => ({
  id: row.id,
  status: row.status as 'done',
  done: row.done,
  total: row.total,
  pages: row.pages,
  size: row.size === null ? null : Number(row.size),
  isCurrent,
})

/** Tạo bản in: the chair, secretaries and the Office; the program itself when the agenda is issued. Nothing changed, nothing is made. */
export const requestPack = handler(packRequest, async (ctx, { meetingId }) => {
  if (!isSystem(ctx.actor)) await meetingFor(ctx, meetingId, 'desk')
  const { plan, contentHash } = await packPlan(ctx.tx, meetingId, ctx.now)
  const known = await ctx.tx.printPack.findUnique({ where: { meetingId_contentHash: { meetingId, contentHash } } })
  if (known && known.status !== 'failed') return packView(known, true)
  const fresh = { status: 'waiting', done: 0, total: plan.papers.length, pages: null, size: null, requestedById: ctx.actor.userId, requestedAt: ctx.now, finishedAt: null }
  const row = await ctx.tx.printPack.upsert({
    where: { meetingId_contentHash: { meetingId, contentHash } },
    create: { id: uuid(), meetingId, contentHash, ...fresh },
    update: fresh,
  })
  ctx.emit(`desk:${meetingId}`, packRequested, { packId: row.id })
  ctx.emit(`desk:${meetingId}`, packChanged, { pack: packView(row, true) })
  return packView(row, true)
})

/** Bản in tới đâu: a report of an earlier run changes nothing once it is done. */
export const reportPack = handler(packReport, async (ctx, input) => {
  const row = await ctx.tx.printPack.findUnique({ where: { id: input.packId } })
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.status === 'done') return {}
  const { status, done, total, pages, size } = input
  const changed = await ctx.tx.printPack.update({
    where: { id: row.id },
    data: { status, done, total, pages, size: size === null ? null : BigInt(size), finishedAt: status === 'building' ? null : ctx.now },
  })
  ctx.emit(`desk:${row.meetingId}`, packChanged, { pack: packView(changed, true) })
  return {}
})

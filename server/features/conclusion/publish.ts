import { conclusionMarkLine, conclusionPublish } from '#app/contracts/conclusion.ts'
import { type Hand, settleMarks, wordsOf } from '#app/domain/conclusion/marks.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { notEnded } from '#server/db/in-force.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { lockConclusion } from './document.ts'
import { type LineRow, seenBy, withTask } from './line-view.ts'
import { makeReader } from './read-marks.ts'
import { tellLines, type Told } from './tell.ts'
import { demandOpen } from './open.ts'

export const json = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

/**
 * Tells the lines that were stored since the last telling: their marks are read anew, whoever may see them gets them.
 * The edits are durable before this runs; run twice it tells nothing twice.
 */
export const publishLines = handler(conclusionPublish, async (ctx, { itemId }) => {
  await lockConclusion(ctx, itemId)
  // Compared column with column, so no line is told whose newest text is not the one read here.
  const due = await ctx.tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id FROM "ConclusionLine" WHERE "itemId" = $1::uuid AND version <> "toldVersion" ORDER BY id FOR UPDATE`,
    itemId,
  )
  if (due.length === 0) return {}
  const [rows, reader] = await Promise.all([
    ctx.tx.conclusionLine.findMany({ where: { id: { in: due.map(d => d.id) } }, include: withTask, orderBy: { id: 'asc' } }),
    makeReader(ctx),
  ])
  const told: Told[] = []
  for (const row of rows) {
    const { marks, hand } = reader.settle(row.removedAt ? '' : row.text, row.hand)
    const line = await ctx.tx.conclusionLine.update({ where: { id: row.id }, data: { marks: json(marks), hand: json(hand), toldVersion: row.version }, include: withTask })
    told.push({ line: line as LineRow, seenBefore: seenBy(row) })
  }
  await tellLines(ctx, told)
  return {}
})

/** Đánh dấu bằng tay: kept with the words the text has now, so that other words later speak for themselves again. */
export const markLine = handler(conclusionMarkLine, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'desk', 'share')
  demandOpen(meeting)
  const at = await ctx.tx.conclusionLine.findFirst({ where: { id: input.lineId, meetingId: input.meetingId }, select: { itemId: true } })
  if (!at) throw new Refusal('NOT_FOUND')
  await lockConclusion(ctx, at.itemId)
  const row = await ctx.tx.conclusionLine.findFirst({ where: { id: input.lineId, removedAt: null }, include: withTask })
  if (!row) throw new Refusal('NOT_FOUND')
  const units = [...(input.lead ? [input.lead] : []), ...(input.coordinators ?? [])]
  if (units.length > 0) {
    const open = await ctx.tx.orgUnit.count({ where: { id: { in: units }, kind: { not: 'province' }, ...notEnded(ctx.now) } })
    if (open !== new Set(units).size) throw new Refusal('TASK_UNIT_CLOSED', {}, { lead: 'TASK_UNIT_CLOSED' })
  }
  const reader = await makeReader(ctx)
  const read = reader.read(row.text)
  const hand: Hand = input.reset ? {} : { ...((row.hand ?? {}) as Hand) }
  if (input.lead !== undefined) hand.lead = { value: input.lead, words: wordsOf(read, 'lead') }
  if (input.coordinators !== undefined) hand.coordinators = { value: input.coordinators, words: wordsOf(read, 'coordinators') }
  if (input.deadline !== undefined) hand.deadline = { value: input.deadline === null ? null : { on: input.deadline === 'none' ? null : input.deadline }, words: wordsOf(read, 'deadline') }
  const settled = settleMarks(read, hand)
  const line = await ctx.tx.conclusionLine.update({
    where: { id: row.id },
    // A new version: whoever is about to agree to the line must have seen these marks.
    data: { marks: json(settled.marks), hand: json(settled.hand), version: { increment: 1 }, toldVersion: row.version + 1, updatedById: ctx.actor.userId, updatedAt: ctx.now },
    include: withTask,
  })
  await tellLines(ctx, [{ line: line as LineRow, seenBefore: seenBy(row) }])
  return {}
})

import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { planChanged, planDrop, planFix, type PlanHead, planKeepTwins, planMap, planRequested, planRun, planStart } from '#app/contracts/plan.ts'
import { isMapped, type PlanMapping } from '#app/domain/plan/rows.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { mayAssign } from '#server/policies/task.ts'
import { openSheet, type PlanRecord } from './read-plan.ts'

/** Cells mended on the screen; beyond that the file itself is the better place. */
const FIXES_MAX = 5_000

export const planHead = (p: PlanRecord): z.output<typeof PlanHead> => ({
  id: p.id,
  planLabel: p.planLabel,
  fileName: p.fileName,
  status: p.status as 'open',
  done: p.done,
  total: p.total,
  failed: p.failed,
  tasks: p.tasks,
  duties: p.duties,
  createdByLabel: p.createdByLabel,
  createdAt: p.createdAt.getTime(),
  doneAt: p.doneAt?.getTime() ?? null,
  version: p.version,
})
export const planStream = (id: string): string => `plan:${id}`

/** Bắt đầu: the workbook was opened when it was uploaded; here it gets its name. */
export const startPlan = handler(planStart, async (ctx, { importId, fileId, planLabel }) => {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  const file = await ctx.tx.storedFile.findFirst({ where: { id: fileId, uploadedById: ctx.actor.userId, mime: { endsWith: 'spreadsheetml.sheet' } }, select: { name: true } })
  if (!file) throw new Refusal('FILE_NOT_READY', {}, { fileId: 'FILE_NOT_READY' })
  if (await ctx.tx.planImport.findUnique({ where: { id: importId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const { sheet, guessed, template } = await openSheet(ctx.tx, fileId)
  const remembered = await ctx.tx.planMapping.findUnique({ where: { userId_template: { userId: ctx.actor.userId, template } } })
  const row = await ctx.tx.planImport.create({
    data: {
      id: importId,
      planLabel,
      fileId,
      fileName: file.name,
      sheet: sheet.name,
      mapping: (remembered?.mapping ?? guessed) as Prisma.InputJsonValue,
      createdById: ctx.actor.userId,
      createdByLabel: ctx.actor.displayName,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  })
  return planHead(row)
})

type On = { importId: string; baseVersion?: number | undefined }
/** The plan, locked, while it can still be changed. */
async function openPlan(ctx: CommandContext, on: On): Promise<PlanRecord> {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "PlanImport" WHERE id = $1::uuid FOR UPDATE`, on.importId)
  const plan = await ctx.tx.planImport.findUnique({ where: { id: on.importId } })
  if (!plan) throw new Refusal('NOT_FOUND')
  if (plan.status === 'running') throw new Refusal('PLAN_RUNNING')
  if (plan.status === 'done') throw new Refusal('PLAN_DONE')
  if (on.baseVersion !== undefined && on.baseVersion !== plan.version) throw new Refusal('CONFLICT')
  return plan
}
async function change(ctx: CommandContext, plan: PlanRecord, data: Prisma.PlanImportUpdateInput): Promise<z.output<typeof PlanHead>> {
  const row = await ctx.tx.planImport.update({ where: { id: plan.id }, data: { ...data, updatedAt: ctx.now, version: { increment: 1 } } })
  ctx.emit(planStream(plan.id), planChanged, { plan: planHead(row) })
  return planHead(row)
}

export const mapPlan = handler(planMap, async (ctx, { mapping, ...on }) => {
  const plan = await openPlan(ctx, on)
  const fields = Object.values(mapping)
  if (!isMapped(mapping as PlanMapping) || new Set(fields).size !== fields.length) throw new Refusal('PLAN_MAPPING_MISSING')
  const { template } = await openSheet(ctx.tx, plan.fileId)
  const kept = { mapping: mapping as Prisma.InputJsonValue, updatedAt: ctx.now }
  await ctx.tx.planMapping.upsert({ where: { userId_template: { userId: ctx.actor.userId, template } }, create: { userId: ctx.actor.userId, template, ...kept }, update: kept })
  return change(ctx, plan, { mapping: mapping as Prisma.InputJsonValue, failed: null })
})

export const fixPlan = handler(planFix, async (ctx, { fixes, ...on }) => {
  const plan = await openPlan(ctx, on)
  const now = new Map(Object.entries(plan.fixes as Record<string, string>))
  for (const { cell, text } of fixes) {
    if (text === null) now.delete(cell)
    else now.set(cell, text)
  }
  if (now.size > FIXES_MAX) throw new Refusal('PLAN_FIXES_FULL')
  return change(ctx, plan, { fixes: Object.fromEntries(now), failed: null })
})

export const keepTwins = handler(planKeepTwins, async (ctx, { rows, isKept, ...on }) => {
  const plan = await openPlan(ctx, on)
  const others = plan.twins.filter(r => !rows.includes(r))
  return change(ctx, plan, { twins: isKept ? [...others, ...rows] : others })
})

/** Nhập: the rows are read again and given by the worker, in one transaction. */
export const runPlan = handler(planRun, async (ctx, on) => {
  const plan = await openPlan(ctx, on)
  if (!isMapped(plan.mapping as PlanMapping)) throw new Refusal('PLAN_MAPPING_MISSING')
  const runId = uuid()
  const head = await change(ctx, plan, { status: 'running', runId, done: 0, total: 0, failed: null })
  ctx.emit(planStream(plan.id), planRequested, { importId: plan.id, runId })
  return head
})

export const dropPlan = handler(planDrop, async (ctx, on) => {
  const plan = await openPlan(ctx, on)
  await ctx.tx.planImport.delete({ where: { id: plan.id } })
  return {}
})

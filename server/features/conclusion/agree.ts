import { conclusionAgree, conclusionAgreed, conclusionRecall } from '#app/contracts/conclusion.ts'
import { decideAgree, hasChanged, type LineFacts, mayRecall } from '#app/domain/conclusion/agree.ts'
import { namedUnits } from '#app/domain/conclusion/marks.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { amendTask, isAmendable, recallGiven } from '#server/features/task/amend-task.ts'
import { createTask } from '#server/features/task/new-task.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { v7 as uuid } from 'uuid'
import { agreedConclusions } from './conclusions.ts'
import { lockConclusion } from './document.ts'
import { agreedOf, type LineRow, marksOf, seenBy, type StoredAgreed, unitNamesOf, withTask } from './line-view.ts'
import { demandOpen } from './open.ts'
import { json } from './publish.ts'
import { makeReader } from './read-marks.ts'
import { tellLines, type Told } from './tell.ts'

const DB_NULL = Prisma.DbNull

/** What one agreement did, kept with it: taking it back must find exactly this. */
type Done = { created: string[]; amended: string[]; recalled: string[]; before: { id: string; agreed: StoredAgreed | null }[] }

async function conclusionFor(ctx: CommandContext, input: { meetingId: string; itemId: string }) {
  const { meeting, me } = await meetingFor(ctx, input.meetingId, 'conclude', 'share')
  demandOpen(meeting)
  if (meeting.openedAt === null) throw new Refusal('MEETING_NOT_STARTED')
  const item = await ctx.tx.agendaItem.findFirst({ where: { id: input.itemId, meetingId: input.meetingId } })
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  // The room learns of an agreement at once; of a hidden item it learns nothing.
  if (item.isHidden) throw new Refusal('ITEM_WRONG_STATE')
  await lockConclusion(ctx, input.itemId)
  const [rows, agreements] = await Promise.all([
    ctx.tx.conclusionLine.findMany({ where: { itemId: input.itemId }, include: withTask }),
    ctx.tx.conclusionAgreement.findMany({ where: { itemId: input.itemId }, orderBy: { n: 'asc' } }),
  ])
  rows.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  return { meeting, me, rows, agreements }
}

const factsOf = (r: LineRow): LineFacts => ({
  id: r.id,
  version: r.version,
  text: r.text,
  marks: marksOf(r),
  isRemoved: r.removedAt !== null,
  agreed: agreedOf(r),
  task: r.task && r.task.state !== 'recalled' ? { isOpen: isAmendable(r.task.state) } : null,
})

/**
 * Đồng ý kết luận: one act, one transaction. Every line is frozen as the chair saw it, marked lines stand as tasks at
 * their units, edited ones change their tasks in a line of those tasks' own history.
 */
export const agreeConclusion = handler(conclusionAgree, async (ctx, input) => {
  const { meeting, me, rows, agreements } = await conclusionFor(ctx, input)
  const verdict = decideAgree(rows.map(factsOf), new Map(input.lines.map(l => [l.id, l.version])), new Set(input.accepted))
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.incomplete ? { n: verdict.incomplete } : {})
  if (await ctx.tx.conclusionAgreement.findUnique({ where: { id: input.agreementId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const n = (agreements.at(-1)?.n ?? 0) + 1
  const byLabel = me?.label ?? ctx.actor.displayName
  const giver = { id: ctx.actor.userId, label: byLabel }
  const [reader, names] = await Promise.all([makeReader(ctx), unitNamesOf(ctx.tx, rows)])
  const done: Done = { created: [], amended: [], recalled: [], before: rows.map(r => ({ id: r.id, agreed: agreedOf(r) })) }
  const codes = { created: [] as string[], amended: [] as string[], recalled: [] as string[] }
  const plan = new Map(verdict.plan.map(p => [p.id, p.act]))
  const told: Told[] = []
  for (const row of rows) {
    const act = plan.get(row.id)
    if (!act) continue
    const marks = marksOf(row)
    const isGone = row.removedAt !== null || row.text.trim() === ''
    let taskId = row.task?.id ?? null
    if (act === 'create' && marks?.lead) {
      const content = reader.spell(row.text)
      const task = await createTask(ctx, {
        id: uuid(),
        title: content,
        content,
        leadUnitId: marks.lead,
        coordinatorIds: marks.coordinators,
        deadlineOn: marks.deadline?.on ?? null,
        sourceKind: 'conclusion',
        sourceLabel: meeting.title,
        sourceQuote: content,
        meetingId: input.meetingId,
        itemId: input.itemId,
        giver,
      })
      taskId = task.id
      done.created.push(task.id)
      codes.created.push(task.code)
    } else if (act === 'amend' && marks?.lead && taskId) {
      const code = await amendTask(ctx, taskId, { content: reader.spell(row.text), leadUnitId: marks.lead, coordinatorIds: marks.coordinators, deadlineOn: marks.deadline?.on ?? null })
      done.amended.push(taskId)
      codes.amended.push(code)
    } else if (act === 'recall' && taskId) {
      codes.recalled.push(await recallGiven(ctx, taskId, isGone ? 'line_gone' : 'no_lead'))
      done.recalled.push(taskId)
      taskId = null
    }
    const agreed: StoredAgreed | null = isGone ? null : { n, at: ctx.now.getTime(), byLabel, text: row.text, marks }
    const isSame = agreed !== null && row.agreed !== null && !hasChanged(factsOf(row)) && act === 'keep'
    // A line nobody touched keeps the hour at which it was first agreed to.
    const line = await ctx.tx.conclusionLine.update({
      where: { id: row.id },
      data: { taskId, ...(isSame ? {} : { agreed: agreed ? json(agreed) : DB_NULL }), version: { increment: 1 }, toldVersion: row.version + 1 },
      include: withTask,
    })
    told.push({ line, seenBefore: seenBy(row) })
  }
  const standing = told.map(t => t.line).filter(l => l.removedAt === null && l.text.trim() !== '')
  await ctx.tx.conclusionAgreement.create({
    data: {
      id: input.agreementId,
      meetingId: input.meetingId,
      itemId: input.itemId,
      n,
      lines: json(
        standing.map(l => {
          const marks = marksOf(l)
          const name = (id: string) => names.get(id)?.name ?? ''
          return {
            id: l.id,
            text: reader.spell(l.text),
            lead: marks?.lead ? name(marks.lead) : null,
            coordinators: namedUnits(marks).filter(id => id !== marks?.lead).map(name),
            deadlineOn: marks?.deadline?.on ?? null,
            task: l.task ? { id: l.task.id, code: l.task.code } : null,
          }
        }),
      ),
      tasks: json(done),
      at: ctx.now,
      byUserId: ctx.actor.userId,
      byLabel,
    },
  })
  await tellLines(ctx, told)
  await tellAgreed(ctx, input, 'agreed')
  return { n, ...codes }
})

/** Thu hồi: as if it had not been said, while nobody has begun to act on it. The tasks keep their history. */
export const recallAgreement = handler(conclusionRecall, async (ctx, input) => {
  const { rows, agreements } = await conclusionFor(ctx, input)
  const last = agreements.filter(a => a.recalledAt === null).at(-1)
  if (!last || last.id !== input.agreementId) throw new Refusal('CONCLUSION_NOT_LAST')
  const done = last.tasks as unknown as Done
  if (done.amended.length + done.recalled.length > 0) throw new Refusal('CONCLUSION_RECALL_LATE')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`, done.created)
  const tasks = await ctx.tx.task.findMany({ where: { id: { in: done.created } }, select: { state: true } })
  if (!mayRecall(tasks.map(t => t.state))) throw new Refusal('CONCLUSION_RECALL_LATE')
  for (const id of done.created) await recallGiven(ctx, id, 'agreement_recalled')
  await ctx.tx.conclusionAgreement.update({ where: { id: last.id }, data: { recalledAt: ctx.now, recalledById: ctx.actor.userId } })
  const before = new Map(done.before.map(b => [b.id, b.agreed]))
  const told: Told[] = []
  for (const row of rows) {
    const isOf = row.agreed !== null || before.get(row.id)
    if (!isOf) continue
    const agreed = before.get(row.id) ?? null
    const isCreated = row.task !== null && done.created.includes(row.task.id)
    const line = await ctx.tx.conclusionLine.update({
      where: { id: row.id },
      data: { agreed: agreed ? json(agreed) : DB_NULL, ...(isCreated ? { taskId: null } : {}), version: { increment: 1 }, toldVersion: row.version + 1 },
      include: withTask,
    })
    told.push({ line, seenBefore: seenBy(row) })
  }
  await tellLines(ctx, told)
  await tellAgreed(ctx, input, 'recalled')
  return {}
})

/** Members see what stands agreed to now. */
export async function tellAgreed(ctx: CommandContext, on: { meetingId: string; itemId: string }, act: 'agreed' | 'recalled' | 'files'): Promise<void> {
  const [conclusion = null] = await agreedConclusions(ctx.tx, { itemId: on.itemId })
  if (act === 'files' && conclusion === null) return
  ctx.emit(`meeting:${on.meetingId}`, conclusionAgreed, { itemId: on.itemId, act, conclusion })
}

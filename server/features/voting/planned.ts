import type { z } from 'zod'
import type { PlannedView } from '#app/contracts/vote-parts.ts'
import { votePlanChanged } from '#app/contracts/vote-plan.ts'
import type { CommandContext, Db, Tx } from '#server/command/context.ts'

type Planned = z.output<typeof PlannedView>

/** The prepared votes as the whole room sees them: nothing of a hidden item is among them. */
export async function plannedOf(db: Tx | Db, meetingId: string): Promise<Planned[]> {
  const rows = await db.plannedVote.findMany({ where: { meetingId, item: { isHidden: false } }, orderBy: [{ rank: 'asc' }, { id: 'asc' }] })
  return rows.map(p => ({
    id: p.id,
    itemId: p.itemId,
    question: p.question,
    form: p.form as 'open',
    answers: p.answers as 'standard',
    seconds: p.seconds,
    options: p.options as Planned['options'],
    voteId: p.voteId,
  }))
}

export async function tellPlanned(ctx: CommandContext, meetingId: string): Promise<void> {
  const { voteRunAt } = await ctx.tx.meeting.findUniqueOrThrow({ where: { id: meetingId }, select: { voteRunAt: true } })
  ctx.emit(`meeting:${meetingId}`, votePlanChanged, { planned: await plannedOf(ctx.tx, meetingId), runAt: voteRunAt?.getTime() ?? null })
}

/** An item comes out of hiding: so do the votes prepared on it. */
export async function tellPlannedOn(ctx: CommandContext, meetingId: string, itemId: string): Promise<void> {
  if ((await ctx.tx.plannedVote.count({ where: { meetingId, itemId } })) > 0) await tellPlanned(ctx, meetingId)
}

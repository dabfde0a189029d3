import { v7 as uuid } from 'uuid'
import { stepChanged } from '#app/contracts/flow.ts'
import type { StepView } from '#app/contracts/meeting.ts'
import type { CommandContext, Db, Tx } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import type { View } from './views.ts'

export type StepAct = View<typeof StepView>['act']

/** What a flow act may change, as plain values: moments in ms. */
export type Snapshot = {
  meeting: { status: string; openedAt: number | null; pausedAt: number | null; endedAt: number | null; currentItemId: string | null; membersInOffice: number | null; presenting: unknown }
  items: Record<
    string,
    {
      status: string
      startedAt: number | null
      endedAt: number | null
      beganAt: number | null
      spentSeconds: number
      asideReason: string | null
      isUndisputed: boolean
      adoptedAt: number | null
      adoptedHow: string | null
    }
  >
  /** requests to speak that were under way */
  speaking: string[]
}

const ms = (d: Date | null): number | null => (d ? d.getTime() : null)

/** The session's head and some of its items as they stand, beside the one that runs. */
export async function snapshot(tx: Tx, meetingId: string, itemIds: readonly string[]): Promise<Snapshot> {
  const [m, items, speaking] = await Promise.all([
    tx.meeting.findUniqueOrThrow({ where: { id: meetingId } }),
    tx.agendaItem.findMany({ where: { meetingId, OR: [{ id: { in: [...itemIds] } }, { status: 'presenting' }] } }),
    tx.speakingRequest.findMany({ where: { meetingId, status: 'speaking' }, select: { id: true } }),
  ])
  return {
    meeting: {
      status: m.status,
      openedAt: ms(m.openedAt),
      pausedAt: ms(m.pausedAt),
      endedAt: ms(m.endedAt),
      currentItemId: m.currentItemId,
      membersInOffice: m.membersInOffice,
      presenting: m.presenting,
    },
    items: Object.fromEntries(
      items.map(i => [
        i.id,
        {
          status: i.status,
          startedAt: ms(i.startedAt),
          endedAt: ms(i.endedAt),
          beganAt: ms(i.beganAt),
          spentSeconds: i.spentSeconds,
          asideReason: i.asideReason,
          isUndisputed: i.isUndisputed,
          adoptedAt: ms(i.adoptedAt),
          adoptedHow: i.adoptedHow,
        },
      ]),
    ),
    speaking: speaking.map(s => s.id),
  }
}

/**
 * Runs one flow act and keeps what it changed beside it, so that it can be taken back while it is the last. Whoever runs
 * the session learns of the new last step over `desk:{id}`; nobody else needs it.
 */
export async function recordStep<T>(ctx: CommandContext, meetingId: string, act: StepAct, itemId: string | null, itemIds: readonly string[], work: () => Promise<T>): Promise<T> {
  const before = await snapshot(ctx.tx, meetingId, itemIds)
  const done = await work()
  const after = await snapshot(ctx.tx, meetingId, Object.keys(before.items))
  const { _max } = await ctx.tx.flowStep.aggregate({ where: { meetingId }, _max: { n: true } })
  const step = { id: uuid(), act, itemId, at: ctx.now.getTime(), byLabel: ctx.actor.displayName }
  await ctx.tx.flowStep.create({
    data: {
      id: step.id,
      meetingId,
      n: (_max.n ?? 0) + 1,
      act,
      itemId,
      before: before as unknown as Prisma.InputJsonValue,
      after: after as unknown as Prisma.InputJsonValue,
      at: ctx.now,
      actorId: ctx.actor.userId,
      byLabel: step.byLabel,
    },
  })
  ctx.emit(`desk:${meetingId}`, stepChanged, { step })
  return done
}

/** The last flow act not taken back yet, for the screens that may undo it. */
export async function lastStep(db: Db | Tx, meetingId: string): Promise<View<typeof StepView> | null> {
  const row = await db.flowStep.findFirst({ where: { meetingId, undoneAt: null }, orderBy: { n: 'desc' } })
  return row ? { id: row.id, act: row.act as StepAct, itemId: row.itemId, at: row.at.getTime(), byLabel: row.byLabel } : null
}

import type { PayloadOf } from '#app/contracts/define.ts'
import { typedBack } from '#app/contracts/typed.ts'
import type { Span, Stay } from '#app/domain/meeting/typed.ts'
import type { CommandContext } from '#server/command/context.ts'
import { v7 as uuid } from 'uuid'

type Entry = PayloadOf<typeof typedBack>['entries'][number]

/** Marks rows as typed from paper – who, when, why – and tells the desk. The rows themselves are told by their own events. */
export async function markTyped(ctx: CommandContext, meetingId: string, reason: string, entries: Entry[]): Promise<void> {
  if (entries.length === 0) return
  const byLabel = ctx.actor.displayName
  await ctx.tx.typedEntry.createMany({ data: entries.map(e => ({ id: uuid(), meetingId, kind: e.kind, refId: e.refId, reason, byUserId: ctx.actor.userId, byLabel, at: ctx.now })) })
  ctx.emit(`desk:${meetingId}`, typedBack, { entries, reason, byLabel, at: ctx.now.getTime() })
}

export const spanOf = (m: { startsAt: Date; openedAt: Date | null; endedAt: Date | null }): Span => ({ startsAt: m.startsAt.getTime(), openedAt: m.openedAt?.getTime() ?? null, endedAt: m.endedAt?.getTime() ?? null })
export const staysOf = (rows: readonly { id: string; arrivedAt: Date; leftAt: Date | null; how: string }[]): Stay[] =>
  rows.map(i => ({ id: i.id, arrivedAt: i.arrivedAt.getTime(), leftAt: i.leftAt?.getTime() ?? null, isPaper: i.how === 'paper' }))

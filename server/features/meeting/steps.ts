import { v7 as uuid } from 'uuid'
import { stepChanged } from '#app/contracts/flow.ts'
import type { StepView } from '#app/contracts/meeting.ts'
import { type CommandContext, type Db, Refusal, type Tx } from '#server/command/context.ts'
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

/** A moment as ms in SQL. */
const ms = (column: string) => `'${column}', (extract(epoch FROM "${column}") * 1000)::bigint`
const own = (column: string) => `'${column}', "${column}"`
const HEAD = [own('status'), ...['openedAt', 'pausedAt', 'endedAt'].map(ms), ...['currentItemId', 'membersInOffice', 'presenting'].map(own)].join(', ')
const ITEM = [
  own('status'),
  ...['startedAt', 'endedAt', 'beganAt'].map(ms),
  ...['spentSeconds', 'asideReason', 'isUndisputed'].map(own),
  ms('adoptedAt'),
  own('adoptedHow'),
].join(', ')

/** The session's head and some of its items as they stand, beside the one that runs: taken twice by each flow act, so one statement. */
export async function snapshot(tx: Tx, meetingId: string, itemIds: readonly string[]): Promise<Snapshot> {
  const [taken] = await tx.$queryRawUnsafe<Snapshot[]>(
    `SELECT jsonb_build_object(${HEAD}) AS meeting,
       (SELECT coalesce(jsonb_object_agg(id, jsonb_build_object(${ITEM})), '{}') FROM "AgendaItem"
         WHERE "meetingId" = $1::uuid AND (id = ANY($2::uuid[]) OR status = 'presenting')) AS items,
       (SELECT coalesce(jsonb_agg(id), '[]') FROM "SpeakingRequest" WHERE "meetingId" = $1::uuid AND status = 'speaking') AS speaking
     FROM "Meeting" WHERE id = $1::uuid`,
    meetingId,
    [...itemIds],
  )
  if (!taken) throw new Refusal('NOT_FOUND')
  return taken
}

/**
 * Runs one flow act and keeps what it changed beside it, so that it can be taken back while it is the last. Whoever runs
 * the session learns of the new last step over `desk:{id}`; nobody else needs it.
 */
export async function recordStep<T>(ctx: CommandContext, meetingId: string, act: StepAct, itemId: string | null, itemIds: readonly string[], work: () => Promise<T>): Promise<T> {
  const before = await snapshot(ctx.tx, meetingId, itemIds)
  const done = await work()
  const after = await snapshot(ctx.tx, meetingId, Object.keys(before.items))
  const step = { id: uuid(), act, itemId, at: ctx.now.getTime(), byLabel: ctx.actor.displayName }
  // The meeting's lock is held: no other step takes the same number.
  await ctx.tx.$executeRawUnsafe(
    `INSERT INTO "FlowStep"(id, "meetingId", n, act, "itemId", before, after, at, "actorId", "byLabel")
     SELECT $1::uuid, $2::uuid, coalesce(max(n), 0) + 1, $3, $4::uuid, $5::jsonb, $6::jsonb, $7::timestamptz, $8::uuid, $9 FROM "FlowStep" WHERE "meetingId" = $2::uuid`,
    step.id,
    meetingId,
    act,
    itemId,
    JSON.stringify(before),
    JSON.stringify(after),
    ctx.now,
    ctx.actor.userId,
    step.byLabel,
  )
  ctx.emit(`desk:${meetingId}`, stepChanged, { step })
  return done
}

/** The last flow act not taken back yet, for the screens that may undo it. */
export async function lastStep(db: Db | Tx, meetingId: string): Promise<View<typeof StepView> | null> {
  const row = await db.flowStep.findFirst({ where: { meetingId, undoneAt: null }, orderBy: { n: 'desc' } })
  return row ? { id: row.id, act: row.act as StepAct, itemId: row.itemId, at: row.at.getTime(), byLabel: row.byLabel } : null
}

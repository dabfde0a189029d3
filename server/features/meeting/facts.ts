import { Refusal, type Actor, type CommandContext, demand } from '#server/command/context.ts'
import { mustBeInHand } from '#app/domain/meeting/flow.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { canMeeting, meetingFacts, type MeetingVerb } from '#server/policies/meeting.ts'
import { sessionItems } from './views.ts'

/** Participants have no moments among their columns, so one may come as JSON beside its meeting. */
type Found = Prisma.MeetingGetPayload<object> & { me: Prisma.MeetingParticipantGetPayload<object> | null; isVoteOpen: boolean }

/**
 * Locks the meeting's row for this command and tells who the actor is in it. Every act of a session goes through here,
 * so two chairs' devices acting at once are put in a row, and the second one decides on what the first one left.
 * `lock: 'share'` for acts that only lean on the state (a check-in), so that a full hall isn't put in single file.
 *
 * Two statements, not one: what is read in the statement that waits for the lock may be older than what the one before it
 * left. The second is raw and reads everything nearly every act asks for, because each trip to the database is felt on
 * every screen.
 * @returns the meeting's row, the actor's on its list, and whether a vote is open: opening and closing one take the
 * exclusive lock, so it stays so until this command ends
 */
export async function meetingFor(ctx: CommandContext, meetingId: string, verb: MeetingVerb, lock: 'update' | 'share' = 'update') {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR ${lock === 'share' ? 'SHARE' : 'UPDATE'}`, meetingId)
  const [row] = await ctx.tx.$queryRawUnsafe<Found[]>(
    `SELECT m.*, to_jsonb(p) AS me, EXISTS (SELECT 1 FROM "Vote" v WHERE v."meetingId" = m.id AND v.status = 'open') AS "isVoteOpen"
     FROM "Meeting" m LEFT JOIN "MeetingParticipant" p ON p."meetingId" = m.id AND p."userId" = $2::uuid WHERE m.id = $1::uuid`,
    meetingId,
    ctx.actor.userId,
  )
  if (!row) throw new Refusal('NOT_FOUND')
  const { me, isVoteOpen, ...meeting } = row
  demand(canMeeting(ctx.actor, verb, meetingFacts(meeting, me)))
  // Khóa hồ sơ: what the record keeps is not changed any more; giving tasks from it goes on at the desk.
  if (meeting.sealedAt && verb !== 'desk') mustBeUnsealed(meeting)
  return { meeting, me, isVoteOpen }
}

/** Refuses once the record is sealed, with the hour it was. */
export function mustBeUnsealed(meeting: { sealedAt: Date | null }): void {
  if (meeting.sealedAt) throw new Refusal('RECORD_SEALED', { at: clockTime(meeting.sealedAt) })
}
/** "09:31 26/11/2026" in Viet Nam, for the sentence of a refusal. */
const clockTime = (at: Date): string => {
  const local = new Date(at.getTime() + 7 * 3600_000).toISOString()
  return `${local.slice(11, 16)} ${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)}`
}

/**
 * The item on the screen that acts is still the one in hand; else the refusal names the one that is. `fromItemId`
 * undefined = an older screen that doesn't say.
 */
export async function demandInHand(ctx: CommandContext, meeting: { id: string; currentItemId: string | null }, fromItemId: string | null | undefined): Promise<void> {
  if (fromItemId === undefined || fromItemId === meeting.currentItemId) return
  const standing = (await sessionItems(ctx.tx, meeting.id)).filter(i => i.status !== 'withdrawn')
  const at = standing.findIndex(i => i.id === meeting.currentItemId)
  const item = standing[at]
  demand(mustBeInHand(fromItemId, item ? { id: item.id, number: at + 1, title: item.title } : null))
}

/** The actor's own row on the list of participants. */
export function mustBeListed<T>(me: T | null, _actor: Actor): T {
  if (!me) throw new Refusal('FORBIDDEN')
  return me
}

/**
 * Ends the running item with the seconds of its last turn, counted to `until` (ms precision, rounded to seconds).
 * @returns ids of what ended
 */
export async function concludeRunning(ctx: CommandContext, meetingId: string, until: Date): Promise<string[]> {
  const running = await ctx.tx.agendaItem.findMany({ where: { meetingId, status: 'presenting' } })
  for (const item of running) {
    const spent = item.startedAt ? Math.max(0, Math.round((until.getTime() - item.startedAt.getTime()) / 1000)) : 0
    await ctx.tx.agendaItem.update({
      where: { id: item.id },
      data: { status: 'concluded', endedAt: ctx.now, startedAt: null, spentSeconds: item.spentSeconds + spent },
    })
  }
  return running.map(i => i.id)
}

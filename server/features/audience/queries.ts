import { type Audience, projectOwn, projectPart } from '#app/live/reducers/part.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { loadSessionView } from '#server/features/meeting/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { readsAs, scopeMeeting } from '#server/policies/meeting.ts'

/** Which door of a session is this person's: all of it, or the part of a guest or observer. */
async function sessionDoor(ctx: QueryContext, args: { meetingId: string }) {
  const meeting = await ctx.db.meeting.findFirst({
    where: { id: args.meetingId, ...scopeMeeting(ctx.actor) },
    select: { participants: { where: { userId: ctx.actor.userId }, select: { role: true } } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  return { isPart: readsAs(ctx.actor, meeting.participants[0]?.role ?? null) === 'part' }
}

/** The part of a session a guest, the press or an observer may see, and their own row. */
async function partView(ctx: QueryContext, args: { meetingId: string }) {
  const { db, actor } = ctx
  const me = await db.meetingParticipant.findFirst({
    where: { meetingId: args.meetingId, userId: actor.userId, meeting: scopeMeeting(actor) },
    include: { guestItems: { select: { itemId: true } } },
  })
  if (!me || readsAs(actor, me.role) !== 'part') throw new Refusal('NOT_FOUND')
  const seq = await streamHead(db, `meeting:${args.meetingId}`)
  const view = await loadSessionView(db, args.meetingId, { now: ctx.now })
  const audience: Audience = me.role === 'guest' ? { kind: 'guest', itemIds: me.guestItems.map(g => g.itemId) } : { kind: 'press' }
  return { shared: projectPart(view, audience), own: projectOwn(view, me.id), seq, now: ctx.now.getTime() }
}

export const queries = { 'session.door': sessionDoor, 'part.view': partView }

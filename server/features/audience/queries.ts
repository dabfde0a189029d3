import { type Audience, projectOwn, projectPart } from '#app/live/reducers/part.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { loadHidden, loadSessionView } from '#server/features/meeting/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canMeeting, meetingFacts, readsAs, scopeMeeting } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { guestSlots } from './facts.ts'

/** Which door of a session is this person's: all of it, the part of a guest or observer; and whether their commune has a room. */
async function sessionDoor(ctx: QueryContext, args: { meetingId: string }) {
  const meeting = await ctx.db.meeting.findFirst({
    where: { id: args.meetingId, ...scopeMeeting(ctx.actor) },
    select: { participants: { where: { userId: ctx.actor.userId }, select: { role: true } }, sites: { where: { unitId: { in: unitsOf(ctx.actor) } }, select: { id: true }, take: 1 } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const isPart = readsAs(ctx.actor, meeting.participants[0]?.role ?? null) === 'part'
  return { isPart, hasRoom: !isPart && meeting.sites.length > 0 }
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

/** Nội dung của từng khách mời, for the page of people: followed over the desk's stream, with what is still hidden. */
async function slotsView(ctx: QueryContext, args: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId }, select: { presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const facts = meetingFacts(meeting, me)
  if (!canMeeting(ctx.actor, 'desk', facts).ok) throw new Refusal('FORBIDDEN')
  const seq = await streamHead(ctx.db, `desk:${args.meetingId}`)
  const [guests, hidden] = await Promise.all([guestSlots(ctx.db, args.meetingId), loadHidden(ctx.db, args.meetingId)])
  return { view: { guests, hidden }, seq, mayChange: canMeeting(ctx.actor, 'record', facts).ok }
}

export const queries = { 'session.door': sessionDoor, 'part.view': partView, 'guest.slots': slotsView }

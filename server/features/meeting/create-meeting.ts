import { meetingChanged, meetingCreate } from '#app/contracts/meeting.ts'
import { fold } from '#app/domain/search/fold.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForce } from '#server/db/in-force.ts'
import { canMeeting } from '#server/policies/meeting.ts'
import { v7 as uuid } from 'uuid'
import { meetingView, membersInOffice, unitNameOf } from './views.ts'

/** Tạo phiên họp: the members in office become its participants, the Chairman its chair, the creator its secretary. */
export const createMeeting = handler(meetingCreate, async (ctx, input) => {
  demand(canMeeting(ctx.actor, 'create', { role: null }))
  if (input.endsAt <= input.startsAt) throw new Refusal('MEETING_TIMES_WRONG', {}, { endsAt: 'MEETING_TIMES_WRONG' })
  if (await ctx.tx.meeting.findUnique({ where: { id: input.meetingId } })) throw new Refusal('CONFLICT')
  const host = await ctx.tx.orgUnit.findFirst({ where: { kind: 'province', ...inForce(ctx.now) } })
  if (!host) throw new Refusal('NOT_FOUND')
  const meeting = await ctx.tx.meeting.create({
    data: {
      id: input.meetingId,
      title: input.title,
      kind: input.kind,
      startsAt: new Date(input.startsAt),
      endsAt: new Date(input.endsAt),
      place: input.place,
      hostUnitId: host.id,
      searchText: fold(input.title),
      createdAt: ctx.now,
    },
  })
  const members = await membersInOffice(ctx.tx, civilDateInVietnam(new Date(input.startsAt)))
  await ctx.tx.meetingParticipant.createMany({
    data: [
      ...members.map(m => ({
        id: uuid(),
        meetingId: meeting.id,
        userId: m.userId,
        role: m.isChair ? 'chair' : 'member',
        label: m.user.displayName,
        unitName: unitNameOf(m.user.positions),
        rank: m.rank,
        isVoter: true,
        isCommitteeChair: m.isChair,
      })),
      ...(members.some(m => m.userId === ctx.actor.userId)
        ? []
        : [{ id: uuid(), meetingId: meeting.id, userId: ctx.actor.userId, role: 'secretary', label: ctx.actor.displayName, unitName: ctx.actor.unitName, rank: 900 }]),
    ],
  })
  ctx.emit(`meeting:${meeting.id}`, meetingChanged, { act: 'created', meeting: meetingView(meeting, members.length) })
  return { meetingId: meeting.id }
})

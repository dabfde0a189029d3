import type { PayloadOf } from '#app/contracts/define.ts'
import { itemReached, meetingChanged, meetingEnd, meetingOpen, meetingPause, meetingResume } from '#app/contracts/meeting.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { decideMeetingAct, type MeetingAct, type MeetingState } from '#app/domain/meeting/machine.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { v7 as uuid } from 'uuid'
import { hasOpenVote, meetingFor } from './facts.ts'
import { itemView, membersInOffice, meetingView, presence, quorumView, ruleOf, unitNames } from './views.ts'

/**
 * Khai mạc: freezes the members in office of the day (N of every majority, Điều 40 khoản 3), who of them holds a
 * ballot, and the rule set in force. A dismissal an hour later changes nothing in this session.
 */
export const openMeeting = handler(meetingOpen, async (ctx, { meetingId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  mustPass(meeting.status, 'open')
  const [members, rule, listed] = await Promise.all([
    membersInOffice(ctx.tx, civilDateInVietnam(ctx.now)),
    ruleOf(ctx.tx, meeting),
    ctx.tx.meetingParticipant.findMany({ where: { meetingId } }),
  ])
  const known = new Set(listed.map(p => p.userId))
  const inOffice = new Set(members.map(m => m.userId))
  await ctx.tx.meetingParticipant.createMany({
    data: members
      .filter(m => !known.has(m.userId))
      .map(m => ({
        id: uuid(),
        meetingId,
        userId: m.userId,
        role: 'member',
        label: m.user.displayName,
        unitName: m.user.positions[0]?.unit.name ?? null,
        rank: m.rank,
      })),
  })
  await ctx.tx.meetingParticipant.updateMany({ where: { meetingId }, data: { isVoter: false, isCommitteeChair: false } })
  await ctx.tx.meetingParticipant.updateMany({
    where: { meetingId, userId: { in: [...inOffice] }, role: { notIn: ['guest', 'substitute', 'observer'] } },
    data: { isVoter: true },
  })
  const chairman = members.find(m => m.isChair)
  if (chairman) await ctx.tx.meetingParticipant.updateMany({ where: { meetingId, userId: chairman.userId }, data: { isCommitteeChair: true } })
  const { participants, presentVoters } = await presence(ctx.tx, meetingId)
  const N = members.length
  const q = quorumView(rule, N, presentVoters.length)
  if (!q.isMet && !q.isWarningOnly) throw new Refusal('MEETING_NOT_STARTED')
  const opened = await ctx.tx.meeting.update({
    where: { id: meetingId },
    data: { status: 'running', openedAt: ctx.now, membersInOffice: N, frozenRule: rule as unknown as Prisma.InputJsonValue },
  })
  ctx.emit(`meeting:${meetingId}`, meetingChanged, { act: 'opened', meeting: meetingView(opened, N), quorum: q, participants })
  return {}
})

export const pauseMeeting = handler(meetingPause, (ctx, { meetingId }) => move(ctx, meetingId, 'pause'))
export const resumeMeeting = handler(meetingResume, (ctx, { meetingId }) => move(ctx, meetingId, 'resume'))
export const endMeeting = handler(meetingEnd, (ctx, { meetingId }) => move(ctx, meetingId, 'end'))

const done = { pause: 'paused', resume: 'resumed', end: 'ended' } as const

async function move(ctx: CommandContext, meetingId: string, act: 'pause' | 'resume' | 'end') {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  const to = mustPass(meeting.status, act, await hasOpenVote(ctx, meetingId))
  if (act === 'end') {
    await ctx.tx.agendaItem.updateMany({ where: { meetingId, status: 'presenting' }, data: { status: 'concluded', endedAt: ctx.now } })
    await ctx.tx.attendanceInterval.updateMany({ where: { meetingId, leftAt: null }, data: { leftAt: ctx.now } })
    await ctx.tx.speakingRequest.updateMany({ where: { meetingId, status: 'speaking' }, data: { status: 'done', endedAt: ctx.now } })
  }
  // The item's clock stands still while the session does: the pause is taken out of the running turn.
  if (act === 'resume' && meeting.pausedAt && meeting.currentItemId) {
    const item = await ctx.tx.agendaItem.findUnique({ where: { id: meeting.currentItemId } })
    if (item?.startedAt) {
      const shifted = new Date(item.startedAt.getTime() + (ctx.now.getTime() - meeting.pausedAt.getTime()))
      const moved = await ctx.tx.agendaItem.update({ where: { id: item.id }, data: { startedAt: shifted } })
      const names = await unitNames(ctx.tx, [moved.leadUnitId])
      ctx.emit(`meeting:${meetingId}`, itemReached, {
        currentItemId: item.id,
        items: [itemView(moved, names)],
        presenting: meeting.presenting as PayloadOf<typeof itemReached>['presenting'],
      })
    }
  }
  const changed = await ctx.tx.meeting.update({
    where: { id: meetingId },
    data: {
      status: to,
      pausedAt: act === 'pause' ? ctx.now : null,
      ...(act === 'end' ? { endedAt: ctx.now, presenting: Prisma.DbNull } : {}),
    },
  })
  ctx.emit(`meeting:${meetingId}`, meetingChanged, { act: done[act], meeting: meetingView(changed, 0) })
  return {}
}

function mustPass(status: string, act: MeetingAct, isVoteOpen = false): MeetingState {
  const verdict = decideMeetingAct({ state: status as MeetingState, act, isVoteOpen })
  if (!verdict.ok) throw new Refusal(verdict.code)
  return verdict.to
}

import type { PayloadOf } from '#app/contracts/define.ts'
import { itemReached, meetingChanged, meetingEnd, meetingOpen, meetingPause, meetingResume } from '#app/contracts/meeting.ts'
import { decideMeetingAct, type MeetingAct, type MeetingState } from '#app/domain/meeting/machine.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { v7 as uuid } from 'uuid'
import { endSpeech, pauseSpeech, resumeSpeech } from '#server/features/speaking/end-speech.ts'
import { concludeRunning, meetingFor } from './facts.ts'
import { recordStep } from './steps.ts'
import { itemsAfter, membersFor, meetingView, presence, quorumOf, quorumView, ruleOf, unitNameOf } from './views.ts'

/**
 * Khai mạc: freezes the members in office of the day (N of every majority, Điều 40 khoản 3), who of them holds a
 * ballot, and the rule set in force. A dismissal an hour later changes nothing in this session.
 */
export const openMeeting = handler(meetingOpen, async (ctx, { meetingId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  mustPass(meeting.status, 'open')
  const [members, rule, listed] = await Promise.all([
    membersFor(ctx.tx, meeting, ctx.now),
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
        unitName: unitNameOf(m.user.positions),
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
  if (!q.isMet && !q.isWarningOnly) throw new Refusal('MEETING_NO_QUORUM', { present: q.present, total: q.total, needed: q.needed })
  const opened = await recordStep(ctx, meetingId, 'open', null, [], () =>
    ctx.tx.meeting.update({
      where: { id: meetingId },
      data: { status: 'running', openedAt: ctx.now, membersInOffice: N, frozenRule: rule as unknown as Prisma.InputJsonValue },
    }),
  )
  ctx.emit(`meeting:${meetingId}`, meetingChanged, { act: 'opened', meeting: meetingView(opened, N), quorum: q, participants })
  return {}
})

export const pauseMeeting = handler(meetingPause, (ctx, { meetingId }) => move(ctx, meetingId, 'pause'))
export const resumeMeeting = handler(meetingResume, (ctx, { meetingId }) => move(ctx, meetingId, 'resume'))
export const endMeeting = handler(meetingEnd, (ctx, { meetingId }) => move(ctx, meetingId, 'end'))

const done = { pause: 'paused', resume: 'resumed', end: 'ended' } as const

async function move(ctx: CommandContext, meetingId: string, act: 'pause' | 'resume' | 'end') {
  const { meeting, isVoteOpen } = await meetingFor(ctx, meetingId, 'control')
  const to = mustPass(meeting.status, act, isVoteOpen)
  await recordStep(ctx, meetingId, act, null, [], () => moveTo(ctx, meeting, act, to))
  return {}
}

async function moveTo(ctx: CommandContext, meeting: Awaited<ReturnType<typeof meetingFor>>['meeting'], act: 'pause' | 'resume' | 'end', to: MeetingState) {
  const meetingId = meeting.id
  let atEnd: Pick<PayloadOf<typeof meetingChanged>, 'quorum' | 'participants'> = {}
  if (act === 'end') {
    const quorum = await quorumOf(ctx.tx, meeting, ctx.now)
    await endSpeech(ctx, meetingId)
    const left = await concludeRunning(ctx, meetingId, meeting.pausedAt ?? ctx.now)
    if (meeting.currentItemId && left.length > 0)
      ctx.emit(`meeting:${meetingId}`, itemReached, {
        currentItemId: meeting.currentItemId,
        items: await itemsAfter(ctx.tx, meetingId, left),
        presenting: null,
      })
    await ctx.tx.attendanceInterval.updateMany({ where: { meetingId, leftAt: null }, data: { leftAt: ctx.now } })
    await ctx.tx.presidingInterval.updateMany({ where: { meetingId, to: null }, data: { to: ctx.now, endedById: ctx.actor.userId } })
    // Everybody has left now; the quorum of the last moment is what the record keeps.
    atEnd = { quorum, participants: (await presence(ctx.tx, meetingId)).participants }
  }
  if (act === 'pause') await pauseSpeech(ctx, meetingId)
  if (act === 'resume' && meeting.pausedAt) await resumeSpeech(ctx, meetingId, meeting.pausedAt)
  // The item's clock stands still while the session does: the pause is taken out of the running turn.
  if (act === 'resume' && meeting.pausedAt && meeting.currentItemId) {
    const itemId = meeting.currentItemId
    const shifted = await ctx.tx.$executeRawUnsafe(
      `UPDATE "AgendaItem" SET "startedAt" = "startedAt" + ($2::timestamptz - $3::timestamptz) WHERE id = $1::uuid AND "startedAt" IS NOT NULL`,
      itemId,
      ctx.now,
      meeting.pausedAt,
    )
    if (shifted > 0) {
      ctx.emit(`meeting:${meetingId}`, itemReached, {
        currentItemId: itemId,
        items: await itemsAfter(ctx.tx, meetingId, [itemId]),
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
  ctx.emit(`meeting:${meetingId}`, meetingChanged, { act: done[act], meeting: meetingView(changed, 0), ...atEnd })
}

function mustPass(status: string, act: MeetingAct, isVoteOpen = false): MeetingState {
  const verdict = decideMeetingAct({ state: status as MeetingState, act, isVoteOpen })
  if (!verdict.ok) throw new Refusal(verdict.code)
  return verdict.to
}

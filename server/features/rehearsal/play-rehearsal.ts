import type { PayloadOf } from '#app/contracts/define.ts'
import { rehearsalLineCut, rehearsalPlay, rehearsalPlayed } from '#app/contracts/rehearsal.ts'
import { simulatedChoices } from '#app/domain/meeting/rehearsal.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { loadSessionView } from '#server/features/meeting/views.ts'

type Actors = PayloadOf<typeof rehearsalPlayed>['who']

/**
 * Diễn kịch bản: decides who acts; the simulated members act afterwards, each by an ordinary command of their own, so the
 * session moves exactly as it will on the day.
 */
export const playRehearsal = handler(rehearsalPlay, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'control', 'share')
  if (meeting.rehearsalOf === null) throw new Refusal('REHEARSAL_ONLY')
  const stream = `desk:${meeting.id}`
  if (input.act === 'cut_line') {
    const chairs = await ctx.tx.meetingParticipant.findMany({ where: { meetingId: meeting.id, role: 'chair' }, select: { userId: true } })
    ctx.emit(stream, rehearsalLineCut, { meetingId: meeting.id, userIds: chairs.map(p => p.userId), until: ctx.now.getTime() + input.seconds * 1000 })
    return {}
  }
  const [view, users] = await Promise.all([loadSessionView(ctx.tx, meeting.id, { now: ctx.now }), ctx.tx.user.findMany({ where: { simulatedIn: meeting.id }, select: { id: true } })])
  const simulated = new Set(users.map(u => u.id))
  const cast = view.participants.filter(p => simulated.has(p.userId))
  const plain = (people: typeof cast, isLater = false): Actors => people.map(p => ({ userId: p.userId, choice: null, isLater }))
  const vote = view.votes.find(v => v.status === 'open') ?? null
  let who: Actors
  switch (input.act) {
    case 'check_in':
    case 'late_quorum': {
      if (meeting.status === 'ended') throw new Refusal('ATTENDANCE_NOT_OPEN')
      const away = cast.filter(p => !p.isPresent)
      if (input.act === 'check_in') who = plain(away.slice(0, input.count))
      else {
        const voters = away.filter(p => p.isVoter && !p.absenceReason)
        const early = Math.max(0, view.quorum.needed - 1 - view.quorum.present)
        who = [...plain(voters.slice(0, early)), ...plain(voters.slice(early), true)]
      }
      break
    }
    case 'speak': {
      if (meeting.status !== 'running' || !meeting.currentItemId) throw new Refusal('MEETING_NOT_RUNNING')
      const inQueue = new Set(view.queue.filter(s => s.status === 'waiting' || s.status === 'called' || s.status === 'speaking').map(s => s.participantId))
      who = plain(cast.filter(p => p.isPresent && !inQueue.has(p.id)).slice(0, input.count))
      break
    }
    case 'vote': {
      if (!vote) throw new Refusal('VOTE_NOT_OPEN')
      if (input.for + input.against + input.abstain > 100) throw new Refusal('REHEARSAL_SHARES_WRONG', {}, { for: 'REHEARSAL_SHARES_WRONG' })
      const voters = cast.filter(p => p.isVoter && p.isPresent)
      const choices = simulatedChoices(voters.length, input)
      who = voters.flatMap((p, i) => (choices[i] ? [{ userId: p.userId, choice: choices[i], isLater: false }] : []))
    }
  }
  ctx.emit(stream, rehearsalPlayed, { meetingId: meeting.id, act: input.act, who, voteId: vote?.id ?? null, afterSeconds: input.act === 'late_quorum' ? input.afterSeconds : 0 })
  return {}
})

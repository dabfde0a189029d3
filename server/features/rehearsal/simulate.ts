import { setTimeout as pause } from 'node:timers/promises'
import { attendanceCheckIn, speakingRequest, voteCast } from '#app/contracts/meeting.ts'
import { rehearsalPlayed } from '#app/contracts/rehearsal.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import type { Actor } from '#server/command/context.ts'
import { fromText, toText } from '#app/domain/voting/sealed.ts'
import { sealBallot } from '#server/secret/sealing.ts'
import type { Reaction } from '#server/features/reaction.ts'

/** A simulated person as the pipeline sees one: no roles, no units, only a place on the list of the rehearsal. */
const simulated = (p: { userId: string; label: string; unitName: string | null }): Actor => ({
  userId: p.userId,
  sessionId: p.userId,
  username: '',
  displayName: p.label,
  positions: [],
  roles: new Set(),
  unitIds: [],
  unitId: null,
  unitName: p.unitName ?? '',
  hasSecondFactor: false,
  mustChangePassword: false,
  mustSetUpSecondFactor: false,
})

/** Người mô phỏng diễn kịch bản. Who acts stands in the event and every command's id is made of it: a repeat changes nothing. */
export const actAsMembers: Reaction = {
  name: 'rehearsal.actAsMembers',
  on: [rehearsalPlayed.name],
  run: async (deps, event) => {
    const { meetingId, act, who, voteId, afterSeconds } = rehearsalPlayed.payload.parse(event.payload)
    // Only simulated people of this rehearsal, whatever the event says: nobody real is ever acted for.
    const seats = await deps.db.meetingParticipant.findMany({
      where: { meetingId, meeting: { rehearsalOf: { not: null } }, user: { simulatedIn: meetingId }, userId: { in: who.map(w => w.userId) } },
      select: { userId: true, label: true, unitName: true },
    })
    const seatOf = new Map(seats.map(p => [p.userId, p]))
    const vote = act === 'vote' && voteId ? await deps.db.vote.findUnique({ where: { id: voteId }, select: { id: true, publicKey: true, sealBytes: true, options: true } }) : null
    const voteKey = vote?.publicKey ? fromText(vote.publicKey) : null
    const run = (w: (typeof who)[number]): Promise<unknown> | null => {
      const seat = seatOf.get(w.userId)
      if (!seat) return null
      const as = (name: string, input: unknown) => deps.runAs(simulated(seat), name, input, commandIdFrom(`${event.id}:${w.userId}`))
      // On a list whoever would agree takes the first so many; the others choose nothing.
      const list = vote?.options as { min: number } | null | undefined
      const said = list && w.choice ? (w.choice === 'for' ? Array.from({ length: list.min }, (_, i) => i) : ('abstain' as const)) : w.choice
      if (act === 'vote' && vote && voteKey && said) return as(voteCast.name, { voteId, sealed: toText(sealBallot(vote.id, voteKey, said, vote.sealBytes ?? 0)) })
      if (act === 'vote') return as(voteCast.name, { voteId, ...(Array.isArray(said) ? { picks: said } : { choice: said }) })
      if (act === 'speak') return as(speakingRequest.name, { meetingId, requestId: commandIdFrom(`${event.id}:${w.userId}:request`), subject: '' })
      return as(attendanceCheckIn.name, { meetingId })
    }
    await Promise.all(who.filter(w => !w.isLater).map(run))
    const later = who.filter(w => w.isLater)
    if (later.length === 0) return
    await pause(afterSeconds * 1000)
    await Promise.all(later.map(run))
  },
}

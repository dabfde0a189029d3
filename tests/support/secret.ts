// Secret votes in tests: a ballot as a voter's device makes it.
import type { Choice } from '#app/domain/voting/majority.ts'
import { attendanceRecord, meetingGoToItem, meetingOpen, voteOpen } from '#app/contracts/meeting.ts'
import { sealBallot } from '#app/live/secret/seal.ts'
import type { Actor } from '#server/command/context.ts'
import { v7 as uuid } from 'uuid'
import { buildSitting, type Committee, type House, type Sitting } from './build.ts'

export type SealOf = { publicKey: string; bytes: number }

/** A running session on its first item with these members recorded as present. */
export async function runningSitting(house: House, c: Committee, present: readonly Actor[] = c.members): Promise<Sitting> {
  const sitting = await buildSitting(house, c)
  const seats = await house.services.db.meetingParticipant.findMany({ where: { meetingId: sitting.meetingId } })
  for (const m of present) {
    const seat = seats.find(s => s.userId === m.userId)
    if (seat) await house.must(c.secretary, attendanceRecord, { meetingId: sitting.meetingId, participantId: seat.id, act: 'arrive' })
  }
  await house.must(c.chairman, meetingOpen, { meetingId: sitting.meetingId })
  await house.must(c.chairman, meetingGoToItem, { meetingId: sitting.meetingId, itemId: sitting.items[0] ?? '' })
  return sitting
}

/** Opens a vote; of a secret one what devices seal for. */
export async function openVoteOn(house: House, c: Committee, meetingId: string, form: 'open' | 'secret', seconds?: number): Promise<{ voteId: string; seal: SealOf }> {
  const voteId = uuid()
  await house.must(c.chairman, voteOpen, { meetingId, voteId, question: 'Thông qua?', form, ...(seconds ? { seconds } : {}) })
  const row = await house.services.db.vote.findUniqueOrThrow({ where: { id: voteId } })
  return { voteId, seal: { publicKey: row.publicKey ?? '', bytes: row.sealBytes ?? 0 } }
}

/** The input of vote.cast for this vote: plain for an open one, sealed for a secret one. */
export const ballotFor = (form: 'open' | 'secret', voteId: string, seal: SealOf, choice: Choice) =>
  form === 'secret' ? { voteId, sealed: sealBallot(voteId, seal, choice).sealed } : { voteId, choice }

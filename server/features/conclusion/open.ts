import { Refusal } from '#server/command/context.ts'
import { mustBeUnsealed } from '#server/features/meeting/facts.ts'

/** A conclusion is written until the record is sealed; a cancelled session has none. */
export function demandOpen(meeting: { status: string; sealedAt: Date | null }): void {
  if (meeting.status === 'cancelled') throw new Refusal('MEETING_ALREADY_ENDED')
  mustBeUnsealed(meeting)
}

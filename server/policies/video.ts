import type { VideoCaller } from '#app/domain/meeting/video.ts'
import type { Actor, Verdict } from '#server/command/context.ts'
import { canMeeting, type MeetingFacts } from './meeting.ts'

/** Đặt họp trực tuyến: whoever records for the session – chair, its secretaries, secretaries of the Office. */
export const canSetVideo = (actor: Actor, facts: MeetingFacts): Verdict => canMeeting(actor, 'record', facts)

/**
 * As whom somebody stands before the video room: what they are on the list, or the commune's room they run. By default
 * nobody; the Office and auditors read sessions but are not of them.
 */
export function videoCaller(facts: MeetingFacts & { operatesSite: boolean }): VideoCaller {
  if (facts.presides) return 'chair'
  switch (facts.role) {
    case 'chair':
    case 'secretary':
    case 'member':
    case 'substitute':
      return facts.role
    default:
      // Whoever is let in for a part only does not get the whole by way of the commune's room.
      if (facts.role === null) return facts.operatesSite ? 'site' : null
      return facts.role === 'guest' ? 'guest' : 'part'
  }
}

import type { Actor, Verdict } from '#server/command/context.ts'
import { canMeeting, isOffice, type MeetingFacts } from './meeting.ts'
import { verdict } from './verdict.ts'

/** Who takes part in the room's chat: members, their substitutes, who runs the session, and the Office. */
const IN_ROOM = new Set(['chair', 'secretary', 'member', 'substitute'])
/** Who has a line of their own to the secretary: they too, and guests; whoever only watches has none. */
const HAS_LINE = new Set(['chair', 'member', 'substitute', 'guest'])

export type ChatVerb = 'room' | 'ownLine' | 'desk' | 'setup'

/**
 * Trao đổi: `room` reads and writes the chat of all, `ownLine` the own line, `desk` reads and answers every line,
 * `setup` switches both on and off (who runs the session). Guests, press and wall screens are outside the room's chat.
 */
export function canChat(actor: Actor, verb: ChatVerb, facts: MeetingFacts): Verdict {
  const { role } = facts
  switch (verb) {
    case 'room':
      return verdict((role !== null && IN_ROOM.has(role)) || (isOffice(actor) && role !== 'guest' && role !== 'observer'))
    case 'ownLine':
      return verdict(role !== null && HAS_LINE.has(role))
    case 'desk':
      return canMeeting(actor, 'desk', facts)
    case 'setup':
      return canMeeting(actor, 'control', facts)
  }
}

import type { Actor } from '#server/command/context.ts'
import type { HistoryLevel } from '#app/contracts/history.ts'
import { isOffice, type MeetingFacts } from './meeting.ts'

/** How much of a session's record a person reads. */
export type RecordLevel = 'full' | 'reduced'

/**
 * Hồ sơ phiên họp: chair, secretaries, the Office and the auditor read all of it; members and substitutes what the room
 * saw anyway, without other people's reasons; guests, press and observers none of it. `role` as `roleIn` gives it.
 */
export function recordLevel(actor: Actor, role: string | null): RecordLevel | null {
  if (role === 'chair' || role === 'secretary' || isOffice(actor)) return 'full'
  if (actor.roles.has('auditor') && role !== 'guest' && role !== 'observer') return 'full'
  return role === 'member' || role === 'substitute' ? 'reduced' : null
}

/**
 * Diễn biến phiên họp: who keeps the session reads all of it, the auditor everything but what is still hidden, members and
 * substitutes the course the room saw. Guests, press, observers, outsiders: nothing.
 */
export function historyLevel(actor: Actor, facts: MeetingFacts): HistoryLevel | null {
  const { role } = facts
  if (role === 'chair' || role === 'secretary' || facts.presides || isOffice(actor)) return 'desk'
  if (actor.roles.has('auditor') && role !== 'guest' && role !== 'observer') return 'audit'
  return role === 'member' || role === 'substitute' ? 'room' : null
}

/** Thống kê: the Committee's leaders, the Office and the auditor see everybody; the head of a unit its people; others themselves. */
export type StatisticsScope = { kind: 'all' } | { kind: 'units'; unitIds: string[] } | { kind: 'own' }

export function statisticsScope(actor: Actor): StatisticsScope {
  if (isOffice(actor) || actor.roles.has('chairman') || actor.roles.has('vice_chairman') || actor.roles.has('auditor')) return { kind: 'all' }
  const unitIds = [...new Set(actor.positions.filter(p => p.role === 'unit_head').map(p => p.unitId))]
  return unitIds.length > 0 ? { kind: 'units', unitIds } : { kind: 'own' }
}

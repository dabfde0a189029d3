import { refused, type Refused } from '#app/domain/verdict.ts'

/** One stay in the room; `leftAt` null = still there. Times in ms since 1970. */
export type Interval = { arrivedAt: number; leftAt: number | null }

export type AttendanceRefusal = 'ATTENDANCE_ALREADY_PRESENT' | 'ATTENDANCE_NOT_PRESENT' | 'ATTENDANCE_TIME_WRONG' | 'ATTENDANCE_OVERLAP' | 'ATTENDANCE_UNCHANGED'

type Changed<T> = { ok: true; intervals: T[] } | Refused<AttendanceRefusal>

/** The stay that is still open, if any. */
const openStay = <T extends Interval>(intervals: readonly T[]): T | undefined =>
  intervals.find(stay => stay.leftAt === null)

export const isPresent = (intervals: readonly Interval[]): boolean => openStay(intervals) !== undefined

/** Whether the person was in the room at an instant; the moment of leaving is no longer in the room. */
export const wasPresentAt = (intervals: readonly Interval[], at: number): boolean =>
  intervals.some(stay => stay.arrivedAt <= at && (stay.leftAt === null || at < stay.leftAt))

/** Opens a new stay. Refused while one is open, or when it would reach into an earlier one. */
export const arrive = <T extends Interval>(intervals: readonly T[], stay: T): Changed<T> => {
  if (isPresent(intervals)) return refused('ATTENDANCE_ALREADY_PRESENT')
  if (intervals.some(earlier => earlier.leftAt !== null && stay.arrivedAt < earlier.leftAt))
    return refused('ATTENDANCE_TIME_WRONG')
  return { ok: true, intervals: [...intervals, stay] }
}

/** Ends the open stay. Refused when nobody is there or the time lies before the arrival. */
export const leave = <T extends Interval>(intervals: readonly T[], at: number): Changed<T> => {
  const open = openStay(intervals)
  if (!open) return refused('ATTENDANCE_NOT_PRESENT')
  if (at < open.arrivedAt) return refused('ATTENDANCE_TIME_WRONG')
  return { ok: true, intervals: intervals.map(stay => (stay === open ? { ...stay, leftAt: at } : stay)) }
}

/**
 * Đính chính one stay: other times, or none at all (`after` null). Never in the future, never over another stay, never
 * open once the session is over.
 */
export const correct = <T extends Interval & { id: string }>(
  intervals: readonly T[],
  change: { id: string; after: Interval | null; now: number; isOver: boolean },
): Changed<T> => {
  const { after, now } = change
  const others = intervals.filter(stay => stay.id !== change.id)
  const before = intervals.find(stay => stay.id === change.id)
  if (!before) return refused('ATTENDANCE_NOT_PRESENT')
  if (!after) return { ok: true, intervals: others }
  if (after.arrivedAt === before.arrivedAt && after.leftAt === before.leftAt) return refused('ATTENDANCE_UNCHANGED')
  if (after.arrivedAt > now || (after.leftAt !== null && (after.leftAt > now || after.leftAt < after.arrivedAt))) return refused('ATTENDANCE_TIME_WRONG')
  if (after.leftAt === null && change.isOver) return refused('ATTENDANCE_TIME_WRONG')
  const end = after.leftAt ?? Number.POSITIVE_INFINITY
  if (others.some(o => o.arrivedAt < end && after.arrivedAt < (o.leftAt ?? Number.POSITIVE_INFINITY))) return refused('ATTENDANCE_OVERLAP')
  return { ok: true, intervals: intervals.map(stay => (stay.id === change.id ? { ...stay, ...after } : stay)) }
}

/**
 * Late is who arrives after the session began: the real opening when there was one, else the announced hour.
 * Nobody is late to a session that itself opened late.
 */
export const isLate = (session: { startsAt: number; openedAt: number | null }, arrivedAt: number): boolean =>
  arrivedAt > Math.max(session.startsAt, session.openedAt ?? session.startsAt)

/** Present members in office: what quorum and majority count. A substitute or guest in the room never adds to it. */
export const presentCount = (
  participants: readonly { role: string; isMemberInOffice: boolean; intervals: readonly Interval[] }[],
): number =>
  participants.filter(
    person =>
      person.isMemberInOffice &&
      person.role !== 'substitute' &&
      person.role !== 'guest' &&
      person.role !== 'observer' &&
      isPresent(person.intervals),
  ).length

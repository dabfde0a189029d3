import { addDays, civilDateInVietnam, isWorkingDay, startOfDayInVietnam, type CivilDate, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { OUTER_CHANNELS, type AlertChannel, type AlertKind, type QuietHours } from './alerts.ts'

const MINUTE = 60_000
/** No run of days off is longer; a calendar that says so is wrong, and the message goes out all the same. */
const LONGEST_REST_DAYS = 30

const isQuietAt = (minute: number, quiet: QuietHours): boolean =>
  quiet.from < quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to

/** The first moment from `at` on when something may leave the house: not in quiet hours, not on a day off where those are quiet too. */
export const sendTime = (facts: { at: number; quiet: QuietHours | null; isQuietOnDaysOff: boolean; calendar: WorkCalendar }): number => {
  const { quiet, isQuietOnDaysOff, calendar } = facts
  let at = facts.at
  for (let step = 0; step < LONGEST_REST_DAYS * 2; step += 1) {
    const day = civilDateInVietnam(at)
    if (isQuietOnDaysOff && !isWorkingDay(calendar, day)) {
      at = startOfDayInVietnam(addDays(day, 1))
      continue
    }
    const minute = Math.floor((at - startOfDayInVietnam(day)) / MINUTE)
    if (!quiet || !isQuietAt(minute, quiet)) return at
    // before midnight of a night that spans it, the end is tomorrow's
    const endsOn = quiet.from > quiet.to && minute >= quiet.from ? addDays(day, 1) : day
    at = startOfDayInVietnam(endsOn) + quiet.to * MINUTE
  }
  return at
}

/** What a person said about the own channels; null = said nothing. */
export type Choice = { channels: readonly AlertChannel[] } | null
/** A message costs the province money: only who asked for it gets it. */
export const DEFAULT_CHOICE: readonly AlertChannel[] = ['email', 'push']

/** The ways one step goes to one person: the bell always, then what the rule allows, the person chose and there is an address for. */
export const channelsFor = (facts: { allowed: readonly AlertChannel[]; choice: Choice; reachable: readonly AlertChannel[] }): AlertChannel[] => {
  const chosen = facts.choice?.channels ?? DEFAULT_CHOICE
  return ['app', ...OUTER_CHANNELS.filter(c => facts.allowed.includes(c) && chosen.includes(c) && facts.reachable.includes(c))]
}

/** Người thay: from–to, both days counted. */
export type Substitution = { userId: string; substituteId: string; fromOn: CivilDate; toOn: CivilDate }

const onDay = (all: readonly Substitution[], userId: string, day: CivilDate): Substitution | undefined =>
  all.find(s => s.userId === userId && s.fromOn <= day && s.toOn >= day)

/**
 * Who gets what was meant for a person on a day. A substitute who is away hands it on to theirs. Where the chain comes back to
 * somebody or ends with nobody who may be asked (`mayReceive`), it stays with the person it was meant for: told to an absent
 * person is better than told to nobody.
 */
export const receiverOf = (facts: { userId: string; day: CivilDate; substitutions: readonly Substitution[]; mayReceive?: (userId: string) => boolean }): string => {
  const { userId, day, substitutions, mayReceive = () => true } = facts
  const seen = new Set([userId])
  let at = userId
  for (;;) {
    const next = onDay(substitutions, at, day)?.substituteId
    if (next === undefined) return at
    if (seen.has(next) || !mayReceive(next)) return userId
    seen.add(next)
    at = next
  }
}

/** Whether an absence may be declared: days in order and not gone by, not overlapping another of the same person, no circle of substitutes. */
export const checkSubstitution = (wanted: Substitution, others: readonly Substitution[], today: CivilDate): Verdict & { field?: string } => {
  if (wanted.substituteId === wanted.userId) return { ...refused('SUBSTITUTE_SELF'), field: 'substituteId' }
  if (wanted.toOn < wanted.fromOn) return { ...refused('SUBSTITUTION_DAYS'), field: 'toOn' }
  if (wanted.toOn < today) return { ...refused('SUBSTITUTION_PAST'), field: 'toOn' }
  const overlaps = (a: Substitution, b: Substitution) => a.fromOn <= b.toOn && b.fromOn <= a.toOn
  if (others.some(o => o.userId === wanted.userId && overlaps(o, wanted))) return { ...refused('SUBSTITUTION_OVERLAPS'), field: 'fromOn' }
  // From the substitute onwards, over what overlaps the wanted days: coming back to the person is a circle.
  const seen = new Set<string>()
  const ahead = [wanted.substituteId]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (id === wanted.userId) return { ...refused('SUBSTITUTION_CIRCLE'), field: 'substituteId' }
    if (seen.has(id)) continue
    seen.add(id)
    for (const o of others) if (o.userId === id && overlaps(o, wanted)) ahead.push(o.substituteId)
  }
  return allowed
}

/** How many tasks of each kind a digest speaks of; each task counts once, by its worst step. */
export const digestCounts = (lines: readonly { taskId: string; kind: AlertKind }[]): { tasks: number; overdue: number; due: number; soon: number } => {
  const rank: Record<AlertKind, number> = { soon: 0, due: 1, overdue: 2 }
  const worst = new Map<string, AlertKind>()
  for (const { taskId, kind } of lines) {
    const known = worst.get(taskId)
    if (known === undefined || rank[kind] > rank[known]) worst.set(taskId, kind)
  }
  const of = (kind: AlertKind) => [...worst.values()].filter(k => k === kind).length
  return { tasks: worst.size, overdue: of('overdue'), due: of('due'), soon: of('soon') }
}

/** The pauses before another try, in minutes; after the last one it counts as failed. */
const PAUSES = [1, 3, 10, 30] as const
/** When a try that failed for a while is made again; null = no more. `attempts` counts the one that just failed. */
export const retryAt = (attempts: number, now: number): number | null => {
  const pause = PAUSES[attempts - 1]
  return pause === undefined ? null : now + pause * MINUTE
}

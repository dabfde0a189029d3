import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'

/** Days of a post, a seat or a unit, both counted; no end = still in force. DATE columns, midnight UTC by construction. */
type Span = { validFrom: Date; validTo: Date | null }

/** Condition: not ended before this day. */
export const notEndedOn = (day: string) => ({ OR: [{ validTo: null }, { validTo: { gte: new Date(day) } }] })
/** Condition: in force on this day. Its OR is wrapped, so that the condition it is spread into may have one of its own. */
export const inForceOn = (day: string) => ({ validFrom: { lte: new Date(day) }, AND: [notEndedOn(day)] })
/** The same in plain SQL, for the table or alias `of`; `day` is the place of a parameter ('$3'), the day in Viet Nam. */
export const inForceSql = (of: string, day: string): string => `${of}."validFrom" <= ${day}::date AND (${of}."validTo" IS NULL OR ${of}."validTo" >= ${day}::date)`
/** The same for a row at hand. */
export const isInForceOn = (row: Span, day: string): boolean => row.validFrom <= new Date(day) && (row.validTo === null || row.validTo >= new Date(day))

/** Condition: in force today, by the day in Viet Nam. */
export const inForce = (now: Date) => inForceOn(civilDateInVietnam(now))
/** Condition: not ended by today. */
export const notEnded = (now: Date) => notEndedOn(civilDateInVietnam(now))

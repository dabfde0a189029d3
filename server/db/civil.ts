/** Civil date ('YYYY-MM-DD') of a DATE column, which is midnight UTC by construction. */
export const civilOf = (day: Date): string => day.toISOString().slice(0, 10)
/** The same where the column may be empty. */
export const civil = (day: Date | null): string | null => (day ? civilOf(day) : null)

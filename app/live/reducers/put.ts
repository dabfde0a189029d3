type Row = { id: string }
const replaced = <T extends Row>(rows: readonly T[], row: T): T[] | null => (rows.some(r => r.id === row.id) ? rows.map(r => (r.id === row.id ? row : r)) : null)

/** Replaces the row of the same id where it stands, or adds it at the end. */
export const put = <T extends Row>(rows: readonly T[], row: T): T[] => replaced(rows, row) ?? [...rows, row]

/** The same, a new one on top. */
export const putFirst = <T extends Row>(rows: readonly T[], row: T): T[] => replaced(rows, row) ?? [row, ...rows]

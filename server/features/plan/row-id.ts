import { v5 as uuidv5 } from 'uuid'

/** Id of the task (or duty) of a row: it keeps it however often its plan is begun. */
export const rowId = (importId: string, row: number): string => uuidv5(`row/${row}`, importId)

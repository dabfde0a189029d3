import { SYSTEM_USER_ID } from '#server/command/context.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether what came in an address can be asked of a column of ids at all. */
export const isId = (text: string): boolean => UUID.test(text)
/** What came in an address as an id; anything else is the id of nothing. */
export const asId = (text: string): string => (isId(text) ? text : SYSTEM_USER_ID)

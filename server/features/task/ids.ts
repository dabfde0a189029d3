import { SYSTEM_USER_ID } from '#server/command/context.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What came in an address as an id; anything else is the id of no task. */
export const asId = (text: string): string => (UUID.test(text) ? text : SYSTEM_USER_ID)
export const asIds = (all: readonly string[]): string[] => all.filter(text => UUID.test(text))

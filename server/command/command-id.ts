import { v5 as uuidv5 } from 'uuid'
import { SYSTEM_USER_ID } from './context.ts'

/** A command id that is the same whenever the same cause asks for the same thing. */
export const commandIdFrom = (cause: string): string => uuidv5(cause, SYSTEM_USER_ID)

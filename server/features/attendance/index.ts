import type { Handler } from '#server/command/handler.ts'
import { checkIn, leaveSession, recordFor } from './record-attendance.ts'

export const handlers: Handler[] = [checkIn, leaveSession, recordFor]
export const queries = {}

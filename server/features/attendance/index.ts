import type { Handler } from '#server/command/handler.ts'
import { correctAttendance } from './correct-attendance.ts'
export { doorOfMeeting } from './door.ts'
import { checkInByDoor, doorCode, doorView, renewDoor } from './door.ts'
import { typeBackAttendance } from './type-back.ts'
import { checkIn, leaveSession, recordFor } from './record-attendance.ts'

export const handlers: Handler[] = [checkIn, leaveSession, recordFor, checkInByDoor, renewDoor, correctAttendance, typeBackAttendance]
export const queries = { 'attendance.doorCode': doorCode, 'attendance.door': doorView }

import { describe, expect, it } from 'vitest'
import { errorCodes, type ErrorCode } from '#app/contracts/errors.ts'
import type { AttendanceRefusal } from '#app/domain/meeting/attendance.ts'
import type { MeetingRefusal } from '#app/domain/meeting/machine.ts'
import type { SpeakingRefusal } from '#app/domain/meeting/speaking.ts'
import type { TaskRefusal } from '#app/domain/task/machine.ts'
import type { VoteRefusal } from '#app/domain/voting/machine.ts'

type DomainCode = AttendanceRefusal | MeetingRefusal | SpeakingRefusal | TaskRefusal | VoteRefusal

/** The compiler demands every code of the rules here and refuses any that the contracts do not know. */
const codes: Record<DomainCode, ErrorCode> = {
  ATTENDANCE_ALREADY_PRESENT: 'ATTENDANCE_ALREADY_PRESENT',
  ATTENDANCE_NOT_PRESENT: 'ATTENDANCE_NOT_PRESENT',
  ATTENDANCE_TIME_WRONG: 'ATTENDANCE_TIME_WRONG',
  MEETING_NOT_STARTED: 'MEETING_NOT_STARTED',
  MEETING_NOT_RUNNING: 'MEETING_NOT_RUNNING',
  MEETING_ALREADY_STARTED: 'MEETING_ALREADY_STARTED',
  MEETING_ALREADY_ENDED: 'MEETING_ALREADY_ENDED',
  MEETING_PAUSED: 'MEETING_PAUSED',
  MEETING_VOTE_OPEN: 'MEETING_VOTE_OPEN',
  ITEM_DECIDED: 'ITEM_DECIDED',
  ITEM_WRONG_STATE: 'ITEM_WRONG_STATE',
  ITEM_REASON_REQUIRED: 'ITEM_REASON_REQUIRED',
  ITEM_WITHDRAWN: 'ITEM_WITHDRAWN',
  ITEM_IS_CURRENT: 'ITEM_IS_CURRENT',
  ITEM_VOTE_OPEN: 'ITEM_VOTE_OPEN',
  SPEAKING_ALREADY_WAITING: 'SPEAKING_ALREADY_WAITING',
  SPEAKING_WRONG_STATE: 'SPEAKING_WRONG_STATE',
  SPEAKING_NOT_YOURS: 'SPEAKING_NOT_YOURS',
  SPEAKING_ANOTHER_SPEAKS: 'SPEAKING_ANOTHER_SPEAKS',
  SPEAKING_NOT_PRESENT: 'SPEAKING_NOT_PRESENT',
  SPEAKING_VOTE_OPEN: 'SPEAKING_VOTE_OPEN',
  TASK_WRONG_STATE: 'TASK_WRONG_STATE',
  TASK_NOT_YOURS: 'TASK_NOT_YOURS',
  TASK_REASON_REQUIRED: 'TASK_REASON_REQUIRED',
  TASK_DEADLINE_REQUIRED: 'TASK_DEADLINE_REQUIRED',
  TASK_EVIDENCE_REQUIRED: 'TASK_EVIDENCE_REQUIRED',
  TASK_NOTE_REQUIRED: 'TASK_NOTE_REQUIRED',
  TASK_UNIT_REQUIRED: 'TASK_UNIT_REQUIRED',
  VOTE_SESSION_NOT_RUNNING: 'VOTE_SESSION_NOT_RUNNING',
  VOTE_ITEM_NOT_CURRENT: 'VOTE_ITEM_NOT_CURRENT',
  VOTE_ANOTHER_OPEN: 'VOTE_ANOTHER_OPEN',
  VOTE_NOT_OPEN: 'VOTE_NOT_OPEN',
  VOTE_ALREADY_CLOSED: 'VOTE_ALREADY_CLOSED',
  VOTE_NOT_A_VOTER: 'VOTE_NOT_A_VOTER',
  VOTE_IS_GUEST: 'VOTE_IS_GUEST',
  VOTE_IS_SUBSTITUTE: 'VOTE_IS_SUBSTITUTE',
  VOTE_CHANGE_NOT_ALLOWED: 'VOTE_CHANGE_NOT_ALLOWED',
}

describe('codes of refusal', () => {
  it.each(Object.entries(codes))('%s is declared in the contracts', (code, declared) => {
    expect(declared).toBe(code)
    expect(errorCodes[declared].status).toBeGreaterThanOrEqual(400)
  })
})

/**
 * Every refusal and failure by code. The Vietnamese sentence stands in app/text/errors.ts; a unit test holds the two together.
 * level: how loud the log is (`info` = the user's own slip, `warn` = somebody tried what they may not, `error` = our fault).
 */
const user = (status: number) => ({ status, level: 'info' as const })
const denied = (status: number) => ({ status, level: 'warn' as const })
const ours = (status: number) => ({ status, level: 'error' as const })

export const errorCodes = {
  // general
  NOT_SIGNED_IN: denied(401),
  FORBIDDEN: denied(403),
  NOT_FOUND: denied(404),
  BAD_INPUT: user(422),
  INPUT_TOO_LARGE: denied(413),
  UNKNOWN_COMMAND: denied(400),
  TOO_MANY: denied(429),
  CONFLICT: user(409),
  SERVER_BUSY: ours(503),
  INTERNAL: ours(500),
  STREAM_UNKNOWN: denied(404),
  // sign-in
  SIGN_IN_FAILED: denied(401),
  SIGN_IN_LOCKED: denied(429),
  SECOND_FACTOR_REQUIRED: user(401),
  SECOND_FACTOR_WRONG: denied(401),
  SECOND_FACTOR_DEMANDED: user(409),
  SECOND_FACTOR_SETUP_REQUIRED: user(403),
  PASSWORD_TOO_SHORT: user(422),
  PASSWORD_TOO_LONG: user(422),
  PASSWORD_COMMON: user(422),
  PASSWORD_SAME: user(422),
  PASSWORD_LIKE_NAME: user(422),
  PASSWORD_WRONG: denied(401),
  SETUP_LINK_INVALID: denied(410),
  // meeting
  MEETING_NOT_STARTED: user(409),
  MEETING_NOT_RUNNING: user(409),
  MEETING_ALREADY_STARTED: user(409),
  MEETING_ALREADY_ENDED: user(409),
  MEETING_PAUSED: user(409),
  MEETING_TIMES_WRONG: user(422),
  MEETING_VOTE_OPEN: user(409),
  MEETING_NO_QUORUM: user(409),
  ITEM_NOT_IN_MEETING: user(404),
  ITEM_DECIDED: user(409),
  ITEM_WRONG_STATE: user(409),
  ITEM_REASON_REQUIRED: user(422),
  ITEM_WITHDRAWN: user(409),
  ITEM_IS_CURRENT: user(409),
  ITEM_VOTE_OPEN: user(409),
  AGENDA_ITEM_ON_ITSELF: user(422),
  AGENDA_NOTHING_CHANGED: user(409),
  AGENDA_EMPTY: user(422),
  AGENDA_TITLE_MISSING: user(422),
  AGENDA_REASON_REQUIRED: user(422),
  AGENDA_ITEM_STARTED: user(409),
  ATTENDANCE_ALREADY_PRESENT: user(409),
  ATTENDANCE_NOT_PRESENT: user(409),
  ATTENDANCE_NOT_OPEN: user(409),
  ATTENDANCE_TIME_WRONG: user(422),
  SPEAKING_ALREADY_WAITING: user(409),
  SPEAKING_WRONG_STATE: user(409),
  SPEAKING_NOT_YOURS: denied(403),
  SPEAKING_ANOTHER_SPEAKS: user(409),
  SPEAKING_NOT_PRESENT: user(409),
  SPEAKING_VOTE_OPEN: user(409),
  // vote
  VOTE_SESSION_NOT_RUNNING: user(409),
  VOTE_ITEM_NOT_CURRENT: user(409),
  VOTE_ANOTHER_OPEN: user(409),
  VOTE_NOT_OPEN: user(409),
  VOTE_ALREADY_CLOSED: user(409),
  VOTE_NOT_A_VOTER: denied(403),
  VOTE_IS_GUEST: denied(403),
  VOTE_IS_SUBSTITUTE: denied(403),
  VOTE_CHANGE_NOT_ALLOWED: user(409),
  // conclusion
  LINE_CHANGED_MEANWHILE: user(409),
  LINE_ALREADY_TASK: user(409),
  LINE_EMPTY: user(422),
  // papers and files
  FILE_TOO_LARGE: denied(413),
  FILE_NOT_PDF: user(415),
  FILE_BROKEN: user(422),
  FILE_TYPE_REFUSED: user(415),
  FILE_SECRET: denied(422),
  FILE_NOT_READY: user(409),
  DISK_FULL: ours(507),
  // documents
  DOC_NOT_FOUND: denied(404),
  DOC_READ_ONLY: denied(403),
  DOC_SEALED: user(409),
  DOC_TOO_LARGE: denied(413),
  DOC_BAD_UPDATE: denied(422),
  // hall
  HALL_CODE_WRONG: denied(404),
  HALL_CODE_EXPIRED: user(410),
  // tasks
  TASK_WRONG_STATE: user(409),
  TASK_NOT_YOURS: denied(403),
  TASK_REASON_REQUIRED: user(422),
  TASK_NOTE_REQUIRED: user(422),
  TASK_EVIDENCE_REQUIRED: user(422),
  TASK_DEADLINE_REQUIRED: user(422),
  TASK_UNIT_REQUIRED: user(422),
  TASK_UNIT_CLOSED: user(422),
  TASK_CHANGED_MEANWHILE: user(409),
} as const

export type ErrorCode = keyof typeof errorCodes

/** HTTP status of a code; an unknown code is our fault. */
export const statusOf = (code: string): number => (code in errorCodes ? errorCodes[code as ErrorCode].status : 500)

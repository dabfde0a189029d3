import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'

/** Việc Chủ tịch quyết định thay UBND: chờ báo cáo, đã vào chương trình, đã báo cáo, đã rút. */
export type DecidedState = 'waiting' | 'on_agenda' | 'reported' | 'withdrawn'

export const stateOf = (d: { withdrawn: boolean; reported: boolean; onAgenda: boolean }): DecidedState => (d.withdrawn ? 'withdrawn' : d.reported ? 'reported' : d.onAgenda ? 'on_agenda' : 'waiting')

/**
 * What may be entered: a matter that has been decided, and none of khoản 2 Điều 40, which the collective decides itself
 * (khoản 21 Điều 17). `isNotCollective` = the Office has confirmed that it is none.
 */
export const canRecord = (facts: { isNotCollective: boolean; decidedOn: CivilDate; documentOn: CivilDate; today: CivilDate }): Verdict<'DECIDED_COLLECTIVE' | 'DECIDED_DAY_FUTURE' | 'DECIDED_DAYS_ORDER'> & { field?: string } => {
  if (!facts.isNotCollective) return { ...refused('DECIDED_COLLECTIVE'), field: 'isNotCollective' }
  if (facts.decidedOn > facts.today) return { ...refused('DECIDED_DAY_FUTURE'), field: 'decidedOn' }
  if (facts.documentOn > facts.today) return { ...refused('DECIDED_DAY_FUTURE'), field: 'documentOn' }
  if (facts.documentOn < facts.decidedOn) return { ...refused('DECIDED_DAYS_ORDER'), field: 'documentOn' }
  return allowed
}

/** What stands on an agenda, or was reported there, is not changed behind the session's back. */
export const canChange = (state: DecidedState): Verdict<'DECIDED_ON_AGENDA' | 'DECIDED_REPORTED' | 'DECIDED_WITHDRAWN'> => {
  if (state === 'on_agenda') return refused('DECIDED_ON_AGENDA')
  if (state === 'reported') return refused('DECIDED_REPORTED')
  return state === 'withdrawn' ? refused('DECIDED_WITHDRAWN') : allowed
}

/** One block on the agenda of a session of the Committee that has not begun, with at least one matter in it. */
export const canReport = (facts: { meetingKind: string; meetingStatus: string; waiting: number }): Verdict<'DECIDED_NOT_A_SESSION' | 'DECIDED_NOTHING_TO_REPORT'> => {
  const isSession = facts.meetingKind === 'regular' || facts.meetingKind === 'special'
  if (!isSession || (facts.meetingStatus !== 'draft' && facts.meetingStatus !== 'invited')) return refused('DECIDED_NOT_A_SESSION')
  return facts.waiting > 0 ? allowed : refused('DECIDED_NOTHING_TO_REPORT')
}

/** After a session: what was in a block that was dealt with is reported; what was held over or taken off waits for the next. */
export const afterSession = (itemStatus: string | null): 'reported' | 'waiting' => (itemStatus === 'concluded' ? 'reported' : 'waiting')

import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { LegalSource } from './majority.ts'

/** Who may vote, with the rule it follows from: each answer, yes or no, names its source. */

export type EntitlementReason = 'MEMBER' | 'NOT_A_MEMBER' | 'TERM_NOT_BEGUN' | 'TERM_OVER' | 'SUBSTITUTE' | 'GUEST' | 'RECUSED' | 'ALREADY_CAST'
export type Entitlement = { may: boolean; reason: EntitlementReason; source: LegalSource | null }

/** Membership on a day: first and last day in office both count; a term that ended at midnight ended the day before. */
export const isInOffice = (term: { from: CivilDate; to: CivilDate | null }, day: CivilDate): boolean => term.from <= day && (term.to === null || day <= term.to)

/**
 * Whether somebody holds a ballot. `day` is the day the list was frozen (opening of the session, sending of the card):
 * who came into office later has no ballot in it. `term` null = never a member.
 */
export const entitlement = (
  person: { role: string; term: { from: CivilDate; to: CivilDate | null } | null; isRecused: boolean; hasCast: boolean },
  day: CivilDate,
  rules: Pick<MeetingRuleSet, 'voteRule' | 'changeBallotAllowed' | 'sources'>,
): Entitlement => {
  const answer = (may: boolean, reason: EntitlementReason, source: LegalSource | undefined): Entitlement => ({ may, reason, source: source ?? null })
  const { sources, voteRule } = rules
  if (person.role === 'substitute') return answer(false, 'SUBSTITUTE', sources.substituteVotes ?? voteRule.source)
  if (person.role === 'guest' || person.role === 'observer') return answer(false, 'GUEST', voteRule.source)
  if (!person.term) return answer(false, 'NOT_A_MEMBER', voteRule.source)
  if (!isInOffice(person.term, day)) return answer(false, person.term.from > day ? 'TERM_NOT_BEGUN' : 'TERM_OVER', voteRule.source)
  if (person.isRecused) return answer(false, 'RECUSED', sources.recusal)
  if (person.hasCast && !rules.changeBallotAllowed) return answer(false, 'ALREADY_CAST', sources.changeBallot)
  return answer(true, 'MEMBER', voteRule.source)
}

import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { Version } from '#app/domain/meeting/rule-versions.ts'
import { sourceText } from '#app/domain/voting/sentence.ts'
import { civil, civilOf } from '#server/db/civil.ts'
import type { Prisma } from '#server/db/generated/client.ts'

type Row = { id: string; code: string; name: string; meetingKind: string; params: unknown; validFrom: Date; validTo: Date | null }

/** A row as the rules read it. Name and days of validity are the row's: ending a version touches nothing it says. */
export const storedRuleSet = (r: Row): MeetingRuleSet => ({
  ...(r.params as MeetingRuleSet),
  code: r.code,
  name: r.name,
  meetingKind: r.meetingKind as MeetingRuleSet['meetingKind'],
  validFrom: civilOf(r.validFrom),
  validTo: civil(r.validTo),
})

export const versionOf = (r: Row): Version => {
  const { code, meetingKind, validFrom, validTo } = storedRuleSet(r)
  return { id: r.id, code, meetingKind, validFrom, validTo }
}

/** A rule set as a row. */
export const ruleSetRow = (id: string, set: MeetingRuleSet): Prisma.RuleSetCreateManyInput => ({
  id,
  code: set.code,
  name: set.name,
  meetingKind: set.meetingKind,
  params: set as unknown as Prisma.InputJsonValue,
  source: sourceText(set.voteRule.source),
  validFrom: new Date(set.validFrom),
  validTo: set.validTo ? new Date(set.validTo) : null,
})

import { ruleSetAddVersion, ruleSetVersionAdded, ruleSetWithdraw, ruleSetWithdrawn } from '#app/contracts/rule-set.ts'
import { checkChange, placeVersion, withChange, withdrawVersion, type RuleChange } from '#app/domain/meeting/rule-versions.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { canKeepRules } from '#server/policies/rule-set.ts'
import { ruleSetRow, storedRuleSet, versionOf } from './stored.ts'

/** Every version, held until the command ends: two people never place versions side by side. */
const lockedVersions = async (ctx: CommandContext) => {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "RuleSet" ORDER BY id FOR UPDATE`)
  return ctx.tx.ruleSet.findMany()
}

const fieldOf: Record<string, string> = {
  RULE_SET_BASE_UNLAWFUL: 'base',
  RULE_SET_THRESHOLD_LOW: 'threshold',
  RULE_SET_FRACTION_WRONG: 'threshold',
  RULE_SET_SOURCE_REQUIRED: 'sources',
}

/** Lập bản mới từ một ngày. What a session was opened with is its own copy and does not change by this. */
export const addVersion = handler(ruleSetAddVersion, async (ctx, input) => {
  demand(canKeepRules(ctx.actor))
  const rows = await lockedVersions(ctx)
  const from = rows.find(r => r.id === input.fromId)
  if (!from) throw new Refusal('NOT_FOUND')
  if (rows.some(r => r.id === input.id)) throw new Refusal('CONFLICT')
  const change: RuleChange = input.change as RuleChange
  const sound = checkChange(input.meetingKind, change)
  if (!sound.ok) throw new Refusal(sound.code, {}, { [fieldOf[sound.code] ?? 'change']: sound.code })
  const place = placeVersion(rows.map(versionOf), input, civilDateInVietnam(ctx.now))
  if (!place.ok) throw new Refusal(place.code, {}, { validFrom: place.code })
  for (const { id, validTo } of place.closes) await ctx.tx.ruleSet.update({ where: { id }, data: { validTo: new Date(validTo) } })
  const { code, name, meetingKind, validFrom } = input
  const set = withChange(storedRuleSet(from), { code, name, meetingKind, validFrom, validTo: place.validTo }, change)
  await ctx.tx.ruleSet.create({ data: ruleSetRow(input.id, set) })
  ctx.audit(`ruleSet:${code}`, ruleSetVersionAdded, { id: input.id, fromId: input.fromId, code, validFrom, validTo: place.validTo, change: input.change }, { reason: input.reason })
  return { id: input.id, validTo: place.validTo }
})

/** Rút bản chưa áp dụng: nothing was held by it, so it may go; the log keeps it. */
export const withdraw = handler(ruleSetWithdraw, async (ctx, { id, reason }) => {
  demand(canKeepRules(ctx.actor))
  const rows = await lockedVersions(ctx)
  const gone = rows.find(r => r.id === id)
  if (!gone) throw new Refusal('NOT_FOUND')
  const done = withdrawVersion(rows.map(versionOf), id, civilDateInVietnam(ctx.now))
  if (!done.ok) throw new Refusal(done.code)
  await ctx.tx.ruleSet.delete({ where: { id } })
  for (const { id: before, validTo } of done.reopens) await ctx.tx.ruleSet.update({ where: { id: before }, data: { validTo: validTo ? new Date(validTo) : null } })
  const set = storedRuleSet(gone)
  ctx.audit(`ruleSet:${set.code}`, ruleSetWithdrawn, { id, code: set.code, validFrom: set.validFrom, params: gone.params }, { reason })
  return {}
})

import { alertRulesChanged, alertRulesSet } from '#app/contracts/alert.ts'
import { type AlertRules, checkRules } from '#app/domain/task/alerts.ts'
import { checkThresholds } from '#app/domain/task/early-warning.ts'
import { demand, type QueryContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { canKeepAlertRules, canReadAlertRules } from '#server/policies/alert.ts'
import { alertRulesOf, RULES_KEY } from './stored-rules.ts'

/** Sửa quy tắc cảnh báo: checked by the rule of rules; the rows that wait are planned anew by what follows from the event. */
export const setAlertRules = handler(alertRulesSet, async (ctx, { rules: given, warning, baseAt, reason }) => {
  demand(canKeepAlertRules(ctx.actor))
  await ctx.tx.$executeRawUnsafe(`INSERT INTO "Setting"(key, value, "updatedAt") VALUES ($1, '{}', 'epoch') ON CONFLICT DO NOTHING`, RULES_KEY)
  const [row] = await ctx.tx.$queryRawUnsafe<{ at: number }[]>(`SELECT (extract(epoch FROM "updatedAt") * 1000)::float8 AS at FROM "Setting" WHERE key = $1 FOR UPDATE`, RULES_KEY)
  if ((row?.at ?? 0) !== (baseAt ?? 0)) throw new Refusal('ALERT_RULES_CHANGED')
  const rules: AlertRules = { ...given, steps: [...given.steps].sort((a, b) => a.offset - b.offset).map(s => ({ ...s, channels: [...new Set(['app' as const, ...s.channels])] })) }
  const sound = checkRules({ ...rules, steps: given.steps })
  if (!sound.ok) throw new Refusal(sound.code as 'ALERT_RULES_DAYS', sound.params, sound.field ? { [`rules.${sound.field}`]: sound.code } : {})
  const fair = checkThresholds(warning)
  if (!fair.ok) throw new Refusal(fair.code as 'WARNING_THRESHOLD_WRONG', fair.params, fair.field ? { [`warning.${fair.field}`]: fair.code } : {})
  await ctx.tx.setting.update({ where: { key: RULES_KEY }, data: { value: { rules, warning } as object, updatedAt: ctx.now } })
  ctx.emit('alerts:rules', alertRulesChanged, { rules: rules as never, warning }, { reason })
  return {}
})

/** Quy tắc cảnh báo, with the last changes: who, when, why. */
export async function alertRulesView(ctx: QueryContext, _args: Record<string, never>) {
  demand(canReadAlertRules(ctx.actor))
  const [{ rules, warning, savedAt }, changes] = await Promise.all([
    alertRulesOf(ctx.db),
    ctx.db.$queryRaw<{ at: Date; by: string; reason: string }[]>`
      SELECT e."occurredAt" AS at, coalesce(u."displayName", '') AS by, coalesce(e.meta->>'reason', '') AS reason
      FROM "EventLog" e LEFT JOIN "User" u ON u.id = e."actorId" WHERE e.stream = 'alerts:rules' ORDER BY e.id DESC LIMIT 5`,
  ])
  return {
    rules,
    warning,
    savedAt: savedAt && savedAt.getTime() > 0 ? savedAt.getTime() : null,
    mayKeep: canKeepAlertRules(ctx.actor).ok,
    isAdmin: ctx.actor.roles.has('admin'),
    changes: changes.map(c => ({ at: c.at.getTime(), by: c.by, reason: c.reason })),
  }
}

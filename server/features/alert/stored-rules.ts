import { AlertRules, WarningThresholds } from '#app/contracts/alert.ts'
import { type AlertRules as Rules, defaultAlertRules } from '#app/domain/task/alerts.ts'
import { defaultWarningThresholds, type WarningThresholds as Thresholds } from '#app/domain/task/early-warning.ts'
import type { Db, Tx } from '#server/command/context.ts'

export const RULES_KEY = 'alerts.rules'

/** The rules in force; what was never saved, or can't be read any more, is as the program brings it. */
export async function alertRulesOf(db: Db | Tx): Promise<{ rules: Rules; warning: Thresholds; savedAt: Date | null }> {
  const row = await db.setting.findUnique({ where: { key: RULES_KEY } })
  const value = (row?.value ?? {}) as { rules?: unknown; warning?: unknown }
  const rules = AlertRules.safeParse(value.rules)
  const warning = WarningThresholds.safeParse(value.warning)
  return { rules: rules.success ? rules.data : defaultAlertRules, warning: warning.success ? warning.data : defaultWarningThresholds, savedAt: row?.updatedAt ?? null }
}

import type { Handler } from '#server/command/handler.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { deliverAlerts } from './deliver.ts'
import { preferenceView, setPreference, subscribePush, unsubscribePush } from './preferences.ts'
import { replanOnNewRules, replanTasks } from './replan.ts'
import { ringBells } from './ring.ts'
import { alertRulesView, setAlertRules } from './rules.ts'
import { myDay, resend, sendings } from './sendings.ts'
import { declareSubstitution, endSubstitution } from './substitution.ts'
import { tellSendings } from './tell-sendings.ts'
import { noteWarnings, warningList, warningRate } from './warnings.ts'

export const handlers: Handler[] = [deliverAlerts, ringBells, replanTasks, noteWarnings, setAlertRules, setPreference, subscribePush, unsubscribePush, declareSubstitution, endSubstitution, resend, tellSendings]
export const reactions: Reaction[] = [replanOnNewRules]
export const queries = {
  'alert.rules': alertRulesView,
  'alert.preferences': preferenceView,
  'alert.sendings': sendings,
  'alert.myDay': myDay,
  'warning.list': warningList,
  'warning.rate': warningRate,
}

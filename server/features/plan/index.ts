import type { Handler } from '#server/command/handler.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { carryOut, carryOutPlan, reportPlan, tellPlan, tellUnits } from './carry-out.ts'
import { dropPlan, fixPlan, keepTwins, mapPlan, runPlan, startPlan } from './edit-plan.ts'

export const handlers: Handler[] = [startPlan, mapPlan, fixPlan, keepTwins, runPlan, dropPlan, carryOutPlan, reportPlan, tellPlan]
export const reactions: Reaction[] = [carryOut, tellUnits]
export { queries } from './queries.ts'

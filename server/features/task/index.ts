import type { Handler } from '#server/command/handler.ts'
import type { Reaction } from '#server/features/reaction.ts'
import * as acts from './act-on-task.ts'
import { deliverAlert } from './deliver-alert.ts'
import { tellTaskAct, tellThoseConcerned } from './notify-act.ts'

export const handlers: Handler[] = [...Object.values(acts), deliverAlert, tellTaskAct]
export const reactions: Reaction[] = [tellThoseConcerned]
export { queries } from './queries.ts'

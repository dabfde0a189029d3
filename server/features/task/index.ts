import type { Handler } from '#server/command/handler.ts'
import type { Reaction } from '#server/features/reaction.ts'
import * as acts from './act-on-task.ts'
import { boardQueries } from './list.ts'
import { exportQueries } from './export.ts'
import { queueQueries } from './queues.ts'
import { bulkAct, bulkQueries, bulkUndo } from './bulk.ts'
import { choiceQueries } from './choices.ts'
import { answerDemand, explainTask, urgeTask } from './demands.ts'
import { commentOnTask, seeTask, tellThoseNamed } from './discuss.ts'
import { delegateTask, extendTask, handOverTask, setMonitor, transferTask } from './hand-on.ts'
import * as parts from './parts.ts'
import { removeTaskView, savedViewQueries, saveTaskView } from './saved-views.ts'
import { addChild, attachTask } from './sub-tasks.ts'
import { queries as taskQueries } from './queries.ts'
import { tellTaskAct, tellThoseConcerned } from './notify-act.ts'

export const handlers: Handler[] = [
  ...Object.values(acts),
  ...Object.values(parts),
  addChild, attachTask, urgeTask, explainTask, answerDemand, delegateTask, handOverTask, transferTask, extendTask, setMonitor,
  commentOnTask, seeTask, bulkAct, bulkUndo, tellTaskAct, saveTaskView, removeTaskView,
]
export const reactions: Reaction[] = [tellThoseConcerned, tellThoseNamed]
export const queries = { ...taskQueries, ...boardQueries, ...exportQueries, ...queueQueries, ...choiceQueries, ...bulkQueries, ...savedViewQueries }

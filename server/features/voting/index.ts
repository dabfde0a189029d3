import type { BatchHandler, Handler } from '#server/command/handler.ts'
import { cancelVote } from './cancel-vote.ts'
import { castBallots } from './cast-ballots.ts'
import { extendVote, holdVote, keepVote, reserveOpinion, takeOnVote } from './act-on-vote.ts'
import { closeVote } from './close-vote.ts'
import { noteUncounted } from './note-uncounted.ts'
import { openVote } from './open-vote.ts'
import { movePlanned, openPlanned, removePlanned, runPlanned, savePlanned } from './plan.ts'
import { enterRecusal, removeRecusal } from './recusals.ts'
import { typeBackVote } from './type-back.ts'
import { queries as ballotQueries } from './ballots.ts'
import { queries as readinessQueries } from './readiness.ts'

export const handlers: Handler[] = [openVote, closeVote, noteUncounted, cancelVote, typeBackVote, extendVote, holdVote, takeOnVote, keepVote, reserveOpinion, enterRecusal, removeRecusal, savePlanned, removePlanned, movePlanned, runPlanned, openPlanned]
export const batchHandlers: BatchHandler[] = [castBallots]
export const queries = { ...readinessQueries, ...ballotQueries }
export { ballotHooks } from './cast-ballots.ts'

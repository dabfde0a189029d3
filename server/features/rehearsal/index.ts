import type { Handler } from '#server/command/handler.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { playRehearsal } from './play-rehearsal.ts'
import { removeRehearsal } from './remove-rehearsal.ts'
import { actAsMembers } from './simulate.ts'
import { startRehearsal } from './start-rehearsal.ts'

export const handlers: Handler[] = [startRehearsal, playRehearsal, removeRehearsal]
export const reactions: Reaction[] = [actAsMembers]
export { queries } from './queries.ts'

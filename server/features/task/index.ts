import type { BatchHandler, Handler } from '#server/command/handler.ts'
import type { Reaction } from '#server/features/reaction.ts'

export const handlers: Handler[] = []
export const batchHandlers: BatchHandler[] = []
export const queries = {}
export const reactions: Reaction[] = []

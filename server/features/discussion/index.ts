import type { Handler } from '#server/command/handler.ts'
import { markRead, say, setUp, withdraw } from './talk.ts'

export const handlers: Handler[] = [say, withdraw, setUp, markRead]
export { queries } from './queries.ts'

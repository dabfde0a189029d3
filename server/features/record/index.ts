import type { Handler } from '#server/command/handler.ts'
import { queries as historyQueries } from './history.ts'
import { markOpened } from './mark-opened.ts'
import { queries as recordQueries } from './queries.ts'

export const handlers: Handler[] = [markOpened]
export const queries = { ...recordQueries, ...historyQueries }

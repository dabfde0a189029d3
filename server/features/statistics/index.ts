import type { Handler } from '#server/command/handler.ts'
import { queries as statisticsQueries } from './queries.ts'

export const handlers: Handler[] = []
export const queries = { ...statisticsQueries }

import type { Handler } from '#server/command/handler.ts'
import { queries as recordQueries } from './queries.ts'

export const handlers: Handler[] = []
export const queries = { ...recordQueries }

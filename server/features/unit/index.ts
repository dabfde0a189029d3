import type { Handler } from '#server/command/handler.ts'
import { list, preview } from './queries.ts'
import { rearrange } from './rearrange.ts'

export const handlers: Handler[] = [rearrange]
export const queries = { 'unit.list': list, 'unit.preview': preview }

import type { Handler } from '#server/command/handler.ts'
import { recordSource } from './record-source.ts'

export const handlers: Handler[] = [recordSource]
export const queries = {}

import type { Handler } from '#server/command/handler.ts'
import { find } from './find.ts'

export const handlers: Handler[] = []
export const queries = { 'directory.find': find }

import type { Handler } from '#server/command/handler.ts'
import { pairHall, releaseHall } from './pair-hall.ts'

export const handlers: Handler[] = [pairHall, releaseHall]
export const queries = {}
export { createHallDisplay, findHallByToken } from './displays.ts'

import type { Handler } from '#server/command/handler.ts'
import { pairHall, releaseHall, takeHall } from './pair-hall.ts'
import { setHallLook, setHallMode } from './set-hall.ts'

export const handlers: Handler[] = [pairHall, releaseHall, takeHall, setHallMode, setHallLook]
export const queries = {}
export { createHallDisplay, displayView, findHallByToken, renewCode } from './displays.ts'
export { hallPicture, type HallPicture } from './queries.ts'

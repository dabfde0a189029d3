import type { Handler } from '#server/command/handler.ts'
import { enterVideo } from './enter-video.ts'
import { setVideo } from './set-video.ts'

export const handlers: Handler[] = [setVideo, enterVideo]
export { queries } from './queries.ts'
export { saveVideoProvince } from './setup.ts'

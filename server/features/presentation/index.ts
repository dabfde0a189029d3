import type { Handler } from '#server/command/handler.ts'
import { clearPage, drawStroke, undoStroke } from './draw-ink.ts'
import { grantPresenting, revokePresenting } from './grant-presenting.ts'
import { showPage, stopPage } from './show-page.ts'

export const handlers: Handler[] = [showPage, stopPage, grantPresenting, revokePresenting, drawStroke, undoStroke, clearPage]
export { queries } from './queries.ts'

import type { Handler } from '#server/command/handler.ts'
import * as answers from './answer-card.ts'
import * as ends from './conclude-card.ts'
import { addPaper, approveCard, removePaper, returnCard, saveCard, submitCard } from './draft-card.ts'
import * as runs from './run-card.ts'
import { sendCard } from './send-card.ts'

export const handlers: Handler[] = [saveCard, addPaper, removePaper, submitCard, returnCard, approveCard, sendCard, ...Object.values(answers), ...Object.values(runs), ...Object.values(ends)]
export { queries } from './queries.ts'

import type { Handler } from '#server/command/handler.ts'
import { addUrgentItem } from './add-urgent-item.ts'
import { adoptBlock, markUndisputed, objectToBlock, voteOnBlock } from './block.ts'
import { correctItem, sealRecord } from './correct-item.ts'
import { createMeeting } from './create-meeting.ts'
import { goToItem } from './go-to-item.ts'
import { endMeeting, openMeeting, pauseMeeting, resumeMeeting } from './open-meeting.ts'
import { setItemAside } from './set-item-aside.ts'
import { undoStep } from './undo-step.ts'

const flow: Handler[] = [addUrgentItem, markUndisputed, objectToBlock, adoptBlock, voteOnBlock, undoStep, correctItem, sealRecord]
export const handlers: Handler[] = [createMeeting, openMeeting, pauseMeeting, resumeMeeting, endMeeting, goToItem, setItemAside, ...flow]
export { queries } from './queries.ts'

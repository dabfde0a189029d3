import type { Handler } from '#server/command/handler.ts'
import { createMeeting } from './create-meeting.ts'
import { goToItem, showPage, stopPage } from './go-to-item.ts'
import { endMeeting, openMeeting, pauseMeeting, resumeMeeting } from './open-meeting.ts'
import { setItemAside } from './set-item-aside.ts'

export const handlers: Handler[] = [createMeeting, openMeeting, pauseMeeting, resumeMeeting, endMeeting, goToItem, setItemAside, showPage, stopPage]
export { queries } from './queries.ts'

import type { Handler } from '#server/command/handler.ts'
import { hideItem } from './hide-item.ts'
import { allowGuestSpeech, openToPress, setGuestItems } from './open-part.ts'

export const handlers: Handler[] = [hideItem, openToPress, setGuestItems, allowGuestSpeech]
export { queries } from './queries.ts'

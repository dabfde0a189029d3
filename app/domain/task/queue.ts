import { isExtensionWaiting } from './extension.ts'
import type { TaskState } from './machine.ts'
import type { CivilDate } from '#app/domain/calendar/working-days.ts'

/** Hàng chờ của Văn phòng: results to confirm, tasks handed back, days asked for, urgings without an answer, tasks no one of the lead unit has opened. */
export const QUEUES = ['confirm', 'returned', 'extension', 'demand', 'unopened'] as const
export type Queue = (typeof QUEUES)[number]
export const QUEUE_WORDS = { confirm: 'xac-nhan', returned: 'tra-lai', extension: 'gia-han', demand: 'don-doc', unopened: 'chua-mo' } as const satisfies Record<Queue, string>

export const readQueue = (params: { get: (name: string) => string | null }): Queue => QUEUES.find(q => QUEUE_WORDS[q] === params.get('hang')) ?? 'confirm'

/** The queues a card tells by itself; of the Committee's own tasks only. */
export const CARD_QUEUES = ['confirm', 'returned', 'extension'] as const satisfies readonly Queue[]
export type CardQueue = (typeof CARD_QUEUES)[number]
export function standsIn(card: { state: TaskState; extensionAskedOn: CivilDate | null; parentId?: string | null | undefined }, queue: CardQueue): boolean {
  if (card.parentId) return false
  if (queue === 'confirm') return card.state === 'waiting_confirmation'
  return queue === 'returned' ? card.state === 'refused' : isExtensionWaiting(card)
}

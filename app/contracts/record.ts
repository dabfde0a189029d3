import { z } from 'zod'
import { command, Id } from './define.ts'
import type { SavingsInput, SavingsPrice } from '#app/domain/statistics/savings.ts'
import type { LineView } from './meeting.ts'

/** Đã mở tài liệu – a person opened a paper on the screen; asked for by the check before a session. */
export const paperMarkOpened = command('paper.markOpened', { input: z.object({ paperId: Id }) })

/** Ghi từ giấy – the mark of a row that was done on paper and typed in later. */
export type TypedMark = { kind: 'session' | 'item' | 'attendance' | 'speech' | 'vote' | 'line'; refId: string; reason: string; byLabel: string; at: number }

/** Diễn biến – one act of the session worth a line in the record, oldest first. Times in epoch ms. */
export type RecordAct = {
  at: number
  act: 'opened' | 'paused' | 'resumed' | 'ended' | 'issued' | 'hold_over' | 'withdraw' | 'take_back' | 'urgent' | 'adopted' | 'objected' | 'undone' | 'corrected' | 'sealed' | 'taken_over' | 'handed_over' | 'handed_back'
  itemId: string | null
  reason: string | null
  /** number of the issued version, for `issued` */
  n: number | null
  byLabel: string | null
}

/**
 * Hồ sơ phiên họp – what stands in the record beside the session view itself. `level` reduced: lines only once they are
 * tasks, no history, no reasons of others.
 */
export type RecordExtras = {
  level: 'full' | 'reduced'
  lines: z.output<typeof LineView>[]
  acts: RecordAct[]
  /** itemId → when it was first taken up, epoch ms */
  startedAt: Record<string, number>
  marks: TypedMark[]
  /** pages that were not printed, and the price of a page where one is known */
  savings: { input: SavingsInput; price: SavingsPrice }
}

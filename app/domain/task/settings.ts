import { DEFAULT_SILENT_DAYS } from './part.ts'
import { DEFAULT_MAX_DEPTH } from './tree.ts'

/** What a house may set about its tasks; a row "task.settings" changes single figures. */
export type TaskSettings = {
  /** levels below the Committee's task */
  maxDepth: number
  /** working days without a word after which a coordinating unit is silent */
  silentDays: number
  /** minutes in which an act on a selection can be taken back */
  undoMinutes: number
}
export const defaultTaskSettings: TaskSettings = { maxDepth: DEFAULT_MAX_DEPTH, silentDays: DEFAULT_SILENT_DAYS, undoMinutes: 10 }

/** The stored figures over the defaults; what is no whole number of one or more is left out. */
export const readTaskSettings = (stored: unknown): TaskSettings => {
  const kept = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {}
  const pick = (key: keyof TaskSettings): number => {
    const value = kept[key]
    return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : defaultTaskSettings[key]
  }
  return { maxDepth: pick('maxDepth'), silentDays: pick('silentDays'), undoMinutes: pick('undoMinutes') }
}

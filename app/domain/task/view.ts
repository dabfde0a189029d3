import { addDays, type CivilDate } from '#app/domain/calendar/working-days.ts'
import { type Figures, OPEN_PLACES, openOf, sizeOf } from './figures.ts'
import type { TaskState } from './machine.ts'
import { readFilter, type TaskFilter, writeFilter } from './filter.ts'

/** How the same filter is looked at; with sort, month and columns it stands in the address beside the filter. */
export const VIEWS = ['list', 'steps', 'month', 'tree'] as const
export type BoardView = (typeof VIEWS)[number]
export const VIEW_WORDS = { list: 'danh-sach', steps: 'buoc', month: 'thang', tree: 'cay' } as const satisfies Record<BoardView, string>

/** Columns of the board by step: the way of a task, then what stands aside, then its end. */
export const STEPS = ['assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done'] as const satisfies readonly TaskState[]

/** How rows are ordered; finished ones read newest first. */
export const SORTS = ['due', 'given', 'changed'] as const
export type Sort = (typeof SORTS)[number]
const SORT_WORDS = { due: 'han', given: 'moi-giao', changed: 'moi-cap-nhat' } as const satisfies Record<Sort, string>

/** What of a task a list can show beside its name. */
export const COLUMNS = ['unit', 'deadline', 'progress', 'source', 'giver', 'field', 'urgency', 'given', 'changed', 'note'] as const
export type BoardColumn = (typeof COLUMNS)[number]
export const DEFAULT_COLUMNS: readonly BoardColumn[] = ['unit', 'deadline', 'progress']
export const COLUMN_WORDS = {
  unit: 'don-vi', deadline: 'han', progress: 'tien-do', source: 'can-cu', giver: 'nguoi-giao', field: 'linh-vuc', urgency: 'do-khan', given: 'ngay-giao', changed: 'cap-nhat', note: 'noi-dung-moi',
} as const satisfies Record<BoardColumn, string>

/** Words of the address that belong to the board; those of the filter stand with the filter. */
export const BOARD_KEYS = { view: 'xem', sort: 'xep', month: 'thang', columns: 'cot', after: 'sau', chosen: 'chon' } as const

/** 'yyyy-mm' */
export type Month = string
export type BoardAddress = { view: BoardView; sort: Sort; month?: Month; columns?: readonly BoardColumn[] }

/** A month of this century: what lies outside is a mistake, and days must stay ones that can be counted. */
export const isMonth = (text: string): boolean => /^20\d{2}-(0[1-9]|1[0-2])$/.test(text)

export function readBoard(params: { get: (name: string) => string | null }): BoardAddress {
  const view = VIEWS.find(v => VIEW_WORDS[v] === params.get(BOARD_KEYS.view)) ?? 'list'
  const sort = SORTS.find(s => SORT_WORDS[s] === params.get(BOARD_KEYS.sort)) ?? 'due'
  const month = params.get(BOARD_KEYS.month) ?? ''
  const words = (params.get(BOARD_KEYS.columns) ?? '').split(',')
  const columns = COLUMNS.filter(c => words.includes(COLUMN_WORDS[c]))
  return { view, sort, ...(isMonth(month) ? { month } : {}), ...(columns.length > 0 ? { columns } : {}) }
}

/** The address of a board, without the question mark. What is usual is left out; an address that is all usual says its view, so that it is never empty. */
export function writeBoard(filter: TaskFilter, board: Partial<BoardAddress>): string {
  const params = new URLSearchParams(writeFilter(filter))
  if (board.view && board.view !== 'list') params.set(BOARD_KEYS.view, VIEW_WORDS[board.view])
  if (board.sort && board.sort !== 'due') params.set(BOARD_KEYS.sort, SORT_WORDS[board.sort])
  if (board.month && board.view === 'month') params.set(BOARD_KEYS.month, board.month)
  if (board.columns && board.columns.length > 0) params.set(BOARD_KEYS.columns, COLUMNS.filter(c => board.columns?.includes(c)).map(c => COLUMN_WORDS[c]).join(','))
  if (params.size === 0) params.set(BOARD_KEYS.view, VIEW_WORDS[board.view ?? 'list'])
  return params.toString()
}

/** An address as it may be kept: only what means something on the board, in one order. */
export function tidyAddress(address: string): string {
  const params = new URLSearchParams(address)
  return writeBoard(readFilter(params), readBoard(params))
}

export const monthOf = (day: CivilDate): Month => day.slice(0, 7)
export function shiftMonth(month: Month, by: number): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}
export const spanOfMonth = (month: Month): { from: CivilDate; to: CivilDate } => ({ from: `${month}-01`, to: addDays(`${shiftMonth(month, 1)}-01`, -1) })

/** The weeks a month is drawn in, Monday first; days of its neighbours fill the first and the last. */
export function weeksOf(month: Month): CivilDate[][] {
  const { from, to } = spanOfMonth(month)
  let day = addDays(from, -((new Date(from).getUTCDay() + 6) % 7))
  const weeks: CivilDate[][] = []
  while (day <= to) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(day, i)))
    day = addDays(day, 7)
  }
  return weeks
}

/**
 * How many rows a filter has, from the figures of what is open (routine work among them) and the counts by step; null where
 * neither knows. What only open work can be needs no counts.
 */
export function totalOf(filter: TaskFilter, figures: Figures, states: Readonly<Record<string, number>> | null): number | null {
  if (!needsStates(filter)) return filter.place ? figures[filter.place] : filter.group ? sizeOf(figures, filter.group) : openOf(figures) + figures.routine
  if (!states) return null
  return filter.state && filter.state !== 'all' ? (states[filter.state] ?? 0) : Object.values(states).reduce((n, s) => n + s, 0)
}
export const needsStates = ({ state, place, group }: TaskFilter): boolean =>
  state !== undefined || (place !== undefined && group !== undefined) || (place !== undefined && !OPEN_PLACES.includes(place)) || (group !== undefined && group !== 'open' && group !== 'past_due')

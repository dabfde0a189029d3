import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { type Figures, type Group, GROUPS, type Place, type RateKey, ratesOf, sizeOf } from './figures.ts'
import { readFilter, type TaskFilter } from './filter.ts'

/** Bảng chỉ đạo, điều hành: rows of figures by a dimension, their order, and the rows of tasks behind each figure. */
export const DIMENSIONS = ['unit', 'field', 'source', 'leader'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What stands in the table, in this order. "Được theo dõi" is the sum of "đang làm" and "đã xong"; routine work stands beside it. */
export const COLUMNS = ['followed', 'open', 'overdue', 'soon', 'in_time', 'waiting', 'sent_back', 'paused', 'none', 'done', 'done_on_time', 'done_late', 'done_none', 'extended', 'routine'] as const satisfies readonly (Place | Group)[]
export type ColumnKey = (typeof COLUMNS)[number]

/** Numerator and denominator of each rate, as the figures they are. */
export const RATE_PARTS: Readonly<Record<RateKey, { part: Place | Group; whole: Group }>> = {
  onTime: { part: 'done_on_time', whole: 'done_dated' },
  onTimeByOriginal: { part: 'on_time_first', whole: 'done_dated' },
  overdueOfDue: { part: 'overdue', whole: 'due' },
  overdueOfGiven: { part: 'overdue', whole: 'followed' },
}
export const RATE_KEYS = Object.keys(RATE_PARTS) as RateKey[]

export type Row = { key: string; name: string; figures: Figures }

/** What rows can be ordered by. */
export const ORDER_KEYS = ['name', ...COLUMNS, 'onTime'] as const
export type OrderKey = (typeof ORDER_KEYS)[number]
export type Order = { key: OrderKey; isDown: boolean }
/** The latest first, then the nearest, then who has most in hand. */
export const FIRST_ORDER: Order = { key: 'overdue', isDown: true }

export const readOrder = (text: string | null): Order => {
  const key = ORDER_KEYS.find(k => k === text?.replace(/^-/, ''))
  return key ? { key, isDown: text?.startsWith('-') ?? false } : FIRST_ORDER
}
export const writeOrder = ({ key, isDown }: Order): string => `${isDown ? '-' : ''}${key}`

/** What an address of the board asks for; its page, its workbook and the wall read it alike. */
export const readDirection = (params: { get: (name: string) => string | null }): { filter: TaskFilter; by: Dimension; order: Order } => ({
  filter: readFilter(params),
  by: DIMENSIONS.find(d => d === params.get('theo')) ?? 'unit',
  order: readOrder(params.get('sap')),
})

/** Share of a rate; null where there is nothing to divide by, which sorts after every share. */
const shareOf = (f: Figures, rate: RateKey): number | null => {
  const found = ratesOf(f).find(r => r.key === rate)
  return found && found.whole > 0 ? found.part / found.whole : null
}

export function inOrder(rows: readonly Row[], { key, isDown }: Order): Row[] {
  const turn = isDown ? -1 : 1
  const byName = (a: Row, b: Row) => a.name.localeCompare(b.name, 'vi', { numeric: true })
  const first = (a: Row, b: Row): number => {
    if (key === 'name') return turn * byName(a, b)
    if (key !== 'onTime') return turn * (sizeOf(a.figures, key) - sizeOf(b.figures, key))
    const [x, y] = [shareOf(a.figures, 'onTime'), shareOf(b.figures, 'onTime')]
    return x === null || y === null ? Number(x === null) - Number(y === null) : turn * (x - y)
  }
  return [...rows].sort((a, b) => first(a, b) || b.figures.overdue - a.figures.overdue || b.figures.soon - a.figures.soon || sizeOf(b.figures, 'open') - sizeOf(a.figures, 'open') || byName(a, b))
}

/**
 * What the board as a whole is asked for: a step or a place is a column of it, and words are looked for in rows. Without a
 * period it is the year. Towards a unit only what it leads counts, and only what the Committee gave.
 */
export function boardFilter(asked: TaskFilter, today: CivilDate): TaskFilter {
  const { unitId, unitKind, source, document, field, leaderId, urgency, dueFrom, dueTo, isWithFormer } = asked
  const year = today.slice(0, 4)
  const period = asked.from || asked.to ? { from: asked.from, to: asked.to } : { from: `${year}-01-01`, to: `${year}-12-31` }
  const kept = { unitId, role: unitId ? ('lead' as const) : undefined, isTop: unitId ? (true as const) : undefined, unitKind, source, document, field, leaderId, urgency, dueFrom, dueTo, isWithFormer, ...period }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as TaskFilter
}

/** Filter of the tasks behind one figure: of a row, or of all rows (`key` null). */
export function behind(filter: TaskFilter, by: Dimension, key: string | null, figure: Place | Group): TaskFilter {
  const row: TaskFilter = key === null ? {} : by === 'unit' ? { unitId: key, role: 'lead', isTop: true } : by === 'field' ? { field: key } : by === 'source' ? { source: key } : { leaderId: key }
  return { ...filter, ...row, ...(isGroup(figure) ? { group: figure } : { place: figure }) }
}
const isGroup = (figure: Place | Group): figure is Group => (GROUPS as readonly string[]).includes(figure)

/** The row a task stands in. */
export const rowKey = (task: { leadUnitId: string; fieldCode?: string | null | undefined; sourceKind?: string | null | undefined; giverId?: string | null | undefined }, by: Dimension): string =>
  by === 'unit' ? task.leadUnitId : by === 'field' ? (task.fieldCode ?? 'none') : by === 'source' ? (task.sourceKind ?? '') : (task.giverId ?? '')

import { type CivilDate, civilDateInVietnam, isCivilDate } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { type Clock, type FigureFacts, type Group, GROUPS, isIn, type Place, placeOf, PLACES } from './figures.ts'
import type { TaskState } from './machine.ts'

/**
 * What a list, a board or an export shows: read from the address and written back to it by this file alone, so that the
 * figure somebody presses on and the rows that open have the same filter.
 */
export type TaskFilter = {
  unitId?: string
  /** towards `unitId` */
  role?: 'lead' | 'coordinate'
  q?: string
  /** a step; `all` = finished ones too; nothing = what is open, unless the place says otherwise */
  state?: TaskState | 'all'
  place?: Place
  /** a figure that is more than one place; says the step by itself, as a place does */
  group?: Group
  source?: string
  /** the source as it is named: "Đề án 603, mục II.4.1" */
  document?: string
  field?: string
  leaderId?: string
  /** what the lead unit is */
  unitKind?: UnitKind
  urgency?: string
  /** the period it was followed in: given before the period ended, and not finished, or finished since it began */
  from?: CivilDate
  to?: CivilDate
  /** deadline, both included */
  dueFrom?: CivilDate
  dueTo?: CivilDate
  isExtended?: true
  /** what the Committee gave, none of the sub-tasks below it; always so where no unit is chosen */
  isTop?: true
  /** towards a lead unit: also what units led whose work it does today */
  isWithFormer?: true
}

/** Khối đơn vị: kinds of units as they are looked at together. */
export const UNIT_KINDS = {
  department: ['office', 'department', 'inspectorate', 'board'],
  commune: ['commune', 'ward'],
  district: ['district'],
} as const
export type UnitKind = keyof typeof UNIT_KINDS
const unitKinds = Object.keys(UNIT_KINDS) as UnitKind[]

/** Words of the address, in the order they are written. */
export const FILTER_KEYS = {
  q: 'q', unitId: 'don-vi', unitKind: 'khoi', role: 'vai-tro', place: 'han', group: 'nhom', state: 'buoc', source: 'nguon', document: 'can-cu', field: 'linh-vuc', leaderId: 'lanh-dao',
  urgency: 'khan', from: 'tu', to: 'den', dueFrom: 'han-tu', dueTo: 'han-den', isExtended: 'gia-han', isTop: 'cap-tinh', isWithFormer: 'ca-cu',
} as const satisfies Record<keyof TaskFilter, string>

export const STATES: readonly TaskState[] = ['assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done', 'recalled']
export const OPEN_STATES: readonly TaskState[] = ['assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused']
export const SOURCES = ['conclusion', 'document', 'plan'] as const
export const URGENCIES = ['normal', 'urgent', 'very_urgent', 'flash'] as const
const LONGEST = 200
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the filter of an address; what means nothing there is left out, never an error. */
export function readFilter(params: { get: (name: string) => string | null }): TaskFilter {
  const text = (key: keyof typeof FILTER_KEYS) => params.get(FILTER_KEYS[key])?.trim().slice(0, LONGEST) || undefined
  const oneOf = <T extends string>(key: keyof typeof FILTER_KEYS, known: readonly T[]) => known.find(k => k === text(key))
  const day = (key: keyof typeof FILTER_KEYS) => {
    const given = text(key)
    return given && isCivilDate(given) ? given : undefined
  }
  const id = (key: keyof typeof FILTER_KEYS) => {
    const given = text(key)
    return given && UUID.test(given) ? given : undefined
  }
  const found = {
    q: text('q'),
    unitId: id('unitId'),
    role: oneOf('role', ['lead', 'coordinate'] as const),
    place: oneOf('place', PLACES),
    group: oneOf('group', GROUPS),
    state: oneOf('state', [...STATES, 'all'] as const),
    source: oneOf('source', SOURCES),
    document: text('document'),
    field: text('field'),
    leaderId: id('leaderId'),
    unitKind: oneOf('unitKind', unitKinds),
    urgency: oneOf('urgency', URGENCIES),
    from: day('from'),
    to: day('to'),
    dueFrom: day('dueFrom'),
    dueTo: day('dueTo'),
    isExtended: text('isExtended') ? (true as const) : undefined,
    isTop: text('isTop') ? (true as const) : undefined,
    isWithFormer: text('isWithFormer') ? (true as const) : undefined,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as TaskFilter
}

/** The filter as words of an address, without the question mark; nothing set = ''. */
export function writeFilter(filter: TaskFilter): string {
  const params = new URLSearchParams()
  for (const [key, word] of Object.entries(FILTER_KEYS)) {
    const value = filter[key as keyof TaskFilter]
    if (value !== undefined) params.set(word, value === true ? 'co' : value)
  }
  return params.toString()
}

export type FilteredFacts = FigureFacts & {
  code: string
  title: string
  urgency: string
  sourceLabel: string
  sourceKind?: string | null | undefined
  fieldCode?: string | null | undefined
  giverId?: string | null | undefined
  parentId?: string | null | undefined
  leadUnitId: string
  /** kind of the lead unit, where it is known */
  leadUnitKind?: string | undefined
  coordinatorIds: readonly string[]
  assignedAt: number | null
}

/** Words somebody typed, folded; every one of them must occur. */
export const wordsOf = (q: string | undefined): string[] => fold(q ?? '').split(/\s+/).filter(Boolean)

/**
 * Whether a task that arrives live belongs to what is shown. Search looks into more than a card carries, so a card that does
 * not match by its title, number and source is not shown until the next load.
 */
export function belongs(task: FilteredFacts, filter: TaskFilter, clock: Clock): boolean {
  const f = filter
  const place = placeOf(task, clock)
  if (f.state ? f.state !== 'all' && f.state !== task.state : f.place || f.group ? false : !OPEN_STATES.includes(task.state)) return false
  if (f.state === 'all' && place === null) return false
  if (f.place && f.place !== place) return false
  if (f.group && !isIn(task, f.group, clock)) return false
  if (!isTowards(task, f)) return false
  if (f.unitKind && !(UNIT_KINDS[f.unitKind] as readonly string[]).includes(task.leadUnitKind ?? '')) return false
  if ((f.isTop || !f.unitId) && task.parentId) return false
  if (f.source && task.sourceKind !== f.source) return false
  if (f.document && task.sourceLabel !== f.document) return false
  if (f.field && (task.fieldCode ?? 'none') !== f.field) return false
  if (f.leaderId && task.giverId !== f.leaderId) return false
  if (f.urgency && task.urgency !== f.urgency) return false
  if (f.from && task.state === 'done' && task.completedAt !== null && civilDateInVietnam(task.completedAt) < f.from) return false
  if (f.to && (task.assignedAt === null || civilDateInVietnam(task.assignedAt) > f.to)) return false
  if (f.dueFrom && (task.deadlineOn === null || task.deadlineOn < f.dueFrom)) return false
  if (f.dueTo && (task.deadlineOn === null || task.deadlineOn > f.dueTo)) return false
  if (f.isExtended && !(task.deadlineOn !== null && task.originalDeadlineOn !== null && task.deadlineOn > task.originalDeadlineOn)) return false
  const words = wordsOf(f.q)
  if (words.length === 0) return true
  const text = fold(`${task.code} ${task.title} ${task.sourceLabel}`)
  return words.every(w => text.includes(w))
}

function isTowards(task: { leadUnitId: string; coordinatorIds: readonly string[] }, { unitId, role }: TaskFilter): boolean {
  if (!unitId) return true
  const isLead = task.leadUnitId === unitId
  const isCoordinator = task.coordinatorIds.includes(unitId)
  return role === 'lead' ? isLead : role === 'coordinate' ? isCoordinator : isLead || isCoordinator
}

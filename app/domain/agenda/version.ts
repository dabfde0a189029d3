/** Versions of an issued agenda: the first is official, each later one is an adjustment with its differences shown. */

export type AgendaSnapshotItem = {
  id: string
  title: string
  presenter: string
  minutes: number
  leadUnitId: string | null
  leadUnitName: string | null
  text: string
  /** kept when an urgent item came in between, so that the others keep theirs; without it the place in the list */
  rank?: string
}
/** Items in their order. */
export type AgendaSnapshot = { items: readonly AgendaSnapshotItem[] }

export type AgendaField = 'title' | 'presenter' | 'minutes' | 'leadUnit' | 'text'

/** One difference; places count from 1. A changed item has one line per field. */
export type AgendaChange =
  | { kind: 'added'; id: string; title: string; place: number }
  | { kind: 'removed'; id: string; title: string; place: number }
  | { kind: 'moved'; id: string; title: string; from: number; to: number }
  | { kind: 'changed'; id: string; title: string; field: AgendaField; from: string; to: string }

const fields: readonly {
  field: AgendaField
  read: (item: AgendaSnapshotItem) => string
  key?: (item: AgendaSnapshotItem) => string
}[] = [
  { field: 'title', read: item => item.title },
  { field: 'presenter', read: item => item.presenter },
  { field: 'minutes', read: item => String(item.minutes) },
  // the unit is compared by id, so that a renamed unit is no change of the agenda
  { field: 'leadUnit', read: item => item.leadUnitName ?? '', key: item => item.leadUnitId ?? '' },
  { field: 'text', read: item => item.text },
]

/**
 * The longest run of items that kept their order; only the others were moved. Without it, one item taken to the end
 * would show the whole rest of the agenda as moved.
 */
const keptInOrder = (places: readonly number[]): Set<number> => {
  const length: number[] = []
  const previous: number[] = []
  let best = -1
  places.forEach((value, i) => {
    let longest = 0
    let from = -1
    for (let j = 0; j < i; j += 1)
      if ((places[j] ?? 0) < value && (length[j] ?? 0) > longest) {
        longest = length[j] ?? 0
        from = j
      }
    length.push(longest + 1)
    previous.push(from)
    if (best < 0 || longest + 1 > (length[best] ?? 0)) best = i
  })
  const kept = new Set<number>()
  for (let i = best; i >= 0; i = previous[i] ?? -1) kept.add(places[i] ?? -1)
  return kept
}

/** What changed from one version to the next, in the order of the newer one; removed items come last. */
export const agendaDiff = (before: AgendaSnapshot, after: AgendaSnapshot): AgendaChange[] => {
  const oldPlace = new Map(before.items.map((item, i) => [item.id, i]))
  const oldItem = new Map(before.items.map(item => [item.id, item]))
  const newIds = new Set(after.items.map(item => item.id))
  const kept = keptInOrder(after.items.flatMap(item => oldPlace.get(item.id) ?? []))
  const changes: AgendaChange[] = []
  after.items.forEach((item, i) => {
    const was = oldItem.get(item.id)
    const place = oldPlace.get(item.id)
    if (!was || place === undefined) {
      changes.push({ kind: 'added', id: item.id, title: item.title, place: i + 1 })
      return
    }
    if (!kept.has(place)) changes.push({ kind: 'moved', id: item.id, title: item.title, from: place + 1, to: i + 1 })
    for (const { field, read, key = read } of fields)
      if (key(was) !== key(item))
        changes.push({ kind: 'changed', id: item.id, title: item.title, field, from: read(was), to: read(item) })
  })
  before.items.forEach((item, i) => {
    if (!newIds.has(item.id)) changes.push({ kind: 'removed', id: item.id, title: item.title, place: i + 1 })
  })
  return changes
}

/** Name of the n-th issued version, n from 1. */
export const versionLabel = (n: number): string => (n <= 1 ? 'Bản chính thức' : `Điều chỉnh lần ${n - 1}`)

/**
 * What one person did in the sessions of one month, as the database counted it. `invited` = `attended` + `excused` +
 * `unexcused`; `late` is part of `attended`.
 */
export type Tally = {
  invited: number
  attended: number
  late: number
  /** absent with a reason given */
  excused: number
  /** absent without one */
  unexcused: number
  /** sessions to which somebody was sent in the person's place */
  substituted: number
  speeches: number
  speechSeconds: number
  /** ballots held in closed votes, and those sent */
  ballotsHeld: number
  ballotsCast: number
}
export type PersonMonth = Tally & { userId: string; label: string; unitName: string; month: string }

export type Grouping = 'member' | 'month' | 'unit'
export type Group = Tally & { key: string; name: string; unitName: string; people: number }

export const emptyTally: Tally = { invited: 0, attended: 0, late: 0, excused: 0, unexcused: 0, substituted: 0, speeches: 0, speechSeconds: 0, ballotsHeld: 0, ballotsCast: 0 }
const fields = Object.keys(emptyTally) as (keyof Tally)[]

const add = (a: Tally, b: Tally): Tally => Object.fromEntries(fields.map(f => [f, a[f] + b[f]])) as Tally
export const sum = (rows: readonly Tally[]): Tally => rows.reduce(add, emptyTally)

/** The same counts by member, by month or by unit: plain sums, so that every total of the page is the same total. */
export function rollUp(rows: readonly PersonMonth[], by: Grouping): Group[] {
  const keyOf = (r: PersonMonth): string => (by === 'member' ? r.userId : by === 'month' ? r.month : r.unitName)
  const groups = new Map<string, PersonMonth[]>()
  for (const r of rows) groups.set(keyOf(r), [...(groups.get(keyOf(r)) ?? []), r])
  return [...groups].map(([key, own]) => {
    // The newest name and unit: people change posts within a year.
    const last = own.reduce((a, b) => (b.month >= a.month ? b : a))
    return { key, name: by === 'member' ? last.label : key, unitName: by === 'member' ? last.unitName : '', people: new Set(own.map(r => r.userId)).size, ...sum(own) }
  })
}

export type SortKey = keyof Tally | 'name' | 'rate'
export const sortKeys: readonly SortKey[] = ['name', 'rate', ...fields]

/** Share of sessions attended, 0–1; null when the person was invited to none. */
export const attendanceRate = (t: Tally): number | null => (t.invited === 0 ? null : t.attended / t.invited)

/** In the order asked for; ties by name, so that a list never jumps. `compareNames` knows the alphabet. */
export function sortGroups(groups: readonly Group[], key: SortKey, isDown: boolean, compareNames: (a: string, b: string) => number): Group[] {
  const value = (g: Group): number => (key === 'rate' ? (attendanceRate(g) ?? -1) : key === 'name' ? 0 : g[key])
  const sign = isDown ? -1 : 1
  return [...groups].sort((a, b) => (key === 'name' ? sign * compareNames(a.name, b.name) : sign * (value(a) - value(b))) || compareNames(a.name, b.name))
}

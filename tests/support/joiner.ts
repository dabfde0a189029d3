// The attacker of a secret vote: everything that can be copied from the house, and every way we know of joining a person to
// a choice. It knows nothing of the program's tables; whatever is called a choice or a person is found by its value.
import type pg from 'pg'

export type Row = { table: string; ctid: string; xmin: string; cells: Record<string, string>; /** stood before, and was changed */ isOld?: true }
export type Dump = Row[]
/** One text somebody could copy: a frame of a socket (who: whose it was), a log line, a Redis command or value. */
export type Text = { who: string | null; isSent: boolean; text: string }
export type Evidence = { people: readonly string[]; dumps: readonly Dump[]; texts: readonly Text[] }
export type Claims = Map<string, string>

const CHOICES = ['for', 'against', 'abstain']
const isChoice = (cell: string): boolean => CHOICES.includes(cell)

/** Every table of the database with place and version of each row, in one statement. */
export async function dumpAll(client: Pick<pg.Client, 'query'>): Promise<Dump> {
  const { rows: tables } = await client.query<{ name: string }>(`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' ORDER BY 1`)
  const { rows } = await client.query<{ table: string; ctid: string; xmin: string; row: Record<string, unknown> }>(
    tables.map(t => `SELECT '${t.name}' AS table, t.ctid::text, t.xmin::text, to_jsonb(t) AS row FROM "${t.name}" t`).join(' UNION ALL '),
  )
  const text = (v: unknown): string => (typeof v === 'string' ? v : JSON.stringify(v))
  return rows.map(r => ({ table: r.table, ctid: r.ctid, xmin: r.xmin, cells: Object.fromEntries(Object.entries(r.row).flatMap(([k, v]) => (v === null ? [] : [[k, text(v)]]))) }))
}

/** A row as one thing through all its versions. */
const identityOf = (r: Row): string => `${r.table}/${r.cells.id ?? r.cells.commandId ?? Object.values(r.cells).filter(v => /^[0-9a-f-]{36}$/.test(v)).join()}`

/** What came or changed since a first dump; what stood before it says nothing of what happened then. */
export function since(first: Dump, dumps: readonly Dump[]): Dump[] {
  const known = new Set(first.map(keyOf))
  const old = new Set(first.map(identityOf))
  return dumps.map(d => d.filter(r => !known.has(keyOf(r))).map(r => (old.has(identityOf(r)) ? { ...r, isOld: true as const } : r)))
}

const keyOf = (r: Row): string => JSON.stringify([r.table, r.ctid, r.xmin, r.cells])
const choicesIn = (text: string): string[] => (isChoice(text) ? [text] : [...text.matchAll(/[:[,]\s*\\?"(for|against|abstain)\\?"/g)].map(m => m[1] ?? ''))
const choicesOf = (r: Row): string[] => Object.values(r.cells).flatMap(choicesIn)
const only = <T>(list: Iterable<T>): T | null => {
  const set = new Set(list)
  return set.size === 1 ? ([...set][0] as T) : null
}

function facts(e: Evidence) {
  const peopleIn = (text: string): string[] => e.people.filter(p => text.includes(p))
  const peopleOf = (r: Row): string[] => [...new Set(Object.values(r.cells).flatMap(peopleIn))]
  return { peopleIn, peopleOf, all: [...new Map(e.dumps.flat().map(r => [keyOf(r), r])).values()] }
}

/** The choice stands beside the person: in one row, one log line, or a frame of the person's own socket. */
export function besideEachOther(e: Evidence): Claims {
  const { peopleIn, peopleOf, all } = facts(e)
  const claims: Claims = new Map()
  const say = (people: string[], choices: string[]) => {
    const [person, choice] = [only(people), only(choices)]
    if (person && choice) claims.set(person, choice)
  }
  for (const r of all) say(peopleOf(r), choicesOf(r))
  for (const t of e.texts) say(t.who && t.isSent ? [t.who] : t.who ? [t.who, ...peopleIn(t.text)] : peopleIn(t.text), choicesIn(t.text))
  return claims
}

/** Some value (an id, a receipt, a hash) leads from a choice to exactly one person. */
export function bySharedValue(e: Evidence): Claims {
  const { peopleIn, peopleOf, all } = facts(e)
  const owners = new Map<string, Set<string>>()
  const own = (value: string, people: string[]) => {
    const set = owners.get(value) ?? new Set()
    for (const p of people) set.add(p)
    owners.set(value, set)
  }
  const values = (r: Row): string[] => Object.values(r.cells).filter(v => v.length >= 6 && !isChoice(v) && !/^\d{4}-\d\d-\d\d/.test(v))
  for (const r of all) for (const v of values(r)) own(v, peopleOf(r))
  for (const t of e.texts) for (const v of t.text.match(/[0-9a-f-]{36}|[A-Z2-9]{4}-[A-Z2-9]{4}/g) ?? []) own(v, [...(t.who ? [t.who] : []), ...peopleIn(t.text)])
  const claims: Claims = new Map()
  for (const r of all) {
    const choice = only(choicesOf(r))
    if (!choice || peopleOf(r).length > 0) continue
    for (const v of values(r)) {
      const person = only(owners.get(v) ?? [])
      if (person) claims.set(person, choice)
    }
  }
  return claims
}

/** One transaction (row version) wrote one person and one choice. */
export function byRowVersion(e: Evidence): Claims {
  const { peopleOf, all } = facts(e)
  const groups = new Map<string, Row[]>()
  for (const r of all) groups.set(r.xmin, [...(groups.get(r.xmin) ?? []), r])
  const claims: Claims = new Map()
  for (const rows of groups.values()) {
    const [person, choices] = [only(rows.flatMap(peopleOf)), rows.flatMap(choicesOf)]
    if (person && choices.length === 1) claims.set(person, choices[0] ?? '')
  }
  return claims
}

/** A time on a choice that is the time of exactly one person. */
export function byTime(e: Evidence): Claims {
  const { peopleOf, all } = facts(e)
  const times = (r: Row): string[] => Object.values(r.cells).filter(v => /^\d{4}-\d\d-\d\d[T ]/.test(v))
  const at = new Map<string, Set<string>>()
  for (const r of all) for (const t of times(r)) for (const p of peopleOf(r)) at.set(t, (at.get(t) ?? new Set()).add(p))
  const claims: Claims = new Map()
  for (const r of all) {
    const choice = only(choicesOf(r))
    if (!choice || peopleOf(r).length > 0) continue
    for (const t of times(r)) {
      const person = only(at.get(t) ?? [])
      if (person) claims.set(person, choice)
    }
  }
  return claims
}

/** The dumps one by one: who acted since the one before (in a row that is new; rows of others may be touched again), and what is new or changed. */
function* steps(e: Evidence): Generator<{ person: string; before: Dump; after: Dump; fresh: Row[] }> {
  const { peopleOf } = facts(e)
  const acted = new Set<string>()
  for (const [i, after] of e.dumps.entries()) {
    const before = e.dumps[i - 1]
    if (!before) continue
    const known = new Set(before.map(keyOf))
    const fresh = after.filter(r => !known.has(keyOf(r)))
    const were = new Set(before.map(identityOf))
    const person = only(fresh.filter(r => !r.isOld && !were.has(identityOf(r))).flatMap(peopleOf).filter(p => !acted.has(p)))
    if (!person) continue
    acted.add(person)
    yield { person, before, after, fresh }
  }
}

/** Between two dumps one person acted: a choice that appeared, or a total that grew by one, is that person's. */
export function byDifference(e: Evidence): Claims {
  const claims: Claims = new Map()
  for (const { person, before, after, fresh } of steps(e)) {
    const choices = fresh.flatMap(choicesOf)
    const total = (rows: readonly Row[], choice: string) => rows.flatMap(r => Object.values(r.cells)).reduce((sum, v) => sum + [...v.matchAll(new RegExp(`"${choice}"\\s*:\\s*(\\d+)`, 'g'))].reduce((n, m) => n + Number(m[1]), 0), 0)
    const grown = CHOICES.filter(choice => total(after, choice) > total(before, choice))
    const choice = only(choices.length > 0 ? choices : grown)
    if (choice) claims.set(person, choice)
  }
  return claims
}

/** Persons in the order they acted, choices in each order a table offers (place, version, every column): the best it can get, 0 to 1. */
export function byOrder(e: Evidence, truth: Claims): { guesses: number; right: number } {
  const { peopleOf } = facts(e)
  const order = [...steps(e)].map(s => s.person)
  const last = e.dumps.at(-1) ?? []
  const tables = new Map<string, Row[]>()
  for (const r of last) tables.set(r.table, [...(tables.get(r.table) ?? []), r])
  let best = { guesses: 0, right: 0 }
  for (const rows of tables.values()) {
    const marked = rows.filter(r => Object.values(r.cells).some(isChoice) && peopleOf(r).length === 0)
    if (marked.length !== order.length || order.length === 0) continue
    const place = (r: Row) => r.ctid.slice(1, -1).split(',').map(n => n.padStart(9, '0')).join()
    const columns = Object.keys(marked[0]?.cells ?? {}).filter(k => !marked.every(r => isChoice(r.cells[k] ?? '')))
    const by: ((r: Row) => string)[] = [place, r => r.xmin.padStart(12, '0') + place(r), ...columns.map(k => (r: Row) => (r.cells[k] ?? '') + place(r))]
    for (const key of by) {
      const sorted = [...marked].sort((a, b) => (key(a) < key(b) ? -1 : 1))
      const right = order.filter((p, i) => sorted[i] && only(choicesOf(sorted[i])) === truth.get(p)).length
      if (right > best.right) best = { guesses: order.length, right }
    }
  }
  return best
}

/** Lengths of what each person sent, and of what lies sealed for them: more than one length tells choices apart. */
export function lengths(e: Evidence, isBallot: (t: Text) => boolean): { sent: number; stored: number } {
  const { peopleOf, all } = facts(e)
  const stored = all.filter(r => peopleOf(r).length === 1).flatMap(r => Object.values(r.cells).filter(v => v.startsWith('\\x')).map(v => v.length))
  return { sent: new Set(e.texts.filter(isBallot).map(t => t.text.length)).size, stored: new Set(stored).size }
}

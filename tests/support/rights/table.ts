// tests/acceptance/session-rights.tsv: who may do what in a session, as an official reads it.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROLES, type RoleName } from './world.ts'

export const KINDS = ['truy vấn', 'dòng sự kiện', 'văn bản', 'lời gọi', 'lệnh', 'địa chỉ'] as const
export type Kind = (typeof KINDS)[number]
export const ANSWERS = ['được', 'một phần', 'không'] as const
export type Expected = (typeof ANSWERS)[number]

/** name → role → what is to happen */
export type Rights = ReadonlyMap<string, Record<RoleName, Expected>>

const FILE = path.resolve(import.meta.dirname, '../../acceptance/session-rights.tsv')
const REST = 'còn lại'

/**
 * One kind of the table. A row names roles (by "; ", or "còn lại" for all not named before); the rows of a name together must
 * cover every role exactly once, each with a reason.
 */
export function readRights(kind: Kind): Rights {
  const out = new Map<string, Partial<Record<RoleName, Expected>>>()
  const lines = readFileSync(FILE, 'utf8').split('\n').filter(l => l.trim() !== '' && !l.startsWith('#')).slice(1)
  for (const line of lines) {
    const cells = line.split('\t')
    const [of = '', name = '', roles = '', answer = '', why = ''] = cells
    const isWell = cells.length === 5 && (KINDS as readonly string[]).includes(of) && (ANSWERS as readonly string[]).includes(answer) && why.trim() !== ''
    if (!isWell) throw new Error(`session-rights.tsv: not a row of the table: ${line}`)
    if (of !== kind) continue
    const known = out.get(name) ?? {}
    const named = roles === REST ? ROLES.filter(r => known[r] === undefined) : roles.split('; ')
    for (const role of named) {
      if (!(ROLES as readonly string[]).includes(role)) throw new Error(`session-rights.tsv: nobody is called "${role}": ${line}`)
      if (known[role as RoleName]) throw new Error(`session-rights.tsv: "${role}" twice for ${name}`)
      known[role as RoleName] = answer as Expected
    }
    out.set(name, known)
  }
  for (const [name, answers] of out) for (const role of ROLES) if (!answers[role]) throw new Error(`session-rights.tsv: ${name} says nothing of "${role}"`)
  return out as ReadonlyMap<string, Record<RoleName, Expected>>
}

/** "chat.send · đường riêng" → "chat.send": a name of the registry, tried in another way. */
export const registryName = (name: string): string => name.split(' · ')[0] ?? name

/** Registry names without a row, and rows whose name is in no registry any more: both empty, or the table is out of date. */
export function gaps(table: Rights, registry: Iterable<string>): { missing: string[]; stale: string[] } {
  const names = new Set(registry)
  const told = new Set([...table.keys()].map(registryName))
  return { missing: [...names].filter(n => !told.has(n)), stale: [...told].filter(n => !names.has(n)) }
}

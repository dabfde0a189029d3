import type { SqlQuery } from '@prisma/driver-adapter-utils'

/** Kept per connection on both sides: enough for every fixed statement of the house, few enough to hold. */
const MAX_NAMES = 600
/** Lists of any length make a statement of their own each time; those are not worth a name. */
const MAX_PARAMETERS = 40
const UNNAMED = ''

/**
 * Names for Prisma's statements, so that Postgres reads and plans each one once per connection instead of at every
 * call: about half of a statement's processor time here, and most of it there. One text, one name, in all connections.
 */
export function makeStatementNames(): (query: SqlQuery) => string {
  const names = new Map<string, string>()
  return ({ sql, args }) => {
    const known = names.get(sql)
    if (known) return known
    if (args.length > MAX_PARAMETERS || names.size >= MAX_NAMES) return UNNAMED
    const name = `p${names.size}`
    names.set(sql, name)
    return name
  }
}

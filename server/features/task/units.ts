import type { QueryContext } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'

const KINDS = ['office', 'department', 'inspectorate', 'board', 'district', 'ward', 'commune']

/** Units in force today that may be given work, departments before communes, each by name. */
export async function unitChoices(ctx: QueryContext): Promise<{ id: string; name: string; short: string | null; kind: string; parentId: string | null }[]> {
  const rows = await ctx.db.orgUnit.findMany({
    where: { ...inForce(ctx.now), kind: { not: 'province' } },
    select: { id: true, name: true, short: true, kind: true, parentId: true },
  })
  return rows.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name, 'vi'))
}

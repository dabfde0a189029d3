import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { CommandContext } from '#server/command/context.ts'
import { inForceSql } from '#server/db/in-force.ts'

/** What of a task decides who is concerned. */
export type Concerned = { leadUnitId: string; giverUnitId?: string | null; assigneeId?: string | null; monitorId?: string | null }

/**
 * Clerk and head of the lead unit, the Office's monitors, the Chairman – whoever holds the post today; one question for any number
 * of tasks. What a unit gave on, that unit follows: to it the Office is the head and the clerk of the unit above, and the Chairman
 * has no part in it. With `isOwn` the assignee stands for the clerks and the task's monitor for the monitors, as long as they hold
 * a post there.
 */
export async function holdersOf(ctx: CommandContext, tasks: readonly Concerned[], isOwn = false): Promise<(task: Concerned, audience: readonly string[]) => string[]> {
  const unitIds = [...new Set(tasks.flatMap(t => [t.leadUnitId, ...(t.giverUnitId ? [t.giverUnitId] : [])]))]
  const rows = await ctx.tx.$queryRawUnsafe<{ userId: string; unitId: string; role: string }[]>(
    `SELECT p."userId", p."unitId", p.role FROM "Position" p JOIN "User" u ON u.id = p."userId"
     WHERE ((p."unitId" = ANY($1::uuid[]) AND p.role IN ('unit_clerk', 'unit_head')) OR p.role IN ('office_monitor', 'chairman'))
       AND ${inForceSql('p', '$2')} AND u."disabledAt" IS NULL AND u."simulatedIn" IS NULL ORDER BY p."userId"`,
    unitIds,
    civilDateInVietnam(ctx.now),
  )
  const by = new Map<string, string[]>()
  for (const r of rows) {
    const key = r.role === 'unit_clerk' || r.role === 'unit_head' ? `${r.role}/${r.unitId}` : r.role
    by.set(key, [...(by.get(key) ?? []), r.userId])
  }
  const named = (id: string | null | undefined, among: readonly string[]): string[] | null => (isOwn && id && among.includes(id) ? [id] : null)
  return (task, audience) => {
    const [clerks, heads] = [by.get(`unit_clerk/${task.leadUnitId}`) ?? [], by.get(`unit_head/${task.leadUnitId}`) ?? []]
    const monitors = by.get('office_monitor') ?? []
    const above = task.giverUnitId
    const of: Record<string, readonly string[]> = {
      clerk: named(task.assigneeId, [...clerks, ...heads]) ?? clerks,
      head: heads,
      office: above ? [...(by.get(`unit_clerk/${above}`) ?? []), ...(by.get(`unit_head/${above}`) ?? [])] : (named(task.monitorId, monitors) ?? monitors),
      chairman: above ? [] : (by.get('chairman') ?? []),
    }
    return [...new Set(audience.flatMap(who => of[who] ?? []))]
  }
}

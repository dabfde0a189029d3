import type { Db, Tx } from '#server/command/context.ts'

/** States in which a task still asks something of its units. */
const CLOSED = ['done', 'recalled']
export const isOpenTask = { state: { notIn: CLOSED } }

/** Open tasks in which one of these units has a part of any kind. */
export const openTasksOf = (unitIds: readonly string[]) => {
  const units = { in: [...unitIds] }
  return { ...isOpenTask, OR: [{ leadUnitId: units }, { giverUnitId: units }, { coordinators: { some: { unitId: units } } }, { followers: { some: { unitId: units } } }] }
}

/** Nhiệm vụ không còn đơn vị: open tasks whose lead, or a unit that still owes a part, is no longer in force. One statement. */
export async function orphansOf(db: Db | Tx, today: string): Promise<{ id: string; code: string; unitName: string }[]> {
  return db.$queryRaw`
    SELECT t.id, t.code, u.name AS "unitName" FROM "Task" t JOIN "OrgUnit" u ON u.id = t."leadUnitId"
     WHERE t.state NOT IN ('done', 'recalled') AND u."validTo" < ${today}::date
    UNION
    SELECT t.id, t.code, u.name FROM "TaskCoordinator" c JOIN "Task" t ON t.id = c."taskId" JOIN "OrgUnit" u ON u.id = c."unitId"
     WHERE t.state NOT IN ('done', 'recalled') AND c.state NOT IN ('done', 'declined') AND u."validTo" < ${today}::date
    ORDER BY 2 LIMIT 500`
}

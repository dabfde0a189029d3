import { readTaskSettings, type TaskSettings } from '#app/domain/task/settings.ts'
import type { Db, Tx } from '#server/command/context.ts'

const KEY = 'task.settings'

/** Settings of this house, read anew each time: a changed figure counts from the next act. */
export async function taskSettings(db: Db | Tx): Promise<TaskSettings> {
  const row = await db.setting.findUnique({ where: { key: KEY }, select: { value: true } })
  return readTaskSettings(row?.value)
}

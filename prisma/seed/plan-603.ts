import { rowId } from '#server/features/plan/row-id.ts'
import { seedId } from './province.ts'
import { readData } from './read-data.ts'

/** The import that gave Đề án 603. */
export const PLAN_603 = seedId('plan/603')
/** The sheet has one row of headings. */
const FIRST_ROW = 2

/** Id of the task of one item of the plan ("V.2.1.1"); items that come back are duties and have a task for each period. */
export function planTaskId(item: string): string {
  const all = [...readData<{ id: string }[]>('de-an-603-duties.json'), ...readData<{ id: string; type: string }[]>('de-an-603-tasks.json').filter(t => t.type === 'nhiệm vụ')]
  return rowId(PLAN_603, all.findIndex(x => x.id === item) + FIRST_ROW)
}

import { z } from 'zod'
import { CivilDate, command, event, Id, Moment, Text } from './define.ts'

/** What a column of a plan may mean (domain/plan/rows.ts). */
export const PlanFieldName = z.enum(['code', 'content', 'product', 'lead', 'coordinators', 'deadline', 'note'])
const Cell = z.string().regex(/^[A-Z]{1,2}[1-9]\d{0,4}$/)

/** Kế hoạch đang nhập: how far it is. Rows and faults are asked by page (plan.view). */
export const PlanHead = z.object({
  id: Id,
  planLabel: z.string(),
  fileName: z.string(),
  status: z.enum(['open', 'running', 'done']),
  done: z.number().int(),
  total: z.number().int(),
  /** why the last run put nothing in: an error code */
  failed: z.string().nullable(),
  tasks: z.number().int(),
  duties: z.number().int(),
  createdByLabel: z.string(),
  createdAt: Moment,
  doneAt: Moment.nullable(),
  version: z.number().int(),
})

/** Bắt đầu nhập kế hoạch từ tệp đã tải lên (purpose "plan"). Nothing is given yet. */
export const planStart = command('plan.start', { input: z.object({ importId: Id, fileId: Id, planLabel: Text(300, 1) }), output: PlanHead })
const OnPlan = z.object({ importId: Id, baseVersion: z.number().int().optional() })
/** Cột nào là gì; remembered for the person and this template. */
export const planMap = command('plan.map', { input: OnPlan.extend({ mapping: z.record(z.string().regex(/^[A-Z]{1,2}$/), PlanFieldName) }), output: PlanHead })
/** Sửa ô: what stands in a cell now; null takes the mending back. The file itself stays as it came. */
export const planFix = command('plan.fix', { input: OnPlan.extend({ fixes: z.array(z.object({ cell: Cell, text: Text(5000).nullable() })).min(1).max(500) }), output: PlanHead })
/** Vẫn giao, hoặc không giao, việc trùng với nhiệm vụ đã có. */
export const planKeepTwins = command('plan.keepTwins', { input: OnPlan.extend({ rows: z.array(z.number().int().min(1).max(99_999)).min(1).max(5000), isKept: z.boolean() }), output: PlanHead })
/** Nhập kế hoạch: all rows or none. The answer says it began; plan:{id} tells how far it is. */
export const planRun = command('plan.run', { input: OnPlan, output: PlanHead })
/** Bỏ kế hoạch chưa nhập. */
export const planDrop = command('plan.drop', { input: OnPlan })

/** Nhập – by the program itself, in one transaction. */
export const planCarryOut = command('plan.carryOut', { door: 'system', input: z.object({ importId: Id, runId: Id }) })
/** Nhập tới đâu – by the process that does it; `failed` puts the plan back to be mended. */
export const planReport = command('plan.report', { door: 'system', input: z.object({ importId: Id, runId: Id, done: z.number().int(), total: z.number().int(), failed: z.string().max(60).nullable() }) })
/** Báo cho một đơn vị về các việc của kế hoạch – once per unit, not once per task. */
export const planTell = command('plan.tell', { door: 'system', input: z.object({ eventId: z.string() }) })

/** Đã yêu cầu nhập – stream plan:{importId}; the worker does it. */
export const planRequested = event('plan.requested', { payload: z.object({ importId: Id, runId: Id }) })
/** Kế hoạch đổi – stream plan:{importId}. */
export const planChanged = event('plan.changed', { payload: z.object({ plan: PlanHead }) })
/** Đã giao nhiều việc một lần – streams board:{unitId} and board:all, one each. */
export const planGiven = event('plan.given', { payload: z.object({ importId: Id, planLabel: z.string(), unitId: Id.nullable(), count: z.number().int(), firstDueOn: CivilDate.nullable() }) })

import { z } from 'zod'
import { rearrangeKinds } from '#app/domain/unit/rearrange.ts'
import { CivilDate, command, event, Id, Text } from './define.ts'

/** Đơn vị sau khi sắp xếp: one that stands (`isNew` false, only the id counts), or a new one. */
const SuccessorInput = z.object({
  id: Id,
  isNew: z.boolean(),
  name: Text(200).default(''),
  short: Text(40).default(''),
  /** the unit above a new one; null = the one above the first unit given up */
  parentId: Id.nullable().default(null),
})

/**
 * Sắp xếp đơn vị (nhập, chia tách, đổi tên, chuyển cấp trên, giải thể) từ một ngày theo một văn bản. Open tasks, parts, duties,
 * positions, cards and coming sessions go to the successor in the same transaction, each task with a line in its timeline;
 * what is finished stays with the unit that did it.
 */
export const unitRearrange = command('unit.rearrange', {
  input: z.object({
    kind: z.enum(rearrangeKinds),
    /** first day of the new order; not a day to come */
    on: CivilDate,
    /** số, ngày của văn bản */
    document: Text(300, 1),
    fromIds: z.array(Id).min(1).max(60),
    /** of a division: the first takes whatever is not given to another */
    to: z.array(SuccessorInput).min(1).max(20),
    /** of a division: open tasks that go to another than the first */
    taskTo: z.array(z.object({ taskId: Id, unitId: Id })).max(2_000).default([]),
    /** of a division: people who go to another than the first */
    peopleTo: z.array(z.object({ userId: Id, unitId: Id })).max(2_000).default([]),
  }),
  output: z.object({ tasks: z.number().int(), people: z.number().int() }),
})

/** Đã sắp xếp đơn vị – audit only. */
export const unitRearranged = event('unit.rearranged', {
  payload: z.object({
    kind: z.enum(rearrangeKinds),
    on: CivilDate,
    document: z.string(),
    from: z.array(z.object({ id: Id, name: z.string() })),
    to: z.array(z.object({ id: Id, name: z.string() })),
    tasks: z.number().int(),
    people: z.number().int(),
  }),
})

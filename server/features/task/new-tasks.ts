import { setImmediate as breathe } from 'node:timers/promises'
import { taskActed } from '#app/contracts/task.ts'
import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { decideAct } from '#app/domain/task/machine.ts'
import { type CommandContext, demand } from '#server/command/context.ts'
import { reserveCodes, titleOf } from './new-task.ts'
import { replanMany } from './plan-alerts.ts'

export type ManyTask = {
  id: string
  /** what it is called by; `content` may say more */
  words: string
  content: string
  leadUnitId: string
  leadUnitName: string
  coordinatorIds: string[]
  deadlineOn: CivilDate | null
  kind: 'dated' | 'undated' | 'routine'
  importRow: number
}
export type GivenBy = { userId: string; label: string; unitId: string | null; unitName: string }

/** Tasks written by one statement; between two of them other work goes on. */
const CHUNK = 250

/**
 * Gives many tasks of a plan at once, in the transaction of the caller: rows, coordinating units, planned alerts, the first line
 * of each timeline. What `createTask` does for one, by a few statements for all. Nobody is told task by task: the caller says
 * it once to every unit. `onDone` hears how many stand so far.
 */
export async function createManyTasks(ctx: CommandContext, tasks: readonly ManyTask[], plan: { importId: string; label: string }, by: GivenBy, onDone: (n: number) => void): Promise<void> {
  demand(decideAct({ state: 'draft', act: 'assign', roles: ['office'], given: { unit: 'given', deadline: 'given' } }))
  const [codes, sourceLabel] = [await reserveCodes(ctx, 'GV', tasks.length), plan.label]
  const now = ctx.now.getTime()
  for (let from = 0; from < tasks.length; from += CHUNK) {
    const part = tasks.slice(from, from + CHUNK).map((t, i) => ({ ...t, code: codes[from + i] ?? '', title: titleOf(t.words.replace(/\s+/g, ' ')), searchText: fold(`${t.content} ${sourceLabel} ${t.leadUnitName}`) }))
    await ctx.tx.$executeRawUnsafe(
      `INSERT INTO "Task"(id, code, title, content, kind, urgency, state, "sourceKind", "sourceLabel", "sourceQuote", "giverId", "giverLabel", "monitorId", "leadUnitId", "deadlineOn", "originalDeadlineOn", "assignedAt", "updatedAt", "createdAt", "searchText", "monitorLabel", "fieldCode")
       SELECT x.id, x.code, x.title, x.content, x.kind, 'normal', 'assigned', 'plan', $2, x.words, $3::uuid, $4, $3::uuid, x."leadUnitId", x."deadlineOn", x."deadlineOn", $5::timestamptz, $5::timestamptz, $5::timestamptz, x."searchText", $4, (SELECT u."fieldCode" FROM "OrgUnit" u WHERE u.id = x."leadUnitId")
       FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, code text, title text, words text, content text, kind text, "leadUnitId" uuid, "deadlineOn" date, "searchText" text)`,
      JSON.stringify(part),
      sourceLabel,
      by.userId,
      by.label,
      ctx.now,
    )
    await ctx.tx.taskSource.createMany({ data: part.map(t => ({ taskId: t.id, importId: plan.importId, importRow: t.importRow })) })
    await ctx.tx.taskCoordinator.createMany({ data: part.flatMap(t => t.coordinatorIds.map(unitId => ({ taskId: t.id, unitId, askedAt: ctx.now }))) })
    await replanMany(ctx, part.map(t => ({ id: t.id, state: 'assigned', deadlineOn: t.deadlineOn ? new Date(t.deadlineOn) : null })))
    const lines = part.map(t => ({
      stream: `task:${t.id}`,
      payload: taskActed.payload.parse({
        taskId: t.id,
        line: { act: 'assign', byLabel: by.label, unitName: by.unitName, at: now, from: null, to: 'assigned', note: t.content, percent: null, productRef: null, files: [] },
        card: {
          id: t.id, code: t.code, title: t.title, state: 'assigned', isSentBack: false, kind: t.kind, urgency: 'normal', sourceLabel, leadUnitId: t.leadUnitId, leadUnitName: t.leadUnitName,
          coordinatorIds: t.coordinatorIds, deadlineOn: t.deadlineOn, originalDeadlineOn: t.deadlineOn, progress: 0, latestNote: null, assignedAt: now, submittedAt: null, completedAt: null, updatedAt: now, version: 1,
          parts: t.coordinatorIds.map(unitId => ({ unitId, state: 'asked', dueOn: null, askedAt: now, lastActAt: null })),
        },
      }),
    }))
    // Carried by nobody: no screen follows a task that was not there, and units are told once for all of theirs.
    await ctx.tx.$executeRawUnsafe(
      `WITH x AS (SELECT stream, payload FROM jsonb_to_recordset($1::jsonb) AS x(stream text, payload jsonb)),
       heads AS (INSERT INTO "StreamHead"(stream, seq) SELECT stream, 1 FROM x)
       INSERT INTO "EventLog"(stream, seq, name, v, payload, meta, "actorId", "unitId", "commandId", "occurredAt", "screenAt", "jobAt")
       SELECT stream, 1, $2, $3, payload, '{}'::jsonb, $4::uuid, $5::uuid, $6::uuid, $7::timestamptz, $7::timestamptz, $7::timestamptz FROM x`,
      JSON.stringify(lines),
      taskActed.name,
      taskActed.v,
      by.userId,
      by.unitId,
      ctx.commandId,
      ctx.now,
    )
    onDone(Math.min(tasks.length, from + CHUNK))
    await breathe()
  }
}

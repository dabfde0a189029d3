import { setImmediate as breathe } from 'node:timers/promises'
import { civilDateInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { type CheckedRow, fatesOf, isGiven, isTwin, type Known, knownBy } from '#app/domain/plan/fates.ts'
import { findHead, guessMapping, makeRowReader, type PlanMapping, type PlanRow, type Sheet, templateKey } from '#app/domain/plan/rows.ts'
import type { PlanTerm } from '#app/domain/plan/term.ts'
import { makeUnitReader } from '#app/domain/plan/units.ts'
import { dutyCode, splitProduct } from '#app/text/plans.ts'
import { type Db, Refusal, type Tx } from '#server/command/context.ts'
import { isInForceOn } from '#server/db/in-force.ts'
import { civil } from '#server/db/civil.ts'
import { titleOf } from '#server/features/task/new-task.ts'
import { readSheets } from '#server/files/sheet/read-workbook.ts'

export type PlanRecord = NonNullable<Awaited<ReturnType<Db['planImport']['findUnique']>>>
export type CheckedPlan = {
  sheet: Sheet
  head: number
  mapping: PlanMapping
  rows: CheckedRow[]
  counts: { rows: number; errorRows: number; errorCells: number; new: number; twin: number; same: number; duties: number; proposals: number }
}

/** Rows read between two pauses: other requests are answered meanwhile. */
const CHUNK = 200

/** Sheets of the last files looked at: a page turned or a cell mended does not read megabytes again. */
const opened = new Map<string, Sheet[]>()
const OPENED_MAX = 4
async function sheetsOf(db: Tx, fileId: string): Promise<Sheet[]> {
  const known = opened.get(fileId)
  if (known) return known
  const file = await db.storedFile.findUnique({ where: { id: fileId }, select: { text: true } })
  if (!file?.text) throw new Refusal('PLAN_NOT_XLSX')
  const sheets = readSheets(file.text)
  opened.set(fileId, sheets)
  for (const old of opened.keys()) if (opened.size > OPENED_MAX) opened.delete(old)
  return sheets
}

/** The sheet with a row of headings, and what its columns mean by their words. */
export async function openSheet(db: Tx, fileId: string): Promise<{ sheet: Sheet; head: number; guessed: PlanMapping; template: string }> {
  const sheets = await sheetsOf(db, fileId)
  for (const sheet of sheets) {
    const head = findHead(sheet)
    if (head >= 0) return { sheet, head, guessed: guessMapping(sheet, head), template: templateKey(sheet, head) }
  }
  throw new Refusal('PLAN_NO_HEAD')
}

type TaskRow = { id: string; code: string; content: string; leadUnitId: string; deadlineOn: Date | null; kind: string; coordinatorIds: string[] | null }
type DutyRow = { id: string; content: string; leadUnitId: string; coordinatorIds: string[]; every: 'month'; dueMonth: number; dueDay: number }

/** Tasks and duties that carry a number of the sheet, or are of the same unit by the same words. Two questions for a whole sheet. */
async function knownOf(db: Tx, rows: readonly PlanRow[]): Promise<Known> {
  const codes = rows.map(r => r.code).filter(c => /^(?:KL|GV)-\d{4}-\d+$/.test(c))
  const duties = rows.map(r => r.code).filter(c => c.startsWith('DK-')).map(c => c.slice(3))
  const words = JSON.stringify(rows.flatMap(r => (r.leadUnitId ? [{ unit: r.leadUnitId, title: titleOf(r.content.replace(/\s+/g, ' ')).toLowerCase() }] : [])))
  const [found, repeated] = await Promise.all([
    db.$queryRawUnsafe<TaskRow[]>(
      `SELECT t.id, t.code, t.content, t."leadUnitId", t."deadlineOn", t.kind,
              (SELECT array_agg(c."unitId") FROM "TaskCoordinator" c WHERE c."taskId" = t.id) AS "coordinatorIds"
       FROM "Task" t
       WHERE t.code = ANY($2::text[]) OR (t.state <> 'recalled' AND t.id IN (
         SELECT o.id FROM (SELECT DISTINCT unit, title FROM jsonb_to_recordset($1::jsonb) AS x(unit uuid, title text)) x
         JOIN "Task" o ON o."leadUnitId" = x.unit AND lower(o.title) = x.title AND NOT EXISTS (SELECT 1 FROM "TaskSource" s WHERE s."taskId" = o.id AND s."dutyId" IS NOT NULL)))
       ORDER BY t."createdAt"`,
      words,
      codes,
    ),
    db.$queryRawUnsafe<DutyRow[]>(
      `SELECT d.id, d.content, d."leadUnitId", d."coordinatorIds", d.every, d."dueMonth", d."dueDay" FROM "Duty" d
       WHERE right(d.id::text, 12) = ANY($2::text[]) OR d."isOn" AND (d."leadUnitId", lower(d.title)) IN (SELECT unit, title FROM jsonb_to_recordset($1::jsonb) AS x(unit uuid, title text))`,
      words,
      duties,
    ),
  ])
  return knownBy([
    ...found.map(t => ({
      code: t.code,
      taskId: t.id,
      content: splitProduct(t.content).content,
      leadUnitId: t.leadUnitId,
      coordinatorIds: t.coordinatorIds ?? [],
      term: (t.deadlineOn ? { kind: 'date', date: civil(t.deadlineOn) ?? '' } : t.kind === 'routine' ? { kind: 'routine' } : { kind: 'none' }) as PlanTerm,
    })),
    ...repeated.map(d => ({ code: dutyCode(d.id), taskId: null, content: splitProduct(d.content).content, leadUnitId: d.leadUnitId, coordinatorIds: d.coordinatorIds, term: { kind: 'duty' as const, every: d.every, dueMonth: d.dueMonth, dueDay: d.dueDay } })),
  ])
}

/** Reads and judges every row of a plan as it stands now: file, mended cells, units of today, tasks that exist. */
export async function checkPlan(db: Tx, plan: PlanRecord, at: { now: Date; calendar: WorkCalendar }): Promise<CheckedPlan> {
  const { sheet, head, guessed } = await openSheet(db, plan.fileId)
  const own = plan.mapping as PlanMapping
  const mapping = Object.keys(own).length > 0 ? own : guessed
  const today = civilDateInVietnam(at.now)
  const [units, successions] = await Promise.all([
    db.orgUnit.findMany({ where: { kind: { not: 'province' } }, select: { id: true, name: true, short: true, validFrom: true, validTo: true } }),
    db.orgSuccession.findMany({ select: { oldUnitId: true, newUnitId: true } }),
  ])
  const reader = makeRowReader({
    sheet,
    head,
    mapping,
    fixes: plan.fixes as Record<string, string>,
    units: makeUnitReader(units.map(u => ({ id: u.id, name: u.name, short: u.short, isOpen: isInForceOn(u, today) })), successions),
    calendar: at.calendar,
    today,
  })
  const read: PlanRow[] = []
  for (let r = reader.first; r <= reader.last; r++) {
    const row = reader.read(r)
    if (row) read.push(row)
    if (r % CHUNK === 0) await breathe()
  }
  const known = await knownOf(db, read)
  await breathe()
  const rows = fatesOf(read, known, new Set(plan.twins))
  const errors = rows.filter(r => r.fate === 'error')
  const faults = errors.flatMap(r => r.issues.filter(i => !i.isWarning))
  return {
    sheet,
    head,
    mapping,
    rows,
    counts: {
      rows: rows.length,
      errorRows: errors.length,
      errorCells: faults.length,
      new: rows.filter(isGiven).length,
      twin: rows.filter(isTwin).length,
      same: rows.filter(r => r.fate === 'same').length,
      duties: rows.filter(r => isGiven(r) && r.term?.kind === 'duty').length,
      proposals: faults.filter(f => f.proposal !== null).length,
    },
  }
}

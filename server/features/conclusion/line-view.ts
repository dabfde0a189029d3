import type { z } from 'zod'
import type { MarksView } from '#app/contracts/conclusion.ts'
import type { LineView } from '#app/contracts/meeting.ts'
import { hasChanged } from '#app/domain/conclusion/agree.ts'
import { isMarked, type Marks, namedUnits } from '#app/domain/conclusion/marks.ts'
import type { Db, Tx } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'

/** What a line shows of the task it became. */
export const withTask = { task: { include: { leadUnit: { select: { name: true } } } }, item: { select: { isHidden: true } } } as const

/** What the chair agreed to in a line, as it is kept with the line. */
export type StoredAgreed = { n: number; at: number; byLabel: string; text: string; marks: Marks | null }

export type LineRow = {
  id: string
  itemId: string
  meetingId: string
  rank: string
  text: string
  version: number
  marks: unknown
  agreed: unknown
  removedAt: Date | null
  updatedAt: Date
  item: { isHidden: boolean }
  task: { id: string; code: string; state: string; deadlineOn: Date | null; leadUnit: { name: string } } | null
}
export type UnitNames = ReadonlyMap<string, { name: string; short: string | null }>

export const marksOf = (l: { marks: unknown }): Marks | null => (l.marks ?? null) as Marks | null
export const agreedOf = (l: { agreed: unknown }): StoredAgreed | null => (l.agreed ?? null) as StoredAgreed | null

/**
 * Units whose people see a line before the agreement: those it names now and those it named when it was agreed to. Of a
 * hidden item nobody but the desk knows.
 */
export const seenBy = (l: { marks: unknown; agreed: unknown; item: { isHidden: boolean } }): string[] =>
  l.item.isHidden ? [] : [...new Set([...namedUnits(marksOf(l)), ...namedUnits(agreedOf(l)?.marks ?? null)])]

/** Every unit a set of lines speaks of, in one query. */
export async function unitNamesOf(db: Tx | Db, lines: readonly { marks: unknown; agreed: unknown }[]): Promise<UnitNames> {
  const ids = new Set<string>()
  for (const l of lines) {
    for (const m of [marksOf(l), agreedOf(l)?.marks ?? null]) {
      for (const id of [...namedUnits(m), ...(m?.questions.flatMap(q => q.unitIds) ?? [])]) ids.add(id)
    }
  }
  if (ids.size === 0) return new Map()
  const rows = await db.orgUnit.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, short: true } })
  return new Map(rows.map(r => [r.id, { name: r.name, short: r.short }]))
}

export function marksView(m: Marks | null, names: UnitNames): z.output<typeof MarksView> | null {
  if (!isMarked(m)) return null
  const unit = (id: string) => ({ id, name: names.get(id)?.name ?? '', short: names.get(id)?.short ?? null })
  return {
    lead: m.lead ? unit(m.lead) : null,
    coordinators: m.coordinators.map(unit),
    deadlineOn: m.deadline?.on ?? null,
    isUndated: m.deadline !== null && m.deadline.on === null,
    byHand: m.byHand,
    questions: m.questions.map(q => ({ field: q.field, kind: q.kind, words: q.words, units: q.unitIds.map(unit), days: q.days })),
  }
}

/** A line as it stands and as it was agreed to. `names` holds the units of its marks. */
export function lineViewWith(l: LineRow, names: UnitNames): z.output<typeof LineView> {
  const agreed = agreedOf(l)
  const isRemoved = l.removedAt !== null
  return {
    id: l.id,
    itemId: l.itemId,
    rank: l.rank,
    text: l.text,
    version: l.version,
    task: l.task ? { id: l.task.id, code: l.task.code, leadUnit: l.task.leadUnit.name, deadlineOn: civil(l.task.deadlineOn) } : null,
    marks: marksView(marksOf(l), names),
    agreed: agreed
      ? {
          n: agreed.n,
          at: agreed.at,
          byLabel: agreed.byLabel,
          text: agreed.text,
          marks: marksView(agreed.marks, names),
          isChanged: hasChanged({ text: l.text, marks: marksOf(l), isRemoved, agreed }),
        }
      : null,
    isTakenOut: isRemoved,
    editedAt: l.updatedAt.getTime(),
  }
}

/** What the record shows a member: lines as they were agreed to, and those that are tasks. */
export const asAgreed = (lines: readonly z.output<typeof LineView>[]): z.output<typeof LineView>[] =>
  lines.filter(l => l.agreed || (l.task && !l.isTakenOut)).map(l => (l.agreed ? { ...l, text: l.agreed.text, marks: l.agreed.marks, isTakenOut: false, agreed: { ...l.agreed, isChanged: false } } : l))

/** Lines in their order, each as it stands; lines taken out stay only while an agreement still holds them. */
export const lineViews = (rows: readonly LineRow[], names: UnitNames): z.output<typeof LineView>[] =>
  rows
    .filter(r => r.removedAt === null || r.agreed !== null)
    .map(r => lineViewWith(r, names))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))

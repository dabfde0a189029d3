import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { type Hand, type Marks, settleMarks } from '#app/domain/conclusion/marks.ts'
import { indexUnits, type LineReading, parseLine, spellOut } from '#app/domain/conclusion/parse-line.ts'
import type { CommandContext } from '#server/command/context.ts'
import { isInForceOn } from '#server/db/in-force.ts'

export type Reader = {
  read: (text: string) => LineReading
  settle: (text: string, hand: unknown) => { marks: Marks; hand: Hand }
  /** the sentence with "@snv" written as the unit's name */
  spell: (text: string) => string
}

/** Reads lines with the units and the calendar of today. Two queries, however many lines. */
export async function makeReader(ctx: CommandContext): Promise<Reader> {
  const today = civilDateInVietnam(ctx.now)
  const [units, successions, calendar] = await Promise.all([
    ctx.tx.orgUnit.findMany({ where: { kind: { not: 'province' } }, select: { id: true, name: true, short: true, validFrom: true, validTo: true } }),
    ctx.tx.orgSuccession.findMany({ select: { oldUnitId: true, newUnitId: true } }),
    ctx.calendar(),
  ])
  const index = indexUnits(
    units.map(u => ({ id: u.id, name: u.name, short: u.short, isOpen: isInForceOn(u, today) })),
    successions,
  )
  const names = new Map(units.map(u => [u.id, u.name]))
  const read = (text: string) => parseLine(text, index, today, calendar)
  return {
    read,
    settle: (text, hand) => settleMarks(read(text), (hand ?? {}) as Hand),
    spell: text => spellOut(text, index, id => names.get(id) ?? ''),
  }
}

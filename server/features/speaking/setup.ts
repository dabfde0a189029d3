import type { z } from 'zod'
import type { DoorView, SpeakingSetup } from '#app/contracts/speaking.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { doorAtStart, type DoorKind, type DoorState, type SpeakingKind, speakingRules, type SpeakingRules } from '#app/domain/meeting/speaking.ts'
import type { Db, Tx } from '#server/command/context.ts'

type Reader = Tx | Db
type DoorRow = { itemId: string; kind: string; state: string; changedAt: Date }

export const doorView = (d: DoorRow): z.output<typeof DoorView> => ({
  itemId: d.itemId,
  kind: d.kind as DoorKind,
  state: d.state as DoorState,
  changedAt: d.changedAt.getTime(),
})

/** Speaking rules of a session: its rule set's, with the minutes its chair has set. */
export async function rulesOf(db: Reader, meetingId: string, rule: MeetingRuleSet): Promise<SpeakingRules> {
  const own = await db.speakingSetting.findUnique({ where: { meetingId } })
  return speakingRules(rule, (own?.minutes ?? {}) as Partial<Record<SpeakingKind, number>>)
}

/** What may be asked for on each item, for the view of the session. */
export async function speakingSetup(db: Reader, meetingId: string, rule: Promise<MeetingRuleSet>): Promise<z.output<typeof SpeakingSetup>> {
  const [rules, doors] = await Promise.all([rule.then(r => rulesOf(db, meetingId, r)), db.speakingDoor.findMany({ where: { meetingId } })])
  return { rules, doors: doors.map(doorView) }
}

/** The session's speaking rules and the state of one door of an item, in one read; a door never touched stands as the rules say. */
export async function doorAndRules(db: Reader, meetingId: string, itemId: string, kind: DoorKind, rule: MeetingRuleSet): Promise<{ rules: SpeakingRules; door: DoorState }> {
  const [row] = await db.$queryRawUnsafe<{ minutes: unknown; door: string | null }[]>(
    `SELECT (SELECT minutes FROM "SpeakingSetting" WHERE "meetingId" = $1::uuid) AS minutes,
            (SELECT state FROM "SpeakingDoor" WHERE "itemId" = $2::uuid AND kind = $3) AS door`,
    meetingId,
    itemId,
    kind,
  )
  const rules = speakingRules(rule, (row?.minutes ?? {}) as Partial<Record<SpeakingKind, number>>)
  return { rules, door: (row?.door as DoorState | null | undefined) ?? doorAtStart(kind, rules) }
}

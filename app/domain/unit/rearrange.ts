// Sắp xếp đơn vị: which units may follow which, and where the open work goes. Pure; days are civil dates "yyyy-mm-dd".
import { fold } from '#app/domain/search/fold.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'

/** Nhập, chia tách, đổi tên, chuyển cấp trên, giải thể. */
export const rearrangeKinds = ['merge', 'split', 'rename', 'move', 'dissolve'] as const
export type RearrangeKind = (typeof rearrangeKinds)[number]

export type UnitFacts = { id: string; name: string; kind: string; validFrom: string; validTo: string | null }
/** A unit that is there afterwards: one that stands already (`stands`), or a new one named here. */
export type Successor = { id: string; name: string; stands: UnitFacts | null }

export type Rearrangement = { kind: RearrangeKind; on: string; today: string; from: readonly UnitFacts[]; to: readonly Successor[]; others: readonly UnitFacts[] }

export const isInForce = (u: Pick<UnitFacts, 'validFrom' | 'validTo'>, on: string): boolean => u.validFrom <= on && (u.validTo === null || u.validTo >= on)

type Code =
  | 'UNIT_FROM_COUNT'
  | 'UNIT_TO_COUNT'
  | 'UNIT_PROVINCE'
  | 'UNIT_DAY_AHEAD'
  | 'UNIT_DAY_BEFORE'
  | 'UNIT_ENDED'
  | 'UNIT_FOLLOWS_ITSELF'
  | 'UNIT_MUST_BE_NEW'
  | 'UNIT_MUST_STAND'
  | 'UNIT_NAME_TAKEN'

/**
 * May these units become those on this day? `others` = units in force that are not given up.
 * A merger may be into a unit that stands; a dissolved unit names the one that takes over its work, so that nothing is left
 * without an owner.
 */
export function checkRearrangement({ kind, on, today, from, to, others }: Rearrangement): Verdict<Code> {
  const isIntoStanding = to.length === 1 && to[0]?.stands !== null
  const least = kind === 'merge' && !isIntoStanding ? 2 : 1
  if (from.length < least || (kind !== 'merge' && from.length > 1)) return refused('UNIT_FROM_COUNT')
  if (kind === 'split' ? to.length < 2 : to.length !== 1) return refused('UNIT_TO_COUNT')
  if (from.some(u => u.kind === 'province')) return refused('UNIT_PROVINCE')
  if (on > today) return refused('UNIT_DAY_AHEAD')
  const ended = from.find(u => u.validTo !== null && u.validTo < on)
  if (ended) return refused('UNIT_ENDED', { unit: ended.name })
  const young = from.find(u => u.validFrom >= on)
  if (young) return refused('UNIT_DAY_BEFORE', { unit: young.name })
  if (to.some(t => from.some(u => u.id === t.id))) return refused('UNIT_FOLLOWS_ITSELF')
  if ((kind === 'rename' || kind === 'move') && to.some(t => t.stands !== null)) return refused('UNIT_MUST_BE_NEW')
  if (kind === 'dissolve' && to.some(t => t.stands === null)) return refused('UNIT_MUST_STAND')
  const closed = to.find(t => t.stands !== null && !isInForce(t.stands, today))
  if (closed) return refused('UNIT_ENDED', { unit: closed.name })
  const names = new Set(others.filter(u => isInForce(u, on)).map(u => fold(u.name)))
  const taken = to.find((t, at) => t.stands === null && (names.has(fold(t.name)) || to.some((o, n) => n < at && fold(o.name) === fold(t.name))))
  if (taken) return refused('UNIT_NAME_TAKEN', { unit: taken.name })
  return allowed
}

export type Part = { unitId: string; part: string; state: string; dueOn: Date | null; note: string | null; askedAt: Date; acceptedAt: Date | null; lastActAt: Date | null; finishedAt: Date | null }

/** The further a part is, the higher; of two that become one, the one less far stands for both. */
const far = ['declined', 'asked', 'accepted', 'reporting', 'done']

/**
 * Parts of one task after the change: a part goes to its unit's successor; two that meet become one with both texts, the
 * earlier date and the state less far; a part of the unit that now leads is done by the lead.
 */
export function settleParts(parts: readonly Part[], successorOf: (unitId: string) => string, leadUnitId: string): Part[] {
  const settled = new Map<string, Part>()
  for (const one of parts) {
    const unitId = successorOf(one.unitId)
    if (unitId === leadUnitId) continue
    const before = settled.get(unitId)
    if (!before) {
      settled.set(unitId, { ...one, unitId })
      continue
    }
    const slower = far.indexOf(one.state) < far.indexOf(before.state) ? one : before
    const days = [before.dueOn, one.dueOn].filter((d): d is Date => d !== null)
    settled.set(unitId, {
      ...slower,
      unitId,
      part: [...new Set([before.part, one.part].filter(p => p.trim() !== ''))].join('; '),
      dueOn: days.length === 0 ? null : new Date(Math.min(...days.map(d => d.getTime()))),
    })
  }
  return [...settled.values()]
}

/** Units that follow: without those that became the lead and each once. */
export const settleFollowers = (ids: readonly string[], successorOf: (unitId: string) => string, leadUnitId: string): string[] =>
  [...new Set(ids.map(successorOf))].filter(id => id !== leadUnitId)

/**
 * Today's unit for a unit of any day, by the chain of successions: the newest step wins where a unit was divided.
 * Unknown or still standing: itself. A circle in old data ends where it began.
 */
export function todaysUnit(unitId: string, steps: readonly { oldUnitId: string; newUnitId: string; on: string }[]): string {
  const next = new Map<string, { newUnitId: string; on: string }>()
  for (const s of steps) {
    const known = next.get(s.oldUnitId)
    if (!known || s.on > known.on) next.set(s.oldUnitId, s)
  }
  const seen = new Set<string>()
  let at = unitId
  for (let step = next.get(at); step && !seen.has(at); step = next.get(at)) {
    seen.add(at)
    at = step.newUnitId
  }
  return at
}

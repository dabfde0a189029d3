import { type ActorRole, acts, type TaskAct, type TaskState } from './machine.ts'

/**
 * A card moved to another column of a board is an act of the machine, never a state written by hand: which act, by whom, or
 * why there is none.
 */
export const MOVES = ['accept', 'refuse', 'reassign', 'submit', 'confirm', 'sendBack', 'pause', 'resume', 'reopen'] as const satisfies readonly TaskAct[]
export type Move = (typeof MOVES)[number]

export type MoveVerdict =
  | { ok: true; act: Move }
  /** no act leads there from here; `steps` = where one can go, by whomever */
  | { ok: false; why: 'no_way'; steps: TaskState[] }
  /** there is an act, of somebody else */
  | { ok: false; why: 'not_yours'; act: Move; by: readonly ActorRole[] }
  | { ok: false; why: 'same' }

const fromHere = (from: TaskState): Move[] => MOVES.filter(act => acts[act].from.includes(from))
const mayDo = (act: Move, roles: readonly ActorRole[]): boolean => acts[act].by.some(r => roles.includes(r))

/** A paused task goes back to where it stood, which is known when it is done: it is offered as under way. */
export function moveTo(from: TaskState, to: TaskState, roles: readonly ActorRole[]): MoveVerdict {
  if (from === to) return { ok: false, why: 'same' }
  const ways = fromHere(from).filter(act => acts[act].to === to)
  const mine = ways.find(act => mayDo(act, roles))
  if (mine) return { ok: true, act: mine }
  const [other] = ways
  if (other) return { ok: false, why: 'not_yours', act: other, by: acts[other].by }
  return { ok: false, why: 'no_way', steps: [...new Set(fromHere(from).map(act => acts[act].to as TaskState))] }
}

/** The moves a person with these roles has from here, in the order of the machine: the menu of a card. */
export const movesOf = (from: TaskState, roles: readonly ActorRole[]): { act: Move; to: TaskState }[] =>
  fromHere(from).filter(act => mayDo(act, roles)).map(act => ({ act, to: acts[act].to as TaskState }))

/**
 * What a board needs to offer acts on cards that arrive while it is open: the person's roles towards any task, towards tasks
 * of each own unit, and towards tasks the person gave. The policy itself was asked, with the facts a card carries.
 */
export type BoardRoles = { always: ActorRole[]; asGiver: ActorRole[]; units: Record<string, { lead: ActorRole[]; giver: ActorRole[]; both: ActorRole[] }> }

export function rolesOn(card: { leadUnitId: string; giverUnitId: string | null; giverId?: string | undefined }, me: string, known: BoardRoles): ActorRole[] {
  const lead = known.units[card.leadUnitId]
  const giver = card.giverUnitId === null ? undefined : known.units[card.giverUnitId]
  const asUnit = card.giverUnitId === card.leadUnitId ? (lead?.both ?? []) : [...(lead?.lead ?? []), ...(giver?.giver ?? [])]
  return [...new Set([...known.always, ...(card.giverId === me ? known.asGiver : []), ...asUnit])]
}

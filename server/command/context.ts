import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import type { EventDef, PayloadOf } from '#app/contracts/define.ts'
import type { ErrorCode } from '#app/contracts/errors.ts'
import type { Prisma, PrismaClient } from '#server/db/generated/client.ts'
import type { VoteKeys } from '#server/secret/vote-keys.ts'

/** Roles a position may carry. A person may hold several positions; each is valid from–to. */
export type Role =
  | 'chairman'
  | 'vice_chairman'
  | 'committee_member'
  | 'office_leader'
  | 'office_monitor'
  | 'secretary'
  | 'unit_head'
  | 'unit_clerk'
  | 'admin'
  | 'auditor'
  | 'guest'

export type ActorPosition = { role: Role; unitId: string; unitName: string; title: string }

/** Who acts, as the database knows it at this moment (never the handshake's copy). */
export type Actor = {
  userId: string
  sessionId: string
  username: string
  displayName: string
  positions: ActorPosition[]
  roles: ReadonlySet<Role>
  /** units for which the person acts */
  unitIds: readonly string[]
  /** the unit named beside the person in timelines */
  unitId: string | null
  unitName: string
  hasSecondFactor: boolean
  /** signed in, but must first change the password or set up a second factor */
  mustChangePassword: boolean
  mustSetUpSecondFactor: boolean
}

/** Password and second factor are as the role demands; before that a person reads and does nothing but put them right. */
export const isInOrder = (actor: Actor): boolean => !actor.mustChangePassword && !actor.mustSetUpSecondFactor

/** The program itself: reactions and jobs run ordinary commands with it. */
export const SYSTEM_USER_ID = '00000000-0000-4000-8000-000000000000'
export const systemActor: Actor = {
  userId: SYSTEM_USER_ID,
  sessionId: SYSTEM_USER_ID,
  username: 'system',
  displayName: 'Hệ thống',
  positions: [],
  roles: new Set(),
  unitIds: [],
  unitId: null,
  unitName: '',
  hasSecondFactor: false,
  mustChangePassword: false,
  mustSetUpSecondFactor: false,
}
export const isSystem = (actor: Actor): boolean => actor.userId === SYSTEM_USER_ID

/** A coded refusal: rolls the transaction back and becomes the answer. Never an exception for the log's error level. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params: Record<string, string | number> = {},
    /** field → error code, for forms */
    readonly fields: Record<string, string> = {},
  ) {
    super(code)
    this.name = 'Refusal'
  }
}

/** Verdict of a policy or a domain rule. */
export type Verdict = { ok: true } | { ok: false; code: string; params?: Record<string, string | number> }

/** Throws the refusal a verdict carries. */
export function demand(verdict: Verdict): void {
  if (!verdict.ok) throw new Refusal(verdict.code as ErrorCode, verdict.params)
}

export type Tx = Prisma.TransactionClient
export type Db = PrismaClient

export type EmittedEvent = { stream: string | null; def: EventDef; payload: unknown; meta: Record<string, unknown> }

/** What a command handler may touch. */
export type CommandContext = {
  tx: Tx
  actor: Actor
  /** server time of this command, one value for all its rows */
  now: Date
  commandId: string
  calendar: () => Promise<WorkCalendar>
  /** keys of open secret votes, outside the database */
  voteKeys: VoteKeys
  /** Runs once this command is committed, never when it is rolled back; what fails here must be made up for by a sweep. */
  afterCommit: (work: () => Promise<void>) => void
  /** Append an event to a stream when the transaction commits. `payload` is for the whole audience; `meta` never leaves. */
  emit: <E extends EventDef>(stream: string, def: E, payload: PayloadOf<E>, meta?: Record<string, unknown>) => void
  /** Append an audit-only row: no sequence, no lock, no screen. */
  audit: <E extends EventDef>(about: string, def: E, payload: PayloadOf<E>, meta?: Record<string, unknown>) => void
}

/** What a query may touch: reads only, and always as somebody. */
export type QueryContext = { db: Db; actor: Actor; now: Date; calendar: () => Promise<WorkCalendar> }

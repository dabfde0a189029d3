import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { reactionJob } from '#app/contracts/task.ts'
import { cardClose, cardRemindDue } from '#app/contracts/card.ts'
import { voteClose } from '#app/contracts/meeting.ts'
import { dutyOpen } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { Uncounted, voteNoteUncounted } from '#app/contracts/secret.ts'
import { rehearsalRemove } from '#app/contracts/rehearsal.ts'
import type { Answer } from '#app/contracts/define.ts'
import type { Actor, Db } from '#server/command/context.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import type { Reaction } from '#server/features/reaction.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'
import type { Queue } from './queue.ts'
import { makeAlerts } from './alerts.ts'
import type { Channels } from './send-alerts.ts'

/** How often due rows are looked for. A wiped Redis costs one round, not an alert. */
const SWEEP_MS = 15_000
const ALERT_SWEEP_MS = 2_000
/** How often it is looked whether every open task has its alerts planned, and what points to a task coming late. */
const UPKEEP_MS = 3_600_000
const VOTE_SWEEP_MS = 1_000
const CARD_SWEEP_MS = 5_000
const REHEARSAL_SWEEP_MS = 60_000
const DUTY_SWEEP_MS = 60_000
/** Duties opened in one round. */
const DUTIES_AT_ONCE = 200
/** How far back reactions are carried again after Redis was wiped; what is older has long been done or told. */
const RECARRY_HOURS = 24

type Deps = {
  queue: Queue
  db: Db
  pool: Pool
  runAsSystem: (name: string, input: unknown, commandId: string) => Promise<Answer>
  dataDir: string
  runAs: (actor: Actor, name: string, input: unknown, commandId: string) => Promise<Answer>
  reactions: Reaction[]
  log: Logger
  clock: () => Date
  /** ways out of the house that are set up; none = the bell only */
  channels?: Channels
  /** the address people open, for links in letters */
  origin?: string
}

/** The relay's way to jobs: one job per reaction, its id made of both, so a repeated relay round changes nothing. */
export const toJobs = (queue: Queue, reactions: Reaction[]) => async (events: RelayedEvent[]): Promise<void> => {
  for (const e of events) {
    for (const r of reactions) {
      if (!r.on.includes(e.name) || (r.wants && !r.wants(e))) continue
      await queue.add(reactionJob.name, { eventId: e.id, reaction: r.name }, { jobId: `${e.id}.${r.name}` })
    }
  }
}

/** Works out due alerts, sends them, carries reactions. It never touches a socket: it runs commands, and the relay does the rest. */
export function startWorker(deps: Deps): { stop: () => Promise<void>; sweepNow: () => Promise<number>; cardsNow: () => Promise<number>; dutiesNow: () => Promise<number>; votesNow: () => Promise<number> } {
  const { queue, pool, log } = deps
  let isStopped = false

  queue.process({
    [reactionJob.name]: async payload => {
      const { eventId, reaction } = reactionJob.payload.parse(payload)
      const found = deps.reactions.find(r => r.name === reaction)
      const { rows } = await pool.query(
        `SELECT id::text, stream, seq, name, v, payload, "actorId", (extract(epoch FROM "occurredAt") * 1000)::bigint::text AS at FROM "EventLog" WHERE id = $1`,
        [eventId],
      )
      if (!found || !rows[0]) return log.warn({ eventId, reaction }, 'nothing to react to')
      await found.run({ db: deps.db, runAsSystem: deps.runAsSystem, runAs: deps.runAs, dataDir: deps.dataDir }, { ...rows[0], at: Number(rows[0].at) } as RelayedEvent)
    },
  })

  const reactedTo = [...new Set(deps.reactions.flatMap(r => r.on))]

  /**
   * After a wipe the jobs that waited in Redis are made again: the relay carries its recent rows once more. Reactions are
   * safe to repeat, so what had been done stays done once. Alerts never pass through Redis at all.
   */
  async function recarryAfterWipe(): Promise<number> {
    if (!(await queue.isForgotten())) return 0
    const since = new Date(deps.clock().getTime() - RECARRY_HOURS * 3_600_000)
    const { rowCount } = await pool.query(
      `UPDATE "EventLog" SET "jobAt" = NULL WHERE name = ANY($1) AND "occurredAt" > $2 AND "jobAt" IS NOT NULL AND seq IS NOT NULL`,
      [reactedTo, since],
    )
    await queue.leaveMark()
    return rowCount ?? 0
  }

  const alerts = makeAlerts({ pool, db: deps.db, runAsSystem: deps.runAsSystem, log, clock: deps.clock, channels: deps.channels ?? {}, origin: deps.origin ?? '' })
  const workOutAlerts = () => alerts.workOut()
  const sendAlerts = () => alerts.send()
  const upkeepAlerts = () => alerts.upkeep()

  /** A vote with an end closes by itself; ballots after it are refused anyway. */
  async function closeDueVotes(): Promise<number> {
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM "Vote" WHERE status = 'open' AND "closesAt" <= $1 AND uncounted IS NULL`, [deps.clock()])
    for (const { id } of rows) {
      const answer = await deps.runAsSystem(voteClose.name, { voteId: id }, commandIdFrom(`vote-close:${id}:${deps.clock().getTime()}`))
      const why = answer.ok ? null : Uncounted.safeParse(answer.code)
      // What waiting can't mend is told to people once, not tried for ever.
      if (why?.success) await deps.runAsSystem(voteNoteUncounted.name, { voteId: id, code: why.data }, commandIdFrom(`vote-uncounted:${id}:${deps.clock().getTime()}`))
    }
    return rows.length
  }

  /** Opinion cards end at their last day, and remind before it; ids made of the moment, so a repeat changes nothing. */
  async function runDueCards(): Promise<number> {
    const now = deps.clock()
    const { rows: ends } = await pool.query<{ id: string; at: Date }>(`SELECT id, "closesAt" AS at FROM "OpinionCard" WHERE status = 'sent' AND "closesAt" <= $1`, [now])
    for (const { id, at } of ends) await deps.runAsSystem(cardClose.name, { cardId: id }, commandIdFrom(`card-close:${id}:${at.getTime()}`))
    const { rows: reminders } = await pool.query<{ id: string; at: Date }>(`SELECT id, "remindAt" AS at FROM "OpinionCard" WHERE status = 'sent' AND "remindAt" <= $1`, [now])
    for (const { id, at } of reminders) await deps.runAsSystem(cardRemindDue.name, { cardId: id }, commandIdFrom(`card-remind:${id}:${at.getTime()}`))
    return ends.length + reminders.length
  }

  /** A rehearsal nobody took away goes after its day. */
  async function removeOldRehearsals(): Promise<number> {
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM "Meeting" WHERE "rehearsalOf" IS NOT NULL AND "rehearsalExpiresAt" <= $1`, [deps.clock()])
    for (const { id } of rows) await deps.runAsSystem(rehearsalRemove.name, { meetingId: id }, commandIdFrom(`rehearsal-expired:${id}`))
    return rows.length
  }

  /** Duties whose period has come; after a time off all missed ones. The id is the period's: two workers open it once. */
  async function openDueDuties(): Promise<number> {
    const { rows } = await pool.query<{ id: string; period: string }>(
      `SELECT id, "nextPeriod" AS period FROM "Duty" WHERE "isOn" AND "nextOpensOn" <= $1::date ORDER BY "nextOpensOn" LIMIT ${DUTIES_AT_ONCE}`,
      [civilDateInVietnam(deps.clock())],
    )
    for (const { id, period } of rows) {
      const answer = await deps.runAsSystem(dutyOpen.name, { dutyId: id }, commandIdFrom(`duty:${id}:${period}`))
      if (!answer.ok) log.warn({ dutyId: id, period, code: answer.code }, 'duty not opened')
    }
    return rows.length
  }

  const loops = [every(DUTY_SWEEP_MS, openDueDuties), every(SWEEP_MS, recarryAfterWipe), every(ALERT_SWEEP_MS, workOutAlerts), every(ALERT_SWEEP_MS, sendAlerts), every(UPKEEP_MS, upkeepAlerts), every(VOTE_SWEEP_MS, closeDueVotes), every(CARD_SWEEP_MS, runDueCards), every(REHEARSAL_SWEEP_MS, removeOldRehearsals)]
  function every(pause: number, step: () => Promise<number>): { stop: () => Promise<void> } {
    let timer: NodeJS.Timeout | null = null
    let running: Promise<void> = Promise.resolve()
    const round = () => {
      running = step()
        .then(n => void (n > 0 && log.info({ n, step: step.name }, 'sweep')))
        .catch((err: Error) => log.warn({ err: err.message, step: step.name }, 'sweep waits'))
        .then(() => {
          if (!isStopped) timer = setTimeout(round, pause)
        })
    }
    round()
    return {
      stop: async () => {
        if (timer) clearTimeout(timer)
        await running
      },
    }
  }

  return {
    sweepNow: workOutAlerts,
    cardsNow: runDueCards,
    dutiesNow: openDueDuties,
    votesNow: closeDueVotes,
    stop: async () => {
      isStopped = true
      alerts.stop()
      await Promise.all(loops.map(l => l.stop()))
    },
  }
}

import { randomUUID } from 'node:crypto'
import type { Server as HttpServer } from 'node:http'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { Answer } from '#app/contracts/define.ts'
import { accessChanged } from '#app/contracts/account.ts'
import { voteProgress } from '#app/contracts/meeting.ts'
import { type CalendarDay, makeCalendar, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { makeActorMemory, tokenHash } from '#server/auth/actor.ts'
import { cookieNames, readCookies } from '#server/auth/cookies.ts'
import { attachCollab } from '#server/collab/gateway.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { makeRunCommand, type RunCommand } from '#server/command/run.ts'
import { makeBatchPool } from '#server/db/batch-pool.ts'
import { PrismaClient } from '#server/db/generated/client.ts'
import { agendaAccess } from '#server/policies/agenda.ts'
import { conclusionAccess } from '#server/policies/conclusion.ts'
import { conclusionPublish } from '#app/contracts/conclusion.ts'
import { batchHandlers, handlers, reactions } from '#server/features/index.ts'
import { findHallByToken, hallPicture } from '#server/features/hall/index.ts'
import { loadSessionView } from '#server/features/meeting/views.ts'
import { loadInk } from '#server/features/presentation/views.ts'
import { scopeHallPaper } from '#server/policies/paper.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { ballotHooks } from '#server/features/voting/index.ts'
import { countVotes } from '#server/features/voting/progress.ts'
import { sweepVoteKeys } from '#server/features/voting/sweep-keys.ts'
import { makeVoteKeys } from '#server/secret/vote-keys.ts'
import { isOwnOrigin } from '#server/http/security.ts'
import { makeQueue } from '#server/jobs/queue.ts'
import { startWorker, toJobs } from '#server/jobs/worker.ts'
import { cutLineOn } from '#server/live/cut-line.ts'
import { closeExpired, evictOn } from '#server/live/evict.ts'
import { makeIo } from '#server/live/io.ts'
import { attachPresence } from '#server/live/presence.ts'
import { makePointers } from '#server/live/pointers.ts'
import { makeParts } from '#server/live/parts.ts'
import { gatherByKey, sendSignalInTurns, throttleByKey } from '#server/live/signals.ts'
import { watchHalls } from '#server/live/hall-presence.ts'
import { attachWire, type SocketIdentity, toScreens } from '#server/live/wire.ts'
import { appendEvents } from '#server/outbox/append.ts'
import { makeRelay } from '#server/outbox/relay.ts'
import { makeFileStore } from '#server/files/store.ts'
import { saveOpenChannels } from '#server/features/alert/channels.ts'
import { mailChannel } from '#server/channels/mail.ts'
import { pushChannel } from '#server/channels/push.ts'
import { smsChannel } from '#server/channels/sms.ts'
import { saveVideoProvince } from '#server/features/video/setup.ts'
import { makeVideoDoor } from '#server/video/sign.ts'
import type { Env } from './env.ts'
import { makeStatementNames } from './statement-names.ts'
import { makeLogger } from './logger.ts'

/** How often screens whose sign-in ran out are looked for. */
const EXPIRY_EVERY_MS = 5_000
/** How often a count is told while ballots come in, and how much later for each device it is told to: writing to all of a full hall must not hold up its ballots. */
const PROGRESS_EVERY_MS = 250
const PROGRESS_MS_PER_DEVICE = 0.25
/** How often the lines of a conclusion being typed are told to those who follow them. */
const CONCLUSION_EVERY_MS = 400
const CALENDAR_FRESH_MS = 60_000
/** How often keys are looked for whose vote is over: a process may have died between the count and their end. */
const KEYS_EVERY_MS = 60_000

export type Readiness = { ready: boolean; postgres: boolean; redis: boolean; migrations: boolean }
export type Services = Awaited<ReturnType<typeof makeServices>>

/** Builds every singleton of the house once; nothing else creates pools, clients, queues or sockets. */
export async function makeServices(env: Env, opts: { clock?: () => Date } = {}) {
  const log = makeLogger(env.logLevel)
  const clock = opts.clock ?? (() => new Date())
  const pool = new pg.Pool({ connectionString: env.databaseUrl, max: 20, application_name: 'tantrao', connectionTimeoutMillis: 10_000 })
  const batchPool = makeBatchPool(env.databaseUrl, log)
  pool.on('error', err => log.warn({ err: err.message }, 'database connection lost'))
  // A connection in use isn't the pool's to listen to: unheard, its loss would end the whole process. Who uses it gets the refusal.
  pool.on('connect', client => void client.on('error', err => log.warn({ err: err.message }, 'database connection lost in use')))
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: env.databaseUrl, max: 20 }, { statementNameGenerator: makeStatementNames() }) })
  const cookies = cookieNames(env.insecureHttp)
  const actors = makeActorMemory(pool, clock)
  const files = makeFileStore(env.dataDir)
  const voteKeys = makeVoteKeys(env.voteKeysDir)

  const video = makeVideoDoor(env.video)

  let calendarMemory: { until: number; value: Promise<WorkCalendar> } | null = null
  const calendar = (): Promise<WorkCalendar> => {
    if (calendarMemory && calendarMemory.until > Date.now()) return calendarMemory.value
    const value = loadCalendar(pool)
    value.catch(() => (calendarMemory = null))
    calendarMemory = { until: Date.now() + CALENDAR_FRESH_MS, value }
    return value
  }

  let wakeRelay = (): void => undefined
  const runCommand: RunCommand = makeRunCommand({ db, pool, batchPool, log, clock, calendar, voteKeys, handlers, batchHandlers, afterCommit: () => wakeRelay() })
  const runAsSystem = (name: string, input: unknown, commandId: string): Promise<Answer> =>
    runCommand(name, input, commandId, { actor: systemActor, ip: null })

  const runAs = (actor: Actor, name: string, input: unknown, commandId: string): Promise<Answer> => runCommand(name, input, commandId, { actor, ip: null })

  const queue = makeQueue({ redisUrl: env.redisUrl, log })

  const announceSessionsEnded = async (userId: string, sessionIds: string[] | null, reason: 'signed_out' | 'disabled' | 'password_changed'): Promise<void> => {
    actors.forget(null)
    await db.$transaction(tx =>
      appendEvents(tx, [{ stream: `user:${userId}`, def: accessChanged, payload: { userId, sessionIds, reason }, meta: {} }], {
        actorId: userId,
        unitId: null,
        commandId: randomUUID(),
        now: clock(),
        ip: null,
      }),
    )
    wakeRelay()
  }

  /** Hall displays are asked for often and change rarely; a pairing event clears the memory of the display. */
  const findHall = (token: string) => findHallByToken(db, token, clock())
  const hallMeeting = async (displayId: string): Promise<{ meetingId: string | null } | null> => {
    const row = await db.hallDisplay.findFirst({ where: { id: displayId, revokedAt: null }, select: { meetingId: true } })
    return row
  }
  const hallPictureOf = (seen: { displayId: string; meetingId: string | null }) => hallPicture(db, seen, clock())
  /** The session as its whole audience sees it, with its place in the stream. */
  const sessionOf = async (meetingId: string) => {
    const seq = await streamHead(db, `meeting:${meetingId}`)
    return { view: await loadSessionView(db, meetingId, { now: clock() }), seq }
  }

  const hallInk = async (meetingId: string | null, paperId: string) => {
    const meeting = meetingId ? await db.meeting.findUnique({ where: { id: meetingId }, select: { id: true, presenting: true } }) : null
    const scope = meeting && scopeHallPaper(meeting)
    const paper = scope ? await db.paper.findFirst({ where: { AND: [{ id: paperId }, scope] }, select: { id: true } }) : null
    if (!meeting || !paper) throw Response.json({ code: 'NOT_FOUND' }, { status: 404 })
    return loadInk(db, meeting.id, paperId)
  }

  const readiness = async (): Promise<Readiness> => {
    const [postgres, redis] = await Promise.all([answers(pool.query('SELECT 1')), answers(queue.isReady())])
    const migrations = postgres
      ? await answers(pool.query(`SELECT 1 FROM "_prisma_migrations" WHERE finished_at IS NOT NULL LIMIT 1`))
      : false
    return { ready: postgres && redis && migrations, postgres, redis, migrations }
  }

  const stops: (() => Promise<void>)[] = []

  /** At start and then from time to time, in every role: whichever process sees the folder first ends what another left. */
  let isSweeping = false
  function sweepKeys(): void {
    if (isSweeping) return
    isSweeping = true
    const sweep = () => sweepVoteKeys(pool, voteKeys).catch((err: unknown) => log.warn({ err }, 'keys of votes not swept'))
    let running = sweep()
    const timer = setInterval(() => void (running = sweep()), KEYS_EVERY_MS)
    stops.push(async () => {
      clearInterval(timer)
      await running
    })
  }

  /** Which ways out are set up, for rules and screens; never the secrets. */
  const saveChannels = () => {
    const { mail, push, sms } = env.channels
    return saveOpenChannels(pool, { email: mail !== undefined, sms: sms !== undefined, push: push ? { publicKey: push.publicKey, origins: push.origins } : null })
  }

  /** The web role: sockets, shared documents, relay. */
  async function startWeb(http: HttpServer, opts: { version?: string } = {}) {
    const identify = async (header: string | undefined, asHall: boolean): Promise<SocketIdentity | null> => {
      const jar = readCookies(header)
      const token = jar[cookies.session]
      if (token && !asHall) {
        const { rows } = await pool.query<{ id: string; userId: string }>(
          `SELECT id, "userId" FROM "Session" WHERE "tokenHash" = $1 AND "revokedAt" IS NULL AND "expiresAt" > $2`,
          [tokenHash(token), clock()],
        )
        if (rows[0]) return { kind: 'person', sessionId: rows[0].id, userId: rows[0].userId }
      }
      const hallToken = jar[cookies.hall]
      const hall = hallToken ? await findHall(hallToken) : null
      return hall ? { kind: 'hall', displayId: hall.displayId } : null
    }
    const io = makeIo({
      http,
      pool,
      log,
      identify,
      isOwnOrigin: (origin, host) => isOwnOrigin(origin, host, env.publicUrl),
      addressOf: (headers, direct) => (env.trustProxy ? (String(headers['x-forwarded-for'] ?? '').split(',')[0]?.trim() || direct) : direct),
    })
    const pointers = makePointers({ io, pool, actors, now: () => Date.now() })
    const presence = attachPresence({ io, pool, log, clock, runCommand })
    /** The rows are stored by then; a telling that fails is made up for by the next one or the next start. */
    const tellConclusion = throttleByKey<string>(CONCLUSION_EVERY_MS, async itemId => {
      const answer = await runAsSystem(conclusionPublish.name, { itemId }, randomUUID())
      if (!answer.ok) log.warn({ itemId, code: answer.code }, 'conclusion not told')
    })
    const halls = watchHalls({ io, pool, log, clock })
    const parts = makeParts({ io, pool, log, load: sessionOf })
    attachWire({ io, pool, log, clock, actors, runCommand, hallMeeting, pointers, parts, version: opts.version ?? null })
    const collab = attachCollab(io, {
      pool,
      log,
      connectionString: env.databaseUrl,
      authenticate: async socket => {
        const identity = socket.data.identity as SocketIdentity
        return identity.kind === 'person' ? actors.bySession(identity.sessionId) : null
      },
      access: (actor, docId) => (docId.startsWith('conclusion:') ? conclusionAccess : agendaAccess)(pool, actor, docId),
      onProjected: docId => {
        if (docId.startsWith('conclusion:')) tellConclusion(docId.slice('conclusion:'.length))
      },
    })
    io.of('/docs').on('connection', socket => {
      const identity = socket.data.identity as SocketIdentity
      if (identity.kind === 'person') void socket.join([`person:${identity.userId}`, `session:${identity.sessionId}`])
    })

    const tellProgress = gatherByKey<string>(PROGRESS_EVERY_MS, () => io.engine.clientsCount * PROGRESS_MS_PER_DEVICE, async voteId => {
      try {
        for (const c of await countVotes(pool, [voteId])) {
          await sendSignalInTurns(io, `meeting:${c.meetingId}`, voteProgress, { voteId, count: c.count, ...(c.cast === undefined ? {} : { cast: c.cast }), ...(c.optionVotes ? { optionVotes: c.optionVotes } : {}) })
        }
      } catch (err) {
        log.warn({ err: (err as Error).message }, 'vote progress not sent')
      }
    })
    const onBallots = (voteIds: string[]) => voteIds.forEach(tellProgress)
    ballotHooks.add(onBallots)

    const cutLine = cutLineOn(io, clock)
    const evict = evictOn(io, actors, parts)
    const screens = toScreens(io)
    const relay = makeRelay({
      pool,
      connectionString: env.databaseUrl,
      log,
      toScreens: events => {
        pointers.onEvents(events)
        screens(events)
        parts.feed(events)
        evict(events)
        cutLine(events)
      },
      toJobs: toJobs(queue, reactions),
      jobNames: [...new Set(reactions.flatMap(r => r.on))],
    })
    wakeRelay = relay.wake
    await saveVideoProvince(pool, env.video)
    await saveChannels()
    sweepKeys()
    await relay.start()
    // Stored before the last process ended, not told by it.
    const untold = await pool.query<{ itemId: string }>(`SELECT DISTINCT "itemId" FROM "ConclusionLine" WHERE version <> "toldVersion"`)
    for (const { itemId } of untold.rows) tellConclusion(itemId)
    const expiry = setInterval(() => {
      closeExpired(io, pool, actors, clock()).catch((err: unknown) => log.warn({ err }, 'expired sessions not closed'))
    }, EXPIRY_EVERY_MS)
    stops.push(async () => {
      clearInterval(expiry)
      presence.stop()
      halls.stop()
      ballotHooks.delete(onBallots)
      await collab.drainAll()
      await relay.stop()
      io.disconnectSockets(true)
      await new Promise<void>(done => void io.close(() => done()))
    })
    return { io, relay, collab }
  }

  /** The worker role: jobs run commands like everybody else; it never touches a socket. */
  function startJobs() {
    sweepKeys()
    const { mail, push, sms } = env.channels
    const channels = { ...(mail ? { email: mailChannel(mail) } : {}), ...(push ? { push: pushChannel(push) } : {}), ...(sms ? { sms: smsChannel(sms) } : {}) }
    saveChannels().catch((err: unknown) => log.warn({ err }, 'ways of alerts not noted'))
    const worker = startWorker({ queue, db, pool, runAsSystem, runAs, dataDir: env.dataDir, reactions, log, clock, channels, origin: env.publicUrl ?? '' })
    stops.push(() => worker.stop())
  }

  async function stop(): Promise<void> {
    for (const s of stops.reverse()) await s()
    await queue.close()
    await db.$disconnect()
    await batchPool.end()
    await pool.end()
  }

  return {
    env, log, clock, pool, batchPool, db, cookies, actors, files, video, voteKeys, calendar, runCommand, runAsSystem, runAs, queue,
    announceSessionsEnded, findHall, hallView: sessionOf, hallInk, hallPictureOf, readiness, startWeb, startJobs, stop,
  }
}

async function answers(promise: Promise<unknown>): Promise<boolean> {
  try {
    const value = await promise
    return value !== false
  } catch {
    return false
  }
}

async function loadCalendar(pool: pg.Pool): Promise<WorkCalendar> {
  const { rows } = await pool.query<CalendarDay>(
    `SELECT to_char(date, 'YYYY-MM-DD') AS date, kind, name, basis, "isVerified" AS verified FROM "CalendarDay" ORDER BY date`,
  )
  return makeCalendar(rows)
}

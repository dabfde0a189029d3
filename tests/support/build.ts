// A small province for tests: a committee of any size, the Office, two departments. Real rows, real services.
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef, InputOf, OutputOf } from '#app/contracts/define.ts'
import { ranks } from '#app/domain/agenda/order.ts'
import { fold } from '#app/domain/search/fold.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices, type Services } from '#server/boot/services.ts'
import { type Actor, type QueryContext, Refusal, type Role } from '#server/command/context.ts'
import { findActor, tokenHash } from '#server/auth/actor.ts'
import { queries, type Queries } from '#server/features/index.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { type FreshRedis, freshRedis } from './redis.ts'

/** A working Thursday morning: 26/11/2026, 08:00 in Viet Nam. */
export const THURSDAY = new Date('2026-11-26T01:00:00Z')

export type House = {
  services: Services
  database: FreshDatabase
  redis: FreshRedis
  /** the clock every command of this house reads */
  clock: { now: Date; forward: (ms: number) => void }
  /** runs a command as somebody (null = nobody signed in) and returns its answer */
  run: <C extends CommandDef>(actor: Actor | null, def: C, input: InputOf<C>, commandId?: string) => Promise<Answer<OutputOf<C>>>
  /** the same, for a command that must succeed */
  must: <C extends CommandDef>(actor: Actor | null, def: C, input: InputOf<C>, commandId?: string) => Promise<OutputOf<C>>
  query: <K extends keyof Queries>(actor: Actor, name: K, args: Parameters<Queries[K]>[1]) => Promise<Awaited<ReturnType<Queries[K]>>>
  close: () => Promise<void>
}

/** What the builders below need: somewhere to write, and what time it is. A bench gives its own. */
export type Ground = Pick<House, 'services'> & { clock: { now: Date } }

/** Services on a database and a Redis of their own; no port is opened. */
export async function openHouse(start: Date = THURSDAY, { seeded = false }: { seeded?: boolean } = {}): Promise<House> {
  const [database, redis] = await Promise.all([freshDatabase({ seeded }), freshRedis()])
  const clock = { now: start, forward: (ms: number) => void (clock.now = new Date(clock.now.getTime() + ms)) }
  const env = readEnv({ DATABASE_URL: database.url, REDIS_URL: redis.url, DATA_DIR: database.dataDir, NODE_ENV: 'test', LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'fatal', PORT: '3000' })
  const services = await makeServices(env, { clock: () => clock.now })
  const run: House['run'] = async (actor, def, input, commandId = uuid()) =>
    (await services.runCommand(def.name, input, commandId, { actor, ip: null })) as never
  return {
    services,
    database,
    redis,
    clock,
    run,
    must: async (actor, def, input, commandId) => {
      const answer = await run(actor, def, input, commandId)
      if (!answer.ok) throw new Error(`${def.name}: ${answer.code} ${JSON.stringify(answer.fields ?? {})}`)
      return answer.data
    },
    query: (actor, name, args) => {
      const ctx: QueryContext = { db: services.db, actor, now: clock.now, calendar: services.calendar }
      return (queries[name] as (c: QueryContext, a: unknown) => Promise<never>)(ctx, args)
    },
    close: async () => {
      await services.stop()
      await Promise.all([database.drop(), redis.release()])
    },
  }
}

/** The code a refused query carries. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'allowed'
}

const FROM = new Date('2025-07-01')

export async function addUnit(house: Ground, name: string, kind = 'department', short: string | null = null): Promise<string> {
  const id = uuid()
  await house.services.db.orgUnit.create({ data: { id, name, kind, short, validFrom: FROM, searchText: fold(`${name} ${short ?? ''}`) } })
  return id
}

/** A person with positions and an open session; the actor is what the server itself would find. */
export async function addPerson(house: Ground, name: string, positions: { role: Role; unitId: string }[]): Promise<Actor> {
  const { db } = house.services
  const userId = uuid()
  await db.user.create({ data: { id: userId, username: fold(name).replace(/\s+/g, '.'), displayName: name, searchText: fold(name) } })
  await db.position.createMany({ data: positions.map(p => ({ id: uuid(), userId, unitId: p.unitId, role: p.role, title: name, validFrom: FROM })) })
  return signIn(house, userId)
}

/** Somebody who has an account, with a session of today. */
export async function signIn(house: Ground, userId: string): Promise<Actor> {
  const { db, pool } = house.services
  const token = uuid()
  await db.session.create({
    data: { id: uuid(), tokenHash: tokenHash(token), userId, createdAt: house.clock.now, lastSeenAt: house.clock.now, expiresAt: new Date(house.clock.now.getTime() + 86_400_000) },
  })
  const actor = await findActor(pool, { token }, house.clock.now)
  if (!actor) throw new Error('no actor')
  return actor
}

export type Committee = {
  province: string
  office: string
  health: string
  home: string
  chairman: Actor
  members: Actor[]
  secretary: Actor
  monitor: Actor
  guest: Actor
  substitute: Actor
  healthHead: Actor
  healthClerk: Actor
  homeClerk: Actor
}

/** A committee of N in office (Chairman first), the Office, a guest, a substitute, Sở Y tế and Sở Nội vụ. */
export async function buildCommittee(house: Ground, N = 5): Promise<Committee> {
  const [province, office, health, home] = [
    await addUnit(house, 'UBND tỉnh Tuyên Quang', 'province'),
    await addUnit(house, 'Văn phòng UBND tỉnh', 'office', 'VPUBND'),
    await addUnit(house, 'Sở Y tế', 'department', 'SYT'),
    await addUnit(house, 'Sở Nội vụ', 'department', 'SNV'),
  ]
  const member = (i: number) =>
    i === 0
      ? addPerson(house, 'Chủ tịch UBND tỉnh', [
          { role: 'chairman', unitId: province },
          { role: 'committee_member', unitId: province },
        ])
      : addPerson(house, `Ủy viên UBND tỉnh ${i}`, [{ role: 'committee_member', unitId: province }])
  const members: Actor[] = []
  for (let i = 0; i < N; i++) members.push(await member(i))
  await house.services.db.committeeMembership.createMany({
    data: members.map((m, i) => ({ id: uuid(), userId: m.userId, title: m.displayName, rank: i + 1, isChair: i === 0, validFrom: FROM })),
  })
  const [chairman] = members
  if (!chairman) throw new Error('a committee needs a member')
  return {
    province,
    office,
    health,
    home,
    chairman,
    members,
    secretary: await addPerson(house, 'Thư ký phiên họp', [{ role: 'secretary', unitId: office }]),
    monitor: await addPerson(house, 'Chuyên viên theo dõi', [{ role: 'office_monitor', unitId: office }]),
    guest: await addPerson(house, 'Phó Chủ tịch HĐND tỉnh', [{ role: 'guest', unitId: province }]),
    substitute: await addPerson(house, 'Phó Giám đốc Sở Y tế', [{ role: 'unit_clerk', unitId: health }]),
    healthHead: await addPerson(house, 'Giám đốc Sở Y tế', [{ role: 'unit_head', unitId: health }]),
    healthClerk: await addPerson(house, 'Chuyên viên Sở Y tế', [{ role: 'unit_clerk', unitId: health }]),
    homeClerk: await addPerson(house, 'Chuyên viên Sở Nội vụ', [{ role: 'unit_clerk', unitId: home }]),
  }
}

export type Sitting = { meetingId: string; items: string[] }

/** An invited session with issued items, the whole committee, secretary, guest and substitute on its list. */
export async function buildSitting(house: Ground, c: Committee, itemCount = 3): Promise<Sitting> {
  const { db } = house.services
  const meetingId = uuid()
  const now = house.clock.now
  await db.meeting.create({
    data: {
      id: meetingId,
      title: 'Phiên họp UBND tỉnh thường kỳ tháng 11/2026',
      kind: 'regular',
      status: 'invited',
      startsAt: now,
      endsAt: new Date(now.getTime() + 2.5 * 3600_000),
      place: 'Phòng họp số 1',
      hostUnitId: c.province,
    },
  })
  const items = ranks(itemCount).map((rank, i) => ({ id: uuid(), meetingId, rank, title: `Nội dung ${i + 1}`, presenter: 'Giám đốc Sở Nội vụ', minutes: 20, leadUnitId: c.home, isCollective: i === 1 }))
  await db.agendaItem.createMany({ data: items })
  const row = (actor: Actor, role: string, rank: number) => ({ id: uuid(), meetingId, userId: actor.userId, role, label: actor.displayName, unitName: actor.unitName, rank })
  await db.meetingParticipant.createMany({
    data: [
      ...c.members.map((m, i) => row(m, i === 0 ? 'chair' : 'member', i + 1)),
      row(c.secretary, 'secretary', 900),
      row(c.guest, 'guest', 910),
      row(c.substitute, 'substitute', 920),
    ],
  })
  return { meetingId, items: items.map(i => i.id) }
}

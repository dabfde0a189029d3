import path from 'node:path'
import type { Pool } from 'pg'
import pino from 'pino'
import { v5 as uuidv5 } from 'uuid'
import type { CommandDef, InputOf, OutputOf } from '#app/contracts/define.ts'
import { type CalendarDay, makeCalendar } from '#app/domain/calendar/working-days.ts'
import { type Actor, type Role, systemActor } from '#server/command/context.ts'
import { makeVoteKeys } from '#server/secret/vote-keys.ts'
import { makeRunCommand } from '#server/command/run.ts'
import type { PrismaClient } from '#server/db/generated/client.ts'
import { batchHandlers, handlers } from '#server/features/index.ts'
import { userId } from './people.ts'
import { seedId } from './province.ts'

/**
 * Demonstration history is made by the real commands under a clock that walks through the past: every row, event,
 * timeline and planned alert is what the program itself would have written.
 */
export type Acting = {
  at: (when: Date) => void
  must: <C extends CommandDef>(username: string, def: C, input: InputOf<C>) => Promise<OutputOf<C>>
  /** what the program does by itself */
  system: <C extends CommandDef>(def: C, input: InputOf<C>) => Promise<OutputOf<C>>
}

export async function startActing(db: PrismaClient, pool: Pool, batchPool: Pool): Promise<Acting> {
  let now = new Date()
  let count = 0
  const days = await pool.query<CalendarDay>(`SELECT to_char(date, 'YYYY-MM-DD') AS date, kind, name FROM "CalendarDay"`)
  const calendar = makeCalendar(days.rows)
  const run = makeRunCommand({ db, pool, batchPool, log: pino({ level: 'fatal' }), clock: () => now, calendar: async () => calendar, voteKeys: makeVoteKeys(path.join(process.env.DATA_DIR ?? '.data', 'vote-keys')), handlers, batchHandlers, afterCommit: () => undefined })
  const actors = new Map<string, Actor>()
  const actorOf = async (username: string): Promise<Actor> => {
    const known = actors.get(username)
    if (known) return known
    const user = await db.user.findUniqueOrThrow({ where: { id: userId(username) }, include: { positions: { include: { unit: true } } } })
    const positions = user.positions.map(p => ({ role: p.role as Role, unitId: p.unitId, unitName: p.unit.name, title: p.title }))
    const main = positions.find(p => p.role !== 'committee_member') ?? positions[0]
    const actor: Actor = {
      userId: user.id,
      sessionId: user.id,
      username,
      displayName: user.displayName,
      positions,
      roles: new Set(positions.map(p => p.role)),
      unitIds: positions.map(p => p.unitId),
      unitId: main?.unitId ?? null,
      unitName: main?.unitName ?? '',
      hasSecondFactor: false,
      mustChangePassword: false,
      mustSetUpSecondFactor: false,
    }
    actors.set(username, actor)
    return actor
  }
  const mustAs = async (actor: Actor, def: CommandDef, input: unknown): Promise<never> => {
    const answer = await run(def.name, input, uuidv5(`seed-command/${count++}`, seedId('commands')), { actor, ip: null })
    if (!answer.ok) throw new Error(`${actor.username} ${def.name}: ${answer.code} ${JSON.stringify(answer.fields ?? {})}`)
    return answer.data as never
  }
  return {
    at: when => void (now = when),
    must: async (username, def, input) => mustAs(await actorOf(username), def, input),
    system: (def, input) => mustAs(systemActor, def, input),
  }
}

import { expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import type { Actor } from '#server/command/context.ts'
import type { House } from './build.ts'

export const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)

/** Not signed in, bad input, not allowed, then done, repeated, and what a second call meets. */
export async function climbLadder(house: House, r: { def: CommandDef; input: object; by: Actor; notBy: Actor; forbidden?: string; bad: object; again: string }): Promise<void> {
  const run = (who: Actor | null, what: unknown, id = uuid()) => house.services.runCommand(r.def.name, what, id, { actor: who, ip: null })
  expect(codeOf(await run(null, r.input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(codeOf(await run(r.by, r.bad)), 'bad input').toBe('BAD_INPUT')
  expect(codeOf(await run(r.notBy, r.input)), 'not allowed').toBe(r.forbidden ?? 'FORBIDDEN')
  const id = uuid()
  expect(await run(r.by, r.input, id), 'success').toMatchObject({ ok: true })
  expect(await run(r.by, r.input, id), 'repeated').toMatchObject({ ok: true, replayed: true })
  expect(codeOf(await run(r.by, r.input)), 'once more').toBe(r.again)
}

// The house without its pages, in a process that may be killed: commands come over IPC, answers go back.
import { createServer } from 'node:http'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import { systemActor } from '#server/command/context.ts'

type Ask = { n: number; userId: string; name: string; input: unknown; commandId: string }

const services = await makeServices(readEnv(process.env))
await services.startWeb(createServer())
services.startJobs()
process.on('message', (ask: Ask) => {
  const actor = { ...systemActor, userId: ask.userId, sessionId: ask.userId, displayName: ask.userId }
  void services.runCommand(ask.name, ask.input, ask.commandId, { actor, ip: null }).then(answer => process.send?.({ n: ask.n, answer }))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })

// A worker in a process of its own, with a clock that stands: it may be killed at any moment.
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'

const now = new Date(process.env.TEST_NOW ?? '')
const services = await makeServices(readEnv(process.env), { clock: () => now })
services.startJobs()
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })

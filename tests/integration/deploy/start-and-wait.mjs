// Starts both private services, tells their addresses and waits to be killed.
import { startPostgres, startRedis } from '../../../server/deploy/local-services.mjs'

const dataDir = process.argv[2]
const postgres = await startPostgres({ dataDir })
const redis = await startRedis({ dataDir })
process.send({ postgres: { url: postgres.url, pid: postgres.pid }, redis: { url: redis.url, pid: redis.pid } })
